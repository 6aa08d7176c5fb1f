import type { NotReadReason } from '../../../domain/reading.ts';
import { type ReadingLimits, readingLimits } from '../limits.ts';
import { overLimit, StopReading } from '../stop-reading.ts';
import { ByteCursor } from './byte-cursor.ts';
import { byteType, checkPrimitiveCount, readPrimitive, readPrimitiveType } from './nrbf-primitives.ts';
import { type MemberType, readBinaryType, readMemberType, recordType } from './nrbf-types.ts';
import { isNrbfReference, type NrbfStream, type NrbfValue } from './nrbf-values.ts';

export type NrbfResult =
  | { readonly ok: true; readonly stream: NrbfStream }
  | { readonly ok: false; readonly problem: NotReadReason };

/**
 * Reads a stream that .NET's BinaryFormatter wrote ([MS-NRBF]) into a table of plain values. Creates no object of any
 * named class, follows no surrogate and calls nothing, so the danger of the format does not exist here; depth, count and
 * size are bounded. Never throws for what the bytes say.
 */
export function readNrbf(bytes: Uint8Array, limits: ReadingLimits = readingLimits): NrbfResult {
  try {
    if (bytes.length > limits.binaryBytes) throw overLimit(limits.binaryBytes, 'bytes of serialised data');
    return { ok: true, stream: new NrbfReader(bytes, limits).read() };
  } catch (error) {
    if (!(error instanceof StopReading)) throw error;
    return { ok: false, problem: { code: error.code, detail: error.message } };
  }
}

interface ClassShape {
  readonly className: string;
  readonly members: readonly { readonly name: string; readonly type: MemberType }[];
}

/** Fills `count` places with one null record, as [MS-NRBF] 2.5.5 and 2.5.6 do. */
interface NullRun {
  readonly nulls: number;
}

class NrbfReader {
  readonly #cursor: ByteCursor;
  readonly #limits: ReadingLimits;
  readonly #objects = new Map<number, NrbfValue>();
  readonly #classes = new Map<number, ClassShape>();
  #records = 0;
  #items = 0;

  constructor(bytes: Uint8Array, limits: ReadingLimits) {
    this.#cursor = new ByteCursor(bytes);
    this.#limits = limits;
  }

  read(): NrbfStream {
    const root = this.#header();
    for (;;) {
      const type = this.#cursor.u8();
      if (type === recordType.messageEnd) break;
      this.#record(type, 0);
    }
    const objects = this.#objects;
    if (!objects.has(root)) throw new StopReading('damaged', 'the stream does not hold its own root object');
    return {
      root: { kind: 'reference', id: root },
      resolve(value) {
        let current = value;
        for (let steps = 0; isNrbfReference(current); steps++) {
          if (steps > objects.size) return undefined;
          current = objects.get(current.id);
        }
        return current;
      },
    };
  }

