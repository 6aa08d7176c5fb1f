/**
 * Words a Windows culture puts beside the clock time, folded to lower case without dots and blanks. A word that is not
 * here makes the time unreadable: guessing would move a date by twelve hours.
 */
const forenoon = new Set(['am', 'πμ', '上午', '午前', '오전', 'ص', 'पूर्वाह्न', 'sa', 'de', 'dop']);
const afternoon = new Set(['pm', 'μμ', '下午', '午後', '오후', 'م', 'अपराह्न', 'ch', 'du', 'odp']);

/** `forenoon`, `afternoon`, `none` for an empty text, or null for a word of no known language. */
export function halfOfDay(word: string): 'forenoon' | 'afternoon' | 'none' | null {
  const folded = word.replace(/[.\s]/gu, '').toLowerCase();
  if (folded === '') return 'none';
  if (forenoon.has(folded)) return 'forenoon';
  if (afternoon.has(folded)) return 'afternoon';
  return null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** 1 to 12 for an English month name or its first three letters, else null. */
export function englishMonth(word: string): number | null {
  const index = months.indexOf(word.slice(0, 3).toLowerCase());
  return index < 0 ? null : index + 1;
}

/** First code point of each run of ten digits that Windows cultures print: Arabic, Persian, Devanagari, Bengali, Thai, full width. */
const digitZeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];

/** The text with ASCII digits, plain blanks and no direction marks, as a date of any culture needs it. */
export function plainDateText(text: string): string {
  let plain = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const zero = digitZeros.find((first) => code >= first && code < first + 10);
    if (zero !== undefined) plain += String(code - zero);
    else if (isDirectionMark(code)) continue;
    else if (code === 0xa0 || code === 0x202f || code === 0x2009) plain += ' ';
    else if (code === 0x60c) plain += ',';
    else plain += character;
  }
  return plain.trim();
}

function isDirectionMark(code: number): boolean {
  return (
    code === 0x61c ||
    code === 0x200e ||
    code === 0x200f ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  );
}
