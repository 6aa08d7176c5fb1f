import type { Known, Origin } from '../../domain/reading.ts';
import { describeEvent, type TransportEvent } from '../../domain/transport-event.ts';
import { isPlainObject, type Plain, type PlainObject } from '../plain.ts';
import { field, firstField, list, name, number, numberOf, text, textOf } from './fields.ts';
import { utcTime } from './times.ts';

export interface EventRecordShape {
  readonly event: TransportEvent;
  /** Why the insertion strings are not those of the record; null when they are. */
  readonly dataNotRead: Known<string>;
}

/**
 * An event as Get-WinEvent (EventLogRecord) or Get-EventLog (EventLogEntry) answers it; null when it has no source or
 * id. The message is kept and never parsed: it is in the language of the machine that made it.
 */
export function eventRecord(object: PlainObject, origin: Origin): EventRecordShape | null {
  const provider = name(object, 'ProviderName', 'Source');
  const instance = numberOf(firstField(object, ['Id', 'EventID']));
  if (provider === null || instance === null) return null;
  const id = instance & 0xffff;
  const insertion = insertionStrings(object);
  const recordId = name(object, 'RecordId', 'Index');
  return {
    event: {
      recordId,
      provider,
      id,
      qualifiers: qualifiers(object),
      level: level(object),
      time: utcTime(object, 'TimeCreated', 'TimeGenerated', 'TimeWritten'),
      channel: name(object, 'LogName', 'Log'),
      computer: name(object, 'MachineName', 'ComputerName'),
      data: insertion.data,
      message: emptyIsUnknown(text(object, 'Message')),
      ...describeEvent(provider, id, insertion.data),
      origin,
    },
    dataNotRead: insertion.problem,
  };
}

const propertyType = 'System.Diagnostics.Eventing.Reader.EventProperty';

interface InsertionStrings {
  readonly data: readonly string[];
  readonly problem: string | null;
}

function insertionStrings(object: PlainObject): InsertionStrings {
  const replacement = list(object, 'ReplacementStrings');
  const properties = field(object, 'Properties');
  if (properties === undefined || !isPlainObject(properties) || properties.items === null) {
    if (isList(field(object, 'ReplacementStrings'))) return { data: replacement ?? [], problem: null };
    return { data: [], problem: 'the export does not hold the insertion strings of the event' };
  }
  const items = properties.items;
  // Export-Clixml prints what lies deeper than its -Depth: the type's name then stands where the value was.
  if (items.some((item) => textOf(item) === propertyType && !hasValue(item))) {
    return { data: [], problem: 'the insertion strings were cut off by the depth of the export' };
  }
  return { data: items.map((item) => printedValue(item)), problem: null };
}

function isList(value: Plain | undefined): boolean {
  return isPlainObject(value) && value.items !== null;
}

function hasValue(item: Plain): boolean {
  return isPlainObject(item) && field(item, 'Value') !== undefined;
}

/** Binary data prints as hex, as the event's XML has it. */
function printedValue(item: Plain): string {
  const held = isPlainObject(item) ? field(item, 'Value') : undefined;
  const value = held === undefined ? item : held;
  const inner = isPlainObject(value) && value.value instanceof Uint8Array ? value.value : value;
  if (inner instanceof Uint8Array) return Buffer.from(inner).toString('hex').toUpperCase();
  return textOf(inner) ?? '';
}

/** The upper half of the 32-bit event id of classic sources. */
function qualifiers(object: PlainObject): Known<number> {
  const own = number(object, 'Qualifiers');
  if (own !== null) return own;
  const instance = number(object, 'InstanceId');
  return instance === null || instance < 0 ? null : Math.floor(instance / 0x10000) & 0xffff;
}

const entryTypes: ReadonlyMap<string, number> = new Map([
  ['error', 2],
  ['warning', 3],
  ['information', 4],
]);

function level(object: PlainObject): Known<number> {
  const own = number(object, 'Level');
  if (own !== null) return own;
  return entryTypes.get(text(object, 'EntryType')?.toLowerCase() ?? '') ?? null;
}

function emptyIsUnknown(message: Known<string>): Known<string> {
  return message === '' ? null : message;
}
