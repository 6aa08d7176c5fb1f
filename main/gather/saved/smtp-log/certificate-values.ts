import type { LoggedCertificate } from '../../../domain/smtp-session.ts';
import { normaliseThumbprint } from '../../../domain/thumbprint.ts';
import type { CertificateField } from './certificate-labels.ts';
import { beginsDate, parseLogDates } from './log-date.ts';
import { type NamePair, splitNames } from './name-boundary.ts';
import { isRedacted, knownDistinguishedName, knownNames, knownSerialNumber } from './redaction.ts';

export const unknownCertificate: LoggedCertificate = {
  thumbprint: null,
  subject: null,
  issuer: null,
  serialNumber: null,
  notBefore: null,
  notAfter: null,
  names: [],
};

/** One value of the form with a row for each field. */
export function certificateValue(field: CertificateField, data: string): Partial<LoggedCertificate> {
  switch (field) {
    case 'subject':
      return { subject: knownDistinguishedName(data) };
    case 'issuer':
      return { issuer: knownDistinguishedName(data) };
    case 'serialNumber':
      return { serialNumber: knownSerialNumber(data) };
    case 'thumbprint':
      return { thumbprint: normaliseThumbprint(data) };
    case 'notBefore':
      return { notBefore: parseLogDates([data])[0] ?? null };
    case 'notAfter':
      return { notAfter: parseLogDates([data])[0] ?? null };
    case 'names':
      return { names: knownNames(data) };
  }
}

const canonicalOrder: readonly CertificateField[] = [
  'subject',
  'issuer',
  'serialNumber',
  'thumbprint',
  'notBefore',
  'notAfter',
  'names',
];

interface Word {
  readonly text: string;
  readonly start: number;
}

/**
 * Splits all values of a certificate joined by blanks, from the right: names, two dates, the thumbprint directly before
 * them, the serial number, and what is left is subject and issuer. A value that cannot be told from its neighbours is
 * unknown. Null when nothing at all could be told, or the labels are in an order nobody has seen.
 */
export function splitCertificateValues(
  fields: readonly CertificateField[],
  data: string,
): LoggedCertificate | null {
  if (fields.length === 1)
    return { ...unknownCertificate, ...certificateValue(fields[0] as CertificateField, data) };
  if (!isCanonical(fields)) return null;
  const words = wordsOf(data);
  const dated = fields.includes('notBefore');
  const tail = dated ? findDates(words) : findThumbprintBeforeNames(words);
  if (tail === null) return onlyNames(words);
  const identity = readIdentity(words, tail.before);
  return {
    ...unknownCertificate,
    thumbprint: identity.thumbprint,
    serialNumber: identity.serialNumber,
    notBefore: tail.notBefore,
    notAfter: tail.notAfter,
    names: knownNames(joined(words.slice(tail.namesFrom))),
    ...namesOfHead(data, words, identity.headEnd),
  };
}

function isCanonical(fields: readonly CertificateField[]): boolean {
  const places = fields.map((field) => canonicalOrder.indexOf(field));
  const ascending = places.every((place, index) => index === 0 || place > (places[index - 1] as number));
  return (
    ascending &&
    ['subject', 'issuer', 'serialNumber', 'thumbprint', 'names'].every((field) =>
      fields.includes(field as CertificateField),
    )
  );
}

/** Some cultures print blanks inside a date: `6. 8. 2021 13:57:31`, `2021. 08. 06. 13:57:31`. */
const dayOrMonth = /^\d{1,4}\.(?:\d{1,2}\.){0,2}$/;
const restOfDate = /^(?:\d{1,4}\.?$|\d{1,2}:\d{2})/;

function wordsOf(data: string): readonly Word[] {
  const words: Word[] = [];
  for (let start = 0; start < data.length; ) {
    const blank = data.indexOf(' ', start);
    const end = blank < 0 ? data.length : blank;
    const text = data.slice(start, end);
    const previous = words.at(-1);
    if (previous !== undefined && dayOrMonth.test(previous.text) && restOfDate.test(text))
      words[words.length - 1] = { text: previous.text + text, start: previous.start };
    else if (end > start) words.push({ text, start });
    start = end + 1;
  }
  return words;
}

