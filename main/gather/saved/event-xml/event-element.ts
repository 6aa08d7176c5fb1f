import { SaxesParser } from 'saxes';
import {
  attributeField,
  contentField,
  type EventField,
  type EventPlace,
  isDataLeaf,
  placeInside,
} from '../evtx/event-place.ts';
import { readingLimits } from '../limits.ts';

export type ElementFailure = 'event-content' | 'refused' | 'limit';

interface OpenElement {
  readonly name: string;
  /** Where the element itself stands. */
  readonly place: EventPlace;
  text: string;
  hasChildren: boolean;
}

/** Errors after which the text is what the file says all the same: characters that XML has no room for. */
const harmlessErrors = ['disallowed character.', 'malformed character entity.'];

/**
 * Reads the text of `<Event>` elements, one after the other, each as a document of its own, so that a broken one cannot
 * take the others with it. The namespace is not asked for, as pasted events often lost it.
 */
export class EventElement {
  readonly fields = new Map<EventField, string>();
  /** A new list for each event. */
  data: string[] = [];
  /** RenderingInfo/Message, in the language of the machine that exported the log. */
  message: string | null = null;
  /** Characters that XML does not allow, kept as they were. */
  oddCharacters = 0;
  #failure: ElementFailure | null = null;
  #complete = false;
  #attributes = 0;
  #elements = 0;
  #characters = 0;
  #open: OpenElement[] = [];
  #resetting = false;
  readonly #xml = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });

  constructor() {
    const xml = this.#xml;
    xml.on('opentagstart', () => {
      this.#attributes = 0;
    });
    xml.on('attribute', () => {
      if (++this.#attributes > readingLimits.xmlAttributes) this.#fail('limit');
    });
    xml.on('opentag', (tag) => this.#opened(tag.name, tag.attributes));
    xml.on('closetag', () => this.#closed());
    xml.on('text', (text) => this.#text(text));
    xml.on('cdata', (text) => this.#text(text));
    xml.on('doctype', () => this.#fail('refused'));
    xml.on('processinginstruction', () => this.#fail('refused'));
    xml.on('error', (error) => {
      if (this.#resetting) return;
      if (error.message.endsWith('doctype declaration.')) this.#fail('refused');
      else if (harmlessErrors.some((harmless) => error.message.endsWith(harmless))) this.oddCharacters++;
      else this.#fail('event-content');
    });
  }

  /** Why the event was given up, be it at its own end tag; nothing more is then read of it. */
  get failure(): ElementFailure | null {
    return this.#failure;
  }

  /** The end tag of the event was read. */
  get complete(): boolean {
    return this.#complete;
  }

  get elements(): number {
    return this.#elements;
  }

  /** Inside UserData an element may be named `Event` without being one. */
  get inUserData(): boolean {
    return this.#open.some(({ name, place }) => place === 'event' && name === 'UserData');
  }

  /** Forgets the event before, however it ended. */
  reset(): void {
    this.#resetting = true;
    this.#xml.close();
    this.#resetting = false;
    this.fields.clear();
    this.data = [];
    this.message = null;
    this.oddCharacters = 0;
    this.#failure = null;
    this.#complete = false;
    this.#elements = 0;
    this.#characters = 0;
    this.#open = [];
  }

  write(text: string): void {
    if (this.#failure !== null || this.#complete) return;
    this.#characters += text.length;
    try {
      if (this.#characters > readingLimits.textCharacters) this.#fail('limit');
      this.#xml.write(text);
    } catch (error) {
      if (!(error instanceof EventGivenUp)) throw error;
    }
  }

  #opened(name: string, attributes: Record<string, string>): void {
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.hasChildren = true;
    const place = parent === undefined ? 'document' : placeInside(parent.place, parent.name);
    this.#elements++;
    this.#open.push({ name, place, text: '', hasChildren: false });
    if (this.#open.length > readingLimits.xmlDepth) this.#fail('limit');
    if (place !== 'system') return;
    for (const attribute of Object.keys(attributes)) {
      this.#field(attributeField(place, name, attribute), attributes[attribute] ?? '');
    }
  }

  #closed(): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    const { name, place, text, hasChildren } = element;
    if (this.#open.length === 0) this.#complete = true;
    else if (hasChildren) return;
    else if (place === 'system') this.#field(contentField(place, name), text);
    else if (isDataLeaf(place, name)) this.data.push(text);
    else if (name === 'Message' && this.#open.length === 2 && this.#open[1]?.name === 'RenderingInfo') {
      this.message ??= text;
    }
  }

  #text(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += text;
  }

  #field(field: EventField | undefined, text: string): void {
    if (field !== undefined && !this.fields.has(field)) this.fields.set(field, text.trim());
  }

  #fail(failure: ElementFailure): never {
    this.#failure ??= failure;
    throw new EventGivenUp();
  }
}

/** Takes the way out of the parser's callbacks, as it would go on to the end of the text it was given. */
class EventGivenUp extends Error {}
