import { diagnose } from '../judge/diagnose.ts';
import { isStoryName, storyList } from '../practice/stories/index.ts';
import { wordsIn } from '../report/words.ts';
import { type Command, exitCode } from './command.ts';
import { gatherStory } from './practice-story.ts';
import { printDiagnosis } from './print-diagnosis.ts';
import { parseLanguage, parseOptions, UsageError } from './usage.ts';

/** `rootcause practice`: the diagnosis of a make-believe organisation, read through the same door as a live one. */
export const practiceCommand: Command = async (args, output) => {
  const { values, positionals } = parseOptions(args, {
    story: { type: 'string', default: storyList[0]?.name ?? '' },
    list: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    lang: { type: 'string' },
  });
  if (positionals.length > 0)
    throw new UsageError(`practice: '${positionals[0]}' is no option; name a story with --story`);
  const words = wordsIn(parseLanguage(values.lang));
  if (values.list) {
    output.text(
      storyList.map(({ name, description }) => `${name.padEnd(22)}${words(description)}\n`).join(''),
    );
    return exitCode.fine;
  }
  if (!isStoryName(values.story)) {
    throw new UsageError(
      `--story: '${values.story}' is not one of ${storyList.map(({ name }) => name).join(', ')}`,
    );
  }
  output.note(`${words('label.practice', { story: values.story })}\n\n`);
  const { snapshot, context } = await gatherStory(values.story, Date.now());
  return printDiagnosis(diagnose(snapshot, context), { json: values.json, words, output });
};