/** What stands behind the thumbprint; `before` is the word that should be the thumbprint, or -1 when it is missing. */
interface Tail {
  readonly before: number;
  readonly namesFrom: number;
  readonly notBefore: string | null;
  readonly notAfter: string | null;
}

const mostWordsOfDate = 4;

/** Two dates of as many words, followed by at most one word of names; the pair behind a thumbprint if there is one. */
function findDates(words: readonly Word[]): Tail | null {
  const starts = words.flatMap(({ text }, index) => (beginsDate(text) ? [index] : []));
  const tails = starts.slice(-3).flatMap((first, index, last) => {
    const second = last[index + 1];
    if (second === undefined || second - first > mostWordsOfDate) return [];
    const namesFrom = second + (second - first);
    if (namesFrom > words.length || !areNames(words, namesFrom)) return [];
    const dates = [joined(words.slice(first, second)), joined(words.slice(second, namesFrom))];
    const [notBefore = null, notAfter = null] = parseLogDates(dates);
    return [{ before: first - 1, namesFrom, notBefore, notAfter }];
  });
  return tails.find(({ before }) => isThumbprint(words[before])) ?? tails.at(-1) ?? null;
}

/** Builds between wrote no dates; the last 40 hex digits, because a serial number may be 40 hex digits too. */
function findThumbprintBeforeNames(words: readonly Word[]): Tail | null {
  const last = words.length - 1;
  const before = [last, last - 1].find((at) => isThumbprint(words[at]) && areNames(words, at + 1));
  return before === undefined ? null : { before, namesFrom: before + 1, notBefore: null, notAfter: null };
}

/** Exchange joins the names with semicolons, so that they are one word, or none. */
function areNames(words: readonly Word[], from: number): boolean {
  return from >= words.length - 1 && words[from]?.text.includes('=') !== true;
}

function isThumbprint(word: Word | undefined): boolean {
  return word !== undefined && /^[0-9A-F]{40}$/i.test(word.text);
}

interface Identity {
  readonly thumbprint: string | null;
  readonly serialNumber: string | null;
  /** Index of the first word that is no longer part of the names, or -1 when that is unknown. */
  readonly headEnd: number;
}

/**
 * Thumbprint and serial number prove each other: with one of them taken out of the log, nobody could say which one is
 * left, unless the gap is marked.
 */
function readIdentity(words: readonly Word[], at: number): Identity {
  const [thumbprint, serial] = [words[at], words[at - 1]];
  const unknown: Identity = { thumbprint: null, serialNumber: null, headEnd: -1 };
  if (thumbprint === undefined || serial === undefined) return unknown;
  const serialNumber = knownSerialNumber(serial.text);
  if (isThumbprint(thumbprint)) {
    if (serialNumber === null && !isRedacted(serial.text)) return { ...unknown, headEnd: at };
    return { thumbprint: thumbprint.text.toUpperCase(), serialNumber, headEnd: at - 1 };
  }
  return isRedacted(thumbprint.text) && serialNumber !== null
    ? { thumbprint: null, serialNumber, headEnd: at - 1 }
    : unknown;
}

function namesOfHead(
  data: string,
  words: readonly Word[],
  headEnd: number,
): { subject: string | null; issuer: string | null } {
  const end = words[headEnd]?.start;
  if (headEnd < 0 || end === undefined) return { subject: null, issuer: null };
  const pair: NamePair | null = splitNames(data.slice(0, end)) ?? withoutSubject(data, end);
  if (pair === null) return { subject: null, issuer: null };
  return { subject: knownDistinguishedName(pair.subject), issuer: knownDistinguishedName(pair.issuer) };
}

/** Every value has a blank before it, so that an empty subject leaves two at the beginning. */
function withoutSubject(data: string, end: number): NamePair | null {
  return /^ {2}\S/.test(data) ? { subject: '', issuer: data.slice(0, end).trim() } : null;
}

/** A list with semicolons at the end can only be the names, whatever else was cut away. */
function onlyNames(words: readonly Word[]): LoggedCertificate | null {
  const last = words.at(-1)?.text ?? '';
  const names = last.includes(';') && areNames(words, words.length - 1) ? knownNames(last) : [];
  return names.length === 0 ? null : { ...unknownCertificate, names };
}

function joined(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(' ');
}
