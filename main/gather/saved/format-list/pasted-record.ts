import type { CommandLine } from './command-line.ts';

/** The text of one property as the screen showed it. */
export interface PastedField {
  readonly text: string;
  /** `whole`; `cut` by the width of a table; `doubtful`: the parts of a wrapped value cannot be joined for sure. */
  readonly state: 'whole' | 'cut' | 'doubtful';
  /** From 1. */
  readonly line: number;
}

/** One object of a pasted list or one row of a pasted table, before anything is known of its kind. */
export interface PastedRecord {
  /** Names in the spelling of Exchange where it is known. */
  readonly fields: ReadonlyMap<string, PastedField>;
  readonly command: CommandLine | null;
  readonly firstLine: number;
  /** Numbers of all its lines. */
  readonly lines: readonly number[];
}

/** What a line turned out to be; every line of the text gets exactly one of these. */
export type LineRole = 'blank' | 'command' | 'record' | 'table-head' | 'other' | 'too-long' | 'broken-row';
