import { diagnose } from '../judge/diagnose.ts';
import { wordsIn } from '../report/words.ts';
import type { Command } from './command.ts';
import { exitCode } from './command.ts';
import { printDiagnosis } from './print-diagnosis.ts';
import { readSnapshot } from './read-snapshot.ts';
import { trustContext } from './trust-context.ts';
import { parseLanguage, parseOptions, parseTime, UsageError } from './usage.ts';

/** `rootcause diagnose`: judges saved files as one organisation. */
export const diagnoseCommand: Command = async (args, output) => {
  const { values, positionals } = parseOptions(args, {
    json: { type: 'boolean', default: false },
    at: { type: 'string' },
    roots: { type: 'string', multiple: true, default: [] },
    lang: { type: 'string' },
  });
  if (positionals.length === 0) throw new UsageError('diagnose: name at least one file or folder');
  const words = wordsIn(parseLanguage(values.lang));
  const now = parseTime(values.at, Date.now());
  const snapshot = await readSnapshot(positionals, output);
  if (snapshot === null) return exitCode.noInput;
  const diagnosis = diagnose(
    snapshot.snapshot,
    await trustContext(values.roots, snapshot.certificates, now, output),
  );
  return printDiagnosis(diagnosis, { json: values.json, words, output });
};
