import type { SavedFile } from '../saved-file.ts';

/** Which events of a log are built: those a diagnosis can use, or all. */
export type EventChoice = 'wanted' | 'all';

/** What the reading thread is asked: one file at a time. */
export interface ReadRequest {
  readonly path: string;
  readonly events: EventChoice;
}

/** What it answers: bytes as they are read, and at the end the file. */
export type ReadReport =
  | { readonly bytes: number; readonly size: number }
  | { readonly file: SavedFile }
  /** A fault of the reader itself: the file is to blame, the next one is not. */
  | { readonly fault: string };
