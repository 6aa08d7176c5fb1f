import { EventCollector, wholeNumber } from '../evtx/event-collector.ts';
import type { EventGapReason, EventReading, EventReadingOptions } from '../evtx/event-reading.ts';
import { eventTime } from '../evtx/event-time.ts';
import { readingLimits } from '../limits.ts';
import { meansNothing, readBetween } from './between-events.ts';
import { EventElement } from './event-element.ts';
import { decidedLength, findMarker } from './event-markers.ts';

type State = 'between' | 'comment' | 'inside' | 'skipping' | 'stopped';

const eventSchema = 'schemas.microsoft.com/win/2004/08/events/event';

/** How far the end of an event's own tag is looked for; a tag without one must not be searched again and again. */
const longestTag = 1024;

/**
 * Takes the text of an Event XML file piece by piece: Event Viewer's `<Events>`, the rootless output of wevtutil, or
 * events pasted one after the other. What lies between events is passed over and counted; a broken event is counted
 * and the reading goes on with the next one.
 */
export class EventXmlScan {
  readonly #collector: EventCollector;
  #state: State = 'between';
  #text = '';
  readonly #event = new EventElement();
  /** Events begun so far; the number of an event counts from 1. */
  #begun = 0;
  #elements = 0;
  #references = 0;
  #openRoots = 0;
  #inJunk = false;

  constructor(options: EventReadingOptions) {
    this.#collector = new EventCollector(options);
  }

  push(piece: string): void {
    if (this.#state === 'stopped') return;
    this.#countReferences(piece);
    this.#text += piece;
    this.#advance(false);
  }

  /** Bytes of the last piece were no text; they appear as U+FFFD. */
  damagedText(count: number): void {
    if (this.#state !== 'stopped') this.#collector.gap('damaged-text', this.#where(), true, count);
  }

  /** Nothing can be read of a file in this encoding. */
  foreignEncoding(encoding: string): void {
    this.#collector.gap('encoding', encoding);
    this.#state = 'stopped';
  }

  finish(): EventReading {
    this.#advance(true);
    if (this.#state === 'inside') this.#collector.gap('truncated', this.#where());
    else if (this.#state === 'comment' || (this.#state !== 'stopped' && this.#openRoots > 0)) {
      this.#collector.gap('truncated', this.#whereBetween());
    }
    return this.#collector.reading();
  }

  #advance(last: boolean): void {
    for (let at: number | null = 0; at !== null; ) at = this.#step(at, last);
  }

  /** Goes on from `at`; null when more text is needed. */
  #step(at: number, last: boolean): number | null {
    switch (this.#state) {
      case 'between':
        return this.#between(at, last);
      case 'comment':
        return this.#comment(at);
      case 'inside':
      case 'skipping':
        return this.#within(at, last);
      case 'stopped':
        return null;
    }
  }

  /** Leaves the text from `at` on for the next piece. */
  #wait(at: number): null {
    this.#text = this.#text.slice(at);
    return null;
  }

