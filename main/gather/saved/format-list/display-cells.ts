/** Ranges that a console draws two cells wide (the table of PowerShell's own DisplayCells). */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3040, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
];

/** How many console cells the text takes; a UTF-16 unit is one or two. */
export function displayCells(text: string): number {
  let cells = text.length;
  for (let i = 0; i < text.length; i++) if (isWide(text.charCodeAt(i))) cells++;
  return cells;
}

/** One entry for each cell; the second cell of a wide character is ''. Columns of a table are cut from this. */
export function cellsOf(text: string): readonly string[] {
  const cells: string[] = [];
  for (let i = 0; i < text.length; i++) {
    cells.push(text.charAt(i));
    if (isWide(text.charCodeAt(i))) cells.push('');
  }
  return cells;
}

function isWide(unit: number): boolean {
  if (unit < 0x1100) return false;
  return wideRanges.some(([from, to]) => unit >= from && unit <= to);
}
