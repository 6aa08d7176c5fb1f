import { isPlainObject, type Plain, type PlainObject } from '../../../../main/exchange/plain.ts';
import { ba, ClixmlWriter, document, dt, element, b as flag, i32, nil, s } from '../clixml-writer.ts';

const isoTime = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/u;

/** `... | Export-Clixml`: the answer of a cmdlet as a file; `computer` is what Invoke-Command adds to every record. */
export function clixmlExport(records: readonly PlainObject[], computer: string | null = null): string {
  const writer = new ClixmlWriter();
  return document(
    ...records.map((record) =>
      writer.object({
        types: record.typeNames,
        ...(record.text === null ? {} : { text: record.text }),
        props: [...record.properties].map(([name, value]) => property(writer, name, value)),
        ...(computer === null ? {} : { members: [s('PSComputerName', computer)] }),
      }),
    ),
  );
}

function property(writer: ClixmlWriter, name: string | undefined, value: Plain): string {
  if (value === null) return name === undefined ? '<Nil />' : nil(name);
  if (isPlainObject(value)) return objectProperty(writer, name, value);
  if (value instanceof Uint8Array) return ba(name ?? '', value);
  switch (typeof value) {
    case 'string':
      return name !== undefined && isoTime.test(value) ? dt(name, value) : s(name, value);
    case 'boolean':
      return flag(name ?? '', value);
    case 'number':
      return i32(name ?? '', value);
    default:
      return element('I64', name, String(value));
  }
}

function objectProperty(writer: ClixmlWriter, name: string | undefined, value: PlainObject): string {
  if (value.items !== null) {
    const list = value.items.map((item) => property(writer, undefined, item));
    return writer.object({ types: ['System.Collections.ArrayList', 'System.Object'], list }, name);
  }
  return writer.object(
    {
      types: value.typeNames,
      ...(value.text === null ? {} : { text: value.text }),
      ...(value.value === null ? {} : { value: `<I32>${String(value.value)}</I32>` }),
      props: [...value.properties].map(([inner, held]) => property(writer, inner, held)),
    },
    name,
  );
}

/** The rows that `Format-List *` prints of a record on an English server in UTC. */
export function printedRows(record: PlainObject): ReadonlyMap<string, string> {
  const rows = [...record.properties].map(([name, value]) => [name, printed(value)] as const);
  return new Map(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function printed(value: Plain): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return isoTime.test(value) ? englishTime(value) : value;
  if (value instanceof Uint8Array) return `{${[...value.subarray(0, 16)].join(', ')}...}`;
  if (!isPlainObject(value)) return String(value);
  if (value.items !== null) return `{${value.items.map((item) => printed(item)).join(', ')}}`;
  return value.text ?? '';
}

function englishTime(iso: string): string {
  const time = new Date(iso);
  const hours = time.getUTCHours();
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${time.getUTCMonth() + 1}/${time.getUTCDate()}/${time.getUTCFullYear()}`;
  const clock = `${hours % 12 === 0 ? 12 : hours % 12}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
  return `${day} ${clock} ${hours < 12 ? 'AM' : 'PM'}`;
}
