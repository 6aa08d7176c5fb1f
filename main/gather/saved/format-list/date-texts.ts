import { type DatedText, type DatePair, dateOrders, type OrderEvidence } from './date-order.ts';
import { dateProperties } from './field-values.ts';
import type { PastedField, PastedRecord } from './pasted-record.ts';
import { type DateReading, dateNumbers, readDate } from './read-date.ts';

/** A date of a pasted object, with both readings where day and month cannot be told apart. */
export interface TextDate {
  readonly property: string;
  /** As it stood in the text. */
  readonly text: string;
  readonly reading: DateReading;
  /** The place of another date that decided the order of day and month, or null when none was needed or found. */
  readonly decidedBy: string | null;
}

/** All dates of one text, so that one of them can decide the order of day and month for the others. */
export class DateTexts {
  readonly #orders: ReadonlyMap<string, OrderEvidence>;

  constructor(records: readonly PastedRecord[]) {
    const dates: DatedText[] = [];
    const pairs: DatePair[] = [];
    for (const { fields } of records) {
      for (const [name, field] of fields) if (dateProperties.has(name)) dates.push(datedText(field));
      const [notBefore, notAfter] = [fields.get('NotBefore'), fields.get('NotAfter')];
      if (notBefore !== undefined && notAfter !== undefined) {
        pairs.push({ notBefore: datedText(notBefore), notAfter: datedText(notAfter) });
      }
    }
    this.#orders = dateOrders(dates, pairs);
  }

  /** Null when the text is no date of a form we know. */
  read(property: string, text: string): TextDate | null {
    const numbers = dateNumbers(text);
    if (numbers === null) return null;
    const alone = readDate(text);
    if (alone === null || 'iso' in alone) {
      return alone === null ? null : { property, text, reading: inUtc(property, alone), decidedBy: null };
    }
    const evidence = this.#orders.get(numbers.style);
    const decided = evidence === undefined ? null : readDate(text, evidence.order);
    const reading = inUtc(property, decided ?? alone);
    return { property, text, reading, decidedBy: decided === null ? null : (evidence?.decidedBy ?? null) };
  }
}

function datedText({ text, line }: PastedField): DatedText {
  return { text, place: `line ${line}` };
}

/** `WhenChangedUTC` names its zone in the property instead of the value. */
function inUtc(property: string, reading: DateReading): DateReading {
  if (reading.zone === 'utc' || !property.endsWith('UTC')) return reading;
  if ('iso' in reading) return { iso: `${reading.iso}Z`, zone: 'utc' };
  return { ambiguous: reading.ambiguous.map((iso) => `${iso}Z`), zone: 'utc' };
}
