import { nameAttributeType } from '../../../domain/name-attribute-type.ts';

/** Two distinguished names that stood in one text with a blank between them. */
export interface NamePair {
  readonly subject: string;
  readonly issuer: string;
}

/**
 * Finds where the second name begins. Windows quotes a value that holds an equals sign, a plus, or a comma
 * (CertNameToStr, CERT_X500_NAME_STR), so that outside quotes `blank key =` after anything but a separator is the only
 * boundary. Should somebody's editing have left several, the one before `CN=` counts, as issuers print it first; null
 * when that does not decide either.
 */
export function splitNames(text: string): NamePair | null {
  const boundaries = nameBoundaries(text);
  if (boundaries === null) return null;
  const beforeCommonName = boundaries.filter((at) => /^CN=/i.test(text.slice(at, at + 3)));
  const [only, another] = boundaries.length === 1 ? boundaries : beforeCommonName;
  if (only === undefined || another !== undefined) return null;
  return { subject: text.slice(0, only).trim(), issuer: text.slice(only).trim() };
}

const longestKey = 64;

/** Starts of keys that no separator announces; null when a quote is never closed. */
function nameBoundaries(text: string): readonly number[] | null {
  const boundaries: number[] = [];
  let quoted = false;
  let wordStart = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === ' ') wordStart = at + 1;
    else if (character === '=' && isBoundary(text, wordStart, at)) boundaries.push(wordStart);
  }
  return quoted ? null : boundaries;
}

function isBoundary(text: string, wordStart: number, equals: number): boolean {
  if (equals - wordStart > longestKey || nameAttributeType(text.slice(wordStart, equals)) === null)
    return false;
  let before = wordStart - 1;
  while (before >= 0 && text[before] === ' ') before -= 1;
  return before >= 0 && !',;+='.includes(text[before] as string);
}
