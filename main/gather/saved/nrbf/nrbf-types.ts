import { StopReading } from '../stop-reading.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { readPrimitiveType } from './nrbf-primitives.ts';

/** RecordTypeEnumeration, [MS-NRBF] 2.1.2.1; the method and untyped class records are not among what Exchange writes. */
export const recordType = {
  header: 0,
  classWithId: 1,
  systemClassWithMembersAndTypes: 4,
  classWithMembersAndTypes: 5,
  objectString: 6,
  binaryArray: 7,
  memberPrimitiveTyped: 8,
  memberReference: 9,
  objectNull: 10,
  messageEnd: 11,
  binaryLibrary: 12,
  objectNullMultiple256: 13,
  objectNullMultiple: 14,
  arraySinglePrimitive: 15,
  arraySingleObject: 16,
  arraySingleString: 17,
} as const;

/** BinaryTypeEnumeration, [MS-NRBF] 2.1.2.2. */
const binaryType = {
  primitive: 0,
  string: 1,
  object: 2,
  systemClass: 3,
  class: 4,
  objectArray: 5,
  stringArray: 6,
  primitiveArray: 7,
} as const;

/** A member or element either is a bare primitive of this number, or a record of its own (null). */
export type MemberType = number | null;

/** Reads one BinaryTypeEnum byte; the additional info follows later, after those of all other members. */
export function readBinaryType(cursor: ByteCursor): number {
  const type = cursor.u8();
  if (type > binaryType.primitiveArray) {
    throw new StopReading('damaged', `there is no member type ${type} (byte ${cursor.position - 1})`);
  }
  return type;
}

/** Reads the additional info of [MS-NRBF] 2.3.1.2 that belongs to a BinaryTypeEnum. */
export function readMemberType(cursor: ByteCursor, type: number): MemberType {
  switch (type) {
    case binaryType.primitive:
      return readPrimitiveType(cursor);
    case binaryType.primitiveArray:
      readPrimitiveType(cursor);
      return null;
    case binaryType.systemClass:
      cursor.text();
      return null;
    case binaryType.class:
      cursor.text();
      cursor.i32();
      return null;
    default:
      return null;
  }
}
