import type { NotReadCode } from '../../domain/reading.ts';

/** Ends the reading of one file; what was delivered before stays. Never leaves `gather/saved`. */
export class StopReading extends Error {
  readonly code: NotReadCode;

  constructor(code: NotReadCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The file asks for more than our limit allows; `limit` and `what` go into the sentence the administrator reads. */
export function overLimit(limit: number, what: string): StopReading {
  return new StopReading('limit', `more than ${limit} ${what}`);
}