  #stop(reason: EventGapReason): null {
    this.#collector.gap(reason, this.#where());
    this.#state = 'stopped';
    this.#text = '';
    return null;
  }

  #where(): string {
    return `event ${this.#begun}`;
  }

  #whereBetween(): string {
    return this.#begun === 0 ? 'before event 1' : `after event ${this.#begun}`;
  }

  #between(at: number, last: boolean): number | null {
    const text = this.#text;
    const tag = text.indexOf('<', at);
    const before = text.slice(at, tag < 0 ? text.length : tag);
    if (!meansNothing(before)) this.#junk();
    if (tag < 0) return this.#wait(text.length);
    const found = readBetween(text, tag, last);
    switch (found.kind) {
      case 'more':
        return this.#wait(tag);
      case 'refused':
        return this.#stop('refused');
      case 'event':
        return this.#begin(tag);
      case 'junk':
        this.#junk();
        return tag + found.length;
      case 'root-start':
        this.#openRoots++;
        break;
      case 'root-end':
        // The end of a log that never began: its first events are in another part of the file.
        if (this.#openRoots === 0) this.#collector.gap('truncated', 'before event 1');
        else this.#openRoots--;
        break;
      case 'comment':
        this.#state = 'comment';
        break;
      case 'nothing':
        break;
    }
    this.#inJunk = false;
    return tag + found.length;
  }

  /** One stretch of junk, however long and in how many pieces it comes, is one gap. */
  #junk(): void {
    if (!this.#inJunk) this.#collector.gap('junk', this.#whereBetween(), true);
    this.#inJunk = true;
  }

  #comment(at: number): number | null {
    const end = this.#text.indexOf('-->', at);
    if (end < 0) return this.#wait(Math.max(at, this.#text.length - 2));
    this.#state = 'between';
    return end + 3;
  }

  #begin(at: number): number {
    this.#begun++;
    this.#inJunk = false;
    this.#event.reset();
    this.#state = 'inside';
    // The opening bracket, so that the search for the next event does not find this one again.
    this.#event.write('<');
    return at + 1;
  }

  /** Inside an event, or on the way to the end of a broken one. */
  #within(at: number, last: boolean): number | null {
    const text = this.#text;
    const end = decidedLength(text, last);
    const marker = findMarker(text, at, end);
    if (marker === null) {
      this.#feed(text.slice(at, end));
      return this.#state === 'between' ? end : this.#wait(end);
    }
    const tag = text.slice(marker.at, marker.at + longestTag);
    const closing = tag.indexOf('>');
    if (closing < 0 && !last && tag.length < longestTag) {
      this.#feed(text.slice(at, marker.at));
      return this.#state === 'between' ? marker.at : this.#wait(marker.at);
    }
    const behind = marker.at + (closing < 0 ? tag.length : closing + 1);
    if (marker.kind === 'end') {
      this.#feed(text.slice(at, behind));
      if (this.#state === 'skipping') this.#state = 'between';
      return behind;
    }
    this.#feed(text.slice(at, marker.at));
    if (this.#state === 'inside' && !this.#beginsAnew(text.slice(marker.at, behind))) {
      this.#feed(text.slice(marker.at, behind));
      return behind;
    }
    if (this.#state === 'inside') this.#collector.gap('event-content', this.#where());
    if (this.#state !== 'stopped') this.#state = 'between';
    return marker.at;
  }

  /** The end tag of an event may be missing; only user data may hold elements that happen to have the same name. */
  #beginsAnew(tag: string): boolean {
    return !this.#event.inUserData || tag.includes(eventSchema);
  }

  #feed(text: string): void {
    if (this.#state !== 'inside') return;
    this.#event.write(text);
    const { failure, complete } = this.#event;
    if (failure === 'refused') this.#stop('refused');
    else if (failure !== null) {
      this.#collector.gap(failure, this.#where());
      this.#state = 'skipping';
    } else if (complete) this.#finishEvent();
  }

  #finishEvent(): void {
    const { fields, data, message, oddCharacters, elements } = this.#event;
    this.#state = 'between';
    this.#elements += elements;
    const id = wholeNumber(fields.get('id'));
    if (id === null) this.#collector.gap('event-content', this.#where());
    else {
      if (oddCharacters > 0) this.#collector.gap('damaged-text', this.#where(), true, oddCharacters);
      const provider = fields.get('provider') ?? fields.get('providerGuid') ?? '';
      const time = eventTime(fields.get('time') ?? '');
      const recordId = wholeText(fields.get('recordId'));
      this.#collector.computer(fields.get('computer') ?? '');
      if (!this.#collector.wants(provider, id)) this.#collector.counted(provider, id, time);
      else {
        const draft = {
          provider,
          id,
          recordId,
          qualifiers: fields.get('qualifiers'),
          level: fields.get('level'),
          time,
          channel: fields.get('channel'),
          computer: fields.get('computer'),
          message,
          data,
        };
        this.#collector.built(draft, recordId === undefined ? this.#where() : `record ${recordId}`, time);
      }
    }
    if (this.#elements > readingLimits.xmlElements) this.#stop('limit');
  }

  #countReferences(piece: string): void {
    for (let at = piece.indexOf('&#'); at >= 0; at = piece.indexOf('&#', at + 2)) this.#references++;
    if (this.#references > readingLimits.characterReferences) this.#stop('limit');
  }
}

/** A record id is a 64-bit number, kept as text. */
function wholeText(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{1,20}$/.test(text) ? text : undefined;
}
