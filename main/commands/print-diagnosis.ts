import type { Diagnosis } from '../domain/diagnosis.ts';
import { diagnosisJson } from '../report/json/diagnosis-json.ts';
import { diagnosisText } from '../report/terminal/diagnosis-text.ts';
import { paintFor } from '../report/terminal/paint.ts';
import type { Words } from '../report/words.ts';
import { type CommandOutput, exitCode } from './command.ts';

interface PrintOptions {
  readonly json: boolean;
  readonly words: Words;
  readonly output: CommandOutput;
}

/** Prints a diagnosis in the form asked for and gives the exit code of its verdict. */
export function printDiagnosis(diagnosis: Diagnosis, { json, words, output }: PrintOptions): number {
  if (json) {
    output.text(`${JSON.stringify(diagnosisJson(diagnosis, words), null, 2)}\n`);
  } else {
    const width = Math.min(120, Math.max(60, output.stdout.columns ?? 100));
    output.text(diagnosisText(diagnosis, { words, width, paint: paintFor(output.stdout, process.env) }));
  }
  return exitOf(diagnosis);
}

function exitOf(diagnosis: Diagnosis): number {
  switch (diagnosis.verdict.status) {
    case 'no-problem-found':
      return exitCode.fine;
    case 'problem':
    case 'risk':
      return exitCode.problem;
    case 'cannot-tell':
      return exitCode.cannotTell;
  }
}
