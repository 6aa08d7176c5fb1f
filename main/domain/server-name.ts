/**
 * True when two spellings name the same server: case-insensitive, and a NetBIOS name equals the first label of a
 * fully qualified one. Two fully qualified names must agree in full.
 */
export function sameServerName(a: string, b: string): boolean {
  const left = normalise(a);
  const right = normalise(b);
  if (left === right) return true;
  if (left === '' || right === '') return false;
  if (left.includes('.') && right.includes('.')) return false;
  return firstLabel(left) === firstLabel(right);
}

/** The NetBIOS form, upper-case: `ex01.contoso.com` gives `EX01`. */
export function netBiosName(name: string): string {
  return firstLabel(normalise(name)).toUpperCase();
}

function normalise(name: string): string {
  const trimmed = name.trim().toLowerCase();
  return trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed;
}

function firstLabel(name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 ? name : name.slice(0, dot);
}