  /** SerializationHeaderRecord, [MS-NRBF] 2.6.1. */
  #header(): number {
    if (this.#cursor.u8() !== recordType.header) {
      throw new StopReading('damaged', 'the data does not begin like a serialised .NET stream');
    }
    const root = this.#cursor.i32();
    this.#cursor.i32();
    const major = this.#cursor.i32();
    const minor = this.#cursor.i32();
    if (major !== 1 || minor !== 0) {
      throw new StopReading('damaged', `the serialised stream has the version ${major}.${minor}, not 1.0`);
    }
    return root;
  }

  #record(type: number, depth: number): NrbfValue | NullRun {
    if (++this.#records > this.#limits.binaryRecords) {
      throw overLimit(this.#limits.binaryRecords, 'records of serialised data');
    }
    if (depth > this.#limits.binaryDepth) {
      throw overLimit(this.#limits.binaryDepth, 'serialised objects inside each other');
    }
    const cursor = this.#cursor;
    switch (type) {
      case recordType.classWithMembersAndTypes:
      case recordType.systemClassWithMembersAndTypes:
        return this.#classWithTypes(type === recordType.classWithMembersAndTypes, depth);
      case recordType.classWithId:
        return this.#classWithId(depth);
      case recordType.objectString:
        return this.#define(cursor.i32(), cursor.text());
      case recordType.memberPrimitiveTyped:
        return readPrimitive(cursor, readPrimitiveType(cursor));
      case recordType.memberReference:
        return { kind: 'reference', id: cursor.i32() };
      case recordType.objectNull:
        return null;
      case recordType.objectNullMultiple256:
        return { nulls: cursor.u8() };
      case recordType.objectNullMultiple:
        return { nulls: cursor.i32() };
      case recordType.arraySinglePrimitive:
        return this.#primitiveArray();
      case recordType.arraySingleObject:
      case recordType.arraySingleString:
        return this.#singleArray(depth);
      case recordType.binaryArray:
        return this.#binaryArray(depth);
      case recordType.binaryLibrary:
        cursor.i32();
        cursor.text();
        return null;
      default:
        throw new StopReading(
          'damaged',
          `records of type ${type} are not read (byte ${cursor.position - 1})`,
        );
    }
  }

  #classWithTypes(hasLibrary: boolean, depth: number): NrbfValue {
    const cursor = this.#cursor;
    const id = cursor.i32();
    const className = cursor.text();
    const count = cursor.i32();
    checkPrimitiveCount(cursor, byteType, count);
    const names = Array.from({ length: count }, () => cursor.text());
    const kinds = names.map(() => readBinaryType(cursor));
    const types = kinds.map((kind) => readMemberType(cursor, kind));
    if (hasLibrary) cursor.i32();
    const members = names.map((name, index) => ({ name, type: types[index] ?? null }));
    const shape = { className, members };
    this.#classes.set(id, shape);
    return this.#members(id, shape, depth);
  }

  #classWithId(depth: number): NrbfValue {
    const id = this.#cursor.i32();
    const shape = this.#classes.get(this.#cursor.i32());
    if (shape === undefined)
      throw new StopReading('damaged', 'an object of a class that was not described before');
    this.#classes.set(id, shape);
    return this.#members(id, shape, depth);
  }

  #members(id: number, shape: ClassShape, depth: number): NrbfValue {
    const members = new Map<string, NrbfValue>();
    const object = this.#define(id, { kind: 'object', className: shape.className, members });
    for (const { name, type } of shape.members) {
      this.#countItems(1);
      const value = type === null ? this.#element(depth) : readPrimitive(this.#cursor, type);
      if (isNullRun(value))
        throw new StopReading('damaged', 'a run of nulls stands where one member is expected');
      members.set(name, value);
    }
    return object;
  }

  /** One member or element that is a record; a library record may stand before it ([MS-NRBF] 2.7). */
  #element(depth: number): NrbfValue | NullRun {
    let type = this.#cursor.u8();
    for (; type === recordType.binaryLibrary; type = this.#cursor.u8()) this.#record(type, depth);
    if (type === recordType.messageEnd)
      throw new StopReading('damaged', 'the serialised stream ends inside an object');
    return this.#record(type, depth + 1);
  }

  #primitiveArray(): NrbfValue {
    const cursor = this.#cursor;
    const id = cursor.i32();
    const length = cursor.i32();
    return this.#define(id, this.#primitiveItems(readPrimitiveType(cursor), length));
  }

  #primitiveItems(type: number, length: number): NrbfValue {
    const cursor = this.#cursor;
    checkPrimitiveCount(cursor, type, length);
    if (type === byteType) return cursor.bytes(length);
    this.#countItems(length);
    return { kind: 'array', items: Array.from({ length }, () => readPrimitive(cursor, type)) };
  }

  #singleArray(depth: number): NrbfValue {
    const id = this.#cursor.i32();
    return this.#recordItems(id, this.#cursor.i32(), depth);
  }

  /** BinaryArray, [MS-NRBF] 2.4.3.1; arrays of several dimensions become one list, row by row. */
  #binaryArray(depth: number): NrbfValue {
    const cursor = this.#cursor;
    const id = cursor.i32();
    const form = cursor.u8();
    const rank = cursor.i32();
    if (form > 5 || rank < 1 || rank > 32) {
      throw new StopReading('damaged', `an array of form ${form} and rank ${rank}`);
    }
    let length = 1;
    for (let dimension = 0; dimension < rank; dimension++) {
      const size = cursor.i32();
      if (size < 0) throw new StopReading('damaged', `an array of ${size} values`);
      length *= size;
    }
    const hasLowerBounds = form >= 3;
    if (hasLowerBounds) for (let dimension = 0; dimension < rank; dimension++) cursor.i32();
    const type = readMemberType(cursor, readBinaryType(cursor));
    if (type === null) return this.#recordItems(id, length, depth);
    return this.#define(id, this.#primitiveItems(type, length));
  }

  #recordItems(id: number, length: number, depth: number): NrbfValue {
    if (length < 0) throw new StopReading('damaged', `an array of ${length} values`);
    this.#countItems(length);
    const items: NrbfValue[] = [];
    const array = this.#define(id, { kind: 'array', items });
    while (items.length < length) {
      const value = this.#element(depth);
      if (!isNullRun(value)) {
        items.push(value);
        continue;
      }
      if (value.nulls < 1 || value.nulls > length - items.length) {
        throw new StopReading('damaged', `a run of ${value.nulls} nulls does not fit into its array`);
      }
      for (let left = value.nulls; left > 0; left--) items.push(null);
    }
    return array;
  }

  #define(id: number, value: NrbfValue): NrbfValue {
    if (this.#objects.has(id)) throw new StopReading('damaged', `two objects have the number ${id}`);
    this.#objects.set(id, value);
    return value;
  }

  #countItems(count: number): void {
    this.#items += count;
    if (this.#items > this.#limits.binaryItems) {
      throw overLimit(this.#limits.binaryItems, 'values of serialised data');
    }
  }
}

function isNullRun(value: NrbfValue | NullRun): value is NullRun {
  return typeof value === 'object' && value !== null && 'nulls' in value;
}
