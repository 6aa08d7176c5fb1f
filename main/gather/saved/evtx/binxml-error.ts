/** Why the content of a record was given up: it makes no sense, or making sense of it would cost too much. */
export type BinXmlFailure = 'record-content' | 'limit';

/** Thrown and caught inside this folder only; ends the reading of one record, never of a file. */
export class BinXmlError extends Error {
  readonly failure: BinXmlFailure;

  constructor(failure: BinXmlFailure) {
    super(failure);
    this.failure = failure;
  }
}
