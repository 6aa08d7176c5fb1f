import { inspectJson } from '../report/json/inspect-json.ts';
import { inspectText } from '../report/terminal/inspect-text.ts';
import { wordsIn } from '../report/words.ts';
import { type Command, exitCode } from './command.ts';
import { inspectedFile } from './inspected-file.ts';
import { readInput } from './read-input.ts';
import { parseLanguage, parseOptions, UsageError } from './usage.ts';

/** `rootcause inspect`: what each file holds, and what of it could not be read. */
export const inspectCommand: Command = async (args, output) => {
  const { values, positionals } = parseOptions(args, {
    json: { type: 'boolean', default: false },
    lang: { type: 'string' },
  });
  if (positionals.length === 0) throw new UsageError('inspect: name at least one file or folder');
  const words = wordsIn(parseLanguage(values.lang));
  const files = await readInput(positionals, output, 'all');
  const inspected = files.map((file) => inspectedFile(file));
  output.text(
    values.json ? `${JSON.stringify(inspectJson(inspected), null, 2)}\n` : inspectText(inspected, words),
  );
  return files.some((file) => file.counts.records > 0) ? exitCode.fine : exitCode.noInput;
};
