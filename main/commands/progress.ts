import type { ReadingProgress } from '../gather/saved/worker/read-in-threads.ts';
import { clippedText } from '../report/visible-text.ts';
import type { CommandOutput } from './command.ts';

/** Tells on standard error how far a file has come, once a second and only for files that take longer than that. */
export function readingProgress(output: CommandOutput): (progress: ReadingProgress) => void {
  let current = '';
  let told = 0;
  let furthest = 0;
  return ({ path, bytes, size, file, files }) => {
    const now = performance.now();
    if (path !== current) {
      current = path;
      told = now;
      furthest = 0;
      return;
    }
    // Some formats are read twice; the second time is not worth telling from the start again.
    furthest = Math.max(furthest, bytes);
    if (now - told < 1000) return;
    told = now;
    const percent = size === 0 ? '' : `, ${Math.floor((100 * furthest) / size)} %`;
    output.note(`rootcause: reading ${clippedText(path, 100)}${percent} (file ${file} of ${files})\n`);
  };
}
