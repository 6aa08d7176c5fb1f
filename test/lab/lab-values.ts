import type { PlainInput } from '../../main/exchange/plain.ts';
import { isPlainObject, type Plain, type PlainObject } from '../../main/exchange/plain.ts';

/** How the lab's endpoint presents enumerations; real ones come in both ways (exchange.md 1.5). */
export type Enumerations = 'numbers' | 'names';

/** A record for the engine, which makes .NET objects of it: see `engine/LabJson.cs`. */
export function toEngine(record: PlainObject, cmdlet: string, enumerations: Enumerations): unknown {
  const der = record.properties.get('RawData');
  if (cmdlet !== 'Get-ExchangeCertificate' || !(der instanceof Uint8Array)) {
    return engineValue(record, enumerations);
  }
  const properties = [...record.properties].map(([name, value]) => [name, engineValue(value, enumerations)]);
  return { $certificate: base64(der), properties: Object.fromEntries(properties) };
}

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/u;

function engineValue(value: Plain, enumerations: Enumerations): unknown {
  if (typeof value === 'string' && isoTime.test(value)) return { $date: value };
  if (value instanceof Uint8Array) return { $bytes: base64(value) };
  if (typeof value === 'bigint') return Number(value);
  if (!isPlainObject(value)) return value;
  if (value.items !== null) return value.items.map((item) => engineValue(item, enumerations));
  if (typeof value.value === 'number' && enumerations === 'names') return value.text;
  const properties = [...value.properties].map(([name, held]) => [name, engineValue(held, enumerations)]);
  return {
    $object: {
      types: value.typeNames,
      text: value.text,
      value: value.value,
      properties: Object.fromEntries(properties),
    },
  };
}

/** A parameter as the command received it. */
export function fromEngine(value: unknown): PlainInput {
  if (Array.isArray(value)) return value.map(fromEngine);
  if (typeof value !== 'object' || value === null) return value as PlainInput;
  const tagged = value as Readonly<Record<string, string>>;
  if (tagged['$date'] !== undefined) return tagged['$date'];
  if (tagged['$secret'] !== undefined) return tagged['$secret'];
  if (tagged['$bytes'] !== undefined) return new Uint8Array(Buffer.from(tagged['$bytes'], 'base64'));
  if (tagged['$units'] !== undefined) return Buffer.from(tagged['$units'], 'base64').toString('utf16le');
  throw new TypeError('the engine sent a value of an unknown form');
}

/** Text for the engine unit by unit: JSON readers refuse half a surrogate pair. */
export function unitsOf(text: string): object {
  return { $units: Buffer.from(text, 'utf16le').toString('base64') };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
