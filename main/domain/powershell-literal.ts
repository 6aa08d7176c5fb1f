import { hasHiddenCharacters } from './hidden-characters.ts';

/** PowerShell accepts these as single quotes too (U+2018 to U+201B), so each must be doubled inside a literal. */
const singleQuotes = /['‘’‚‛]/gu;
/**
 * The value as a single-quoted PowerShell literal, for commands that a person reads and copies.
 * Null when it holds a character that cannot be seen: such a value is never shown as something to run.
 */
export function powershellLiteral(value: string): string | null {
  if (hasHiddenCharacters(value)) return null;
  return `'${value.replace(singleQuotes, '$&$&')}'`;
}

/**
 * A command line for copying: `Name -Parameter 'value'`; `true` and `false` become `$true` and `$false`, null `$null`.
 * Null as a whole when any value cannot be written safely.
 */
export function powershellCommand(
  name: string,
  parameters: readonly (readonly [string, string | boolean | null | readonly string[]])[],
): string | null {
  const words = [name];
  for (const [key, value] of parameters) {
    const written = writeValue(value);
    if (written === null) return null;
    words.push(`-${key}`, written);
  }
  return words.join(' ');
}

function writeValue(value: string | boolean | null | readonly string[]): string | null {
  if (value === null) return '$null';
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  if (typeof value === 'string') return powershellLiteral(value);
  const literals = value.map((item) => powershellLiteral(item));
  return literals.includes(null) ? null : literals.join(',');
}
