import { type DateNumbers, type DateOrder, dateNumbers, readDate } from './read-date.ts';

/** A date of the text and where it stood, for example `line 12`. */
export interface DatedText {
  readonly text: string;
  readonly place: string;
}

export interface DatePair {
  readonly notBefore: DatedText;
  readonly notAfter: DatedText;
}

export interface OrderEvidence {
  readonly order: DateOrder;
  /** The place of the date that decided, for example `line 12`. */
  readonly decidedBy: string;
}

/**
 * What the dates of one text tell about the order of day and month, for each style (separator and clock) on its own:
 * a number above 12 can only be a day, and a certificate cannot end before it begins. A style whose dates contradict
 * each other (two servers in one mail) decides nothing.
 */
export function dateOrders(
  dates: readonly DatedText[],
  pairs: readonly DatePair[],
): ReadonlyMap<string, OrderEvidence> {
  const found = new Map<string, OrderEvidence | null>();
  for (const date of dates) {
    const numbers = dateNumbers(date.text);
    if (numbers === null || numbers.order !== null) continue;
    const order = orderOfNumbers(numbers);
    if (order !== null) note(found, numbers.style, { order, decidedBy: date.place });
  }
  for (const { notBefore, notAfter } of pairs) {
    const numbers = dateNumbers(notAfter.text);
    if (numbers === null || numbers.style !== dateNumbers(notBefore.text)?.style) continue;
    const dayFirst = inOrder(notBefore.text, notAfter.text, 'day-first');
    const monthFirst = inOrder(notBefore.text, notAfter.text, 'month-first');
    if (dayFirst === monthFirst) continue;
    const order: DateOrder = dayFirst ? 'day-first' : 'month-first';
    note(found, numbers.style, { order, decidedBy: notAfter.place });
  }
  const decided = new Map<string, OrderEvidence>();
  for (const [style, evidence] of found) if (evidence !== null) decided.set(style, evidence);
  return decided;
}

function orderOfNumbers({ first, second }: DateNumbers): DateOrder | null {
  if (first > 12 && second <= 12) return 'day-first';
  if (second > 12 && first <= 12) return 'month-first';
  return null;
}

function inOrder(from: string, to: string, order: DateOrder): boolean {
  const begin = readDate(from, order);
  const end = readDate(to, order);
  return begin !== null && end !== null && 'iso' in begin && 'iso' in end && begin.iso <= end.iso;
}

function note(found: Map<string, OrderEvidence | null>, style: string, evidence: OrderEvidence): void {
  const known = found.get(style);
  if (known === undefined) found.set(style, evidence);
  else if (known !== null && known.order !== evidence.order) found.set(style, null);
}
