/** Writes BinaryFormatter streams ([MS-NRBF]) for tests; no byte here comes from .NET. */
export const u8 = (value: number) => Buffer.from([value & 0xff]);

export function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

export function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const groups: number[] = [];
  let rest = bytes.length;
  for (; rest >= 0x80; rest >>>= 7) groups.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...groups, rest]), bytes]);
}

export const join = (...parts: readonly Uint8Array[]) => Buffer.concat(parts);
export const header = (root = 1) => join(u8(0), i32(root), i32(-1), i32(1), i32(0));
export const library = (id: number, name: string) => join(u8(12), i32(id), text(name));
export const string = (id: number, value: string) => join(u8(6), i32(id), text(value));
export const reference = (id: number) => join(u8(9), i32(id));
export const nothing = u8(10);
export const end = u8(11);

export interface Member {
  readonly name: string;
  /** BinaryTypeEnum with its additional info. */
  readonly type: readonly [kind: number, info: Uint8Array];
  readonly value: Uint8Array;
}

const none = Buffer.alloc(0);
export const types = {
  boolean: [0, u8(1)],
  int32: [0, u8(8)],
  string: [1, none],
  object: [2, none],
  class: (name: string, libraryId = 2) => [4, join(text(name), i32(libraryId))] as const,
  systemClass: (name: string) => [3, text(name)] as const,
  byteArray: [7, u8(2)],
} as const;

/** ClassWithMembersAndTypes; without a library SystemClassWithMembersAndTypes. */
export function object(
  id: number,
  name: string,
  members: readonly Member[],
  libraryId: number | null = 2,
): Buffer {
  return join(
    u8(libraryId === null ? 4 : 5),
    i32(id),
    text(name),
    i32(members.length),
    ...members.map((member) => text(member.name)),
    ...members.map((member) => u8(member.type[0])),
    ...members.map((member) => member.type[1]),
    libraryId === null ? none : i32(libraryId),
    ...members.map((member) => member.value),
  );
}

export const byteArray = (id: number, value: Uint8Array) =>
  join(u8(15), i32(id), i32(value.length), u8(2), value);

/** BinaryArray of one dimension with elements of a class. */
export function classArray(
  id: number,
  className: string,
  length: number,
  ...elements: readonly Uint8Array[]
): Buffer {
  const type = join(u8(4), text(className), i32(2));
  return join(u8(7), i32(id), u8(0), i32(1), i32(length), type, ...elements);
}
