import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Language, languages } from '../report/words.ts';

/** The arguments make no sense; `message` says which and why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A file that was named beside the input cannot be opened; `message` says which and why. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

export function usage(): string {
  return `Usage: rootcause COMMAND [options]

  inspect  [--json] FILE...      what each file holds, and what of it could not be read
  diagnose [--json] [--at ISO] [--roots FILE] [--lang en|he] FILE...
                                 which certificate is presented, who trusts it, what to do
  chain    [--json] [--at ISO] [--roots PEM | --store microsoft|mozilla|system]
           [--intermediates PEM] [--name HOST] LEAF
                                 judge one certificate as a TLS server certificate
  practice [--story NAME] [--json] [--lang en|he]
                                 the same diagnosis over a practice organisation; --list names its stories
  connect  [--user U] [--auth kerberos|negotiate|basic] [--https] [--days N] [--json] [--save FILE]
           [--roots FILE] [--skip-certificate-check ca|cn|revocation] [--lang en|he] SERVER...
                                 read live servers through PowerShell and diagnose them; nothing is changed
  connect --plan SERVER...       the exact commands that would be run, without connecting
  connect --practice [--story NAME] [SERVER...]
                                 the same with the practice organisation, without PowerShell

Exit codes: 0 no problem found or trusted, 1 problem or risk found or not trusted,
2 cannot tell, 64 usage, 66 no input could be read, 70 a fault of the program itself.
`;
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Parses arguments strictly: an unknown or malformed option is a UsageError that names it. */
export function parseOptions<const T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** `--at`: an ISO date or time; without a zone it is UTC. Epoch milliseconds, or `fallback` when the option is absent. */
export function parseTime(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/iu.test(text);
  const time = /^\d{4}-\d{2}-\d{2}/u.test(text)
    ? Date.parse(hasZone || !text.includes('T') ? text : `${text}Z`)
    : Number.NaN;
  if (Number.isNaN(time))
    throw new UsageError(`--at: '${text}' is not an ISO time such as 2026-01-15T08:00:00Z`);
  return time;
}

export function parseLanguage(text: string | undefined): Language {
  const language = languages.find((known) => known === (text ?? 'en'));
  if (language === undefined) throw new UsageError(`--lang: '${text}' is not one of ${languages.join(', ')}`);
  return language;
}
