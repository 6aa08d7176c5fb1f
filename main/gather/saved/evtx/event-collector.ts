import { describeEvent, type TransportEvent } from '../../../domain/transport-event.ts';
import { readingLimits } from '../limits.ts';
import type { EventGap, EventGapReason, EventReading, EventReadingOptions } from './event-reading.ts';

/** The texts of one event, as either format gives them. */
export interface EventDraft {
  readonly provider: string;
  readonly id: number;
  readonly recordId: string | undefined;
  readonly qualifiers: string | undefined;
  readonly level: string | undefined;
  readonly time: string | null;
  readonly channel: string | undefined;
  readonly computer: string | undefined;
  readonly message: string | null;
  readonly data: readonly string[];
}

/** Counts what a reader finds, keeps or hands over what is wanted, and remembers what was not read. */
export class EventCollector {
  readonly #options: EventReadingOptions;
  readonly #events: TransportEvent[] = [];
  readonly #tally = new Map<string, Map<number, number>>();
  readonly #gaps = new Map<string, EventGap>();
  readonly #computers = new Set<string>();
  #records = 0;
  #built = 0;
  #oldest: string | null = null;
  #newest: string | null = null;

  constructor(options: EventReadingOptions) {
    this.#options = options;
  }

  wants(provider: string, id: number): boolean {
    return this.#options.wanted?.(provider, id) ?? true;
  }

  /** A record of which only provider and id were read, and the ISO time it was written. */
  counted(provider: string, id: number, time: string | null): void {
    this.#records++;
    let ids = this.#tally.get(provider);
    if (ids === undefined) {
      ids = new Map();
      this.#tally.set(provider, ids);
    }
    ids.set(id, (ids.get(id) ?? 0) + 1);
    if (time === null) return;
    if (this.#oldest === null || isEarlier(time, this.#oldest)) this.#oldest = time;
    if (this.#newest === null || isEarlier(this.#newest, time)) this.#newest = time;
  }

  /** A record is of this computer; a hostile file can name any number, of which the first thousand are kept. */
  computer(name: string): void {
    if (name !== '' && this.#computers.size < readingLimits.distinctGaps) this.#computers.add(name);
  }

  /** A wanted record, read in full; one above the limit becomes a gap instead. */
  built(draft: EventDraft, where: string, time: string | null): void {
    if (this.#built >= (this.#options.mostEvents ?? readingLimits.objects)) {
      this.gap('limit', where);
      return;
    }
    this.counted(draft.provider, draft.id, time);
    this.#built++;
    const event = this.#event(draft, where);
    if (this.#options.onEvent === undefined) this.#events.push(event);
    else this.#options.onEvent(event);
  }

  /**
   * Gaps of one reason at one place become one entry with their sum. A hostile file can have gaps at any number of
   * places: those behind the first thousand share one entry for each reason.
   */
  gap(reason: EventGapReason, where: string, stillRead = false, count = 1): void {
    const own = `${reason} ${stillRead} ${where}`;
    const crowded = this.#gaps.size >= readingLimits.distinctGaps && !this.#gaps.has(own);
    const key = crowded ? `${reason} ${stillRead}` : own;
    const before = this.#gaps.get(key)?.count ?? 0;
    const place = crowded ? 'further places' : where;
    this.#gaps.set(key, { reason, count: before + count, where: place, stillRead });
  }

  reading(): EventReading {
    const notRead = [...this.#gaps.values()];
    return {
      events: this.#events,
      tally: [...this.#tally].flatMap(([provider, ids]) =>
        [...ids].map(([id, count]) => ({ provider, id, count })),
      ),
      counts: {
        records: this.#records,
        built: this.#built,
        notRead: notRead.reduce((sum, gap) => sum + gap.count, 0),
      },
      notRead,
      complete: notRead.length === 0,
      computers: [...this.#computers],
      oldest: this.#oldest,
      newest: this.#newest,
    };
  }

  #event(draft: EventDraft, where: string): TransportEvent {
    const { provider, id } = draft;
    const data = draft.data.map(lineFeedsOnly);
    const { meaning, subject } = describeEvent(provider, id, data);
    return {
      recordId: draft.recordId ?? null,
      provider,
      id,
      qualifiers: wholeNumber(draft.qualifiers),
      level: wholeNumber(draft.level),
      time: draft.time,
      channel: draft.channel ?? null,
      computer: draft.computer ?? null,
      data,
      message: draft.message,
      meaning,
      subject,
      origin: { source: this.#options.source, where },
    };
  }
}

/** XML cannot tell CR LF from LF (XML 1.0 section 2.11); the same event must read the same from either format. */
function lineFeedsOnly(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
}

/** Expanded years (`+012345-...`) are later than all others, though `+` sorts before digits. */
function isEarlier(a: string, b: string): boolean {
  return a.length === b.length ? a < b : a.length < b.length;
}

/** A number of at most ten digits, or null. */
export function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;
}
