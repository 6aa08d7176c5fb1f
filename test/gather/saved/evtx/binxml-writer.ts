/** Writes BinXml by hand (MS-EVEN6 2.2.12) at a place in a chunk; every name is written out where it is used. */
export class BinXmlWriter {
  readonly view: DataView;
  at: number;

  constructor(chunk: Uint8Array, at: number) {
    this.view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.at = at;
  }

  u8(value: number): this {
    this.view.setUint8(this.at, value);
    this.at += 1;
    return this;
  }

  u16(value: number): this {
    this.view.setUint16(this.at, value, true);
    this.at += 2;
    return this;
  }

  u32(value: number): this {
    this.view.setUint32(this.at, value, true);
    this.at += 4;
    return this;
  }

  bytes(bytes: Uint8Array): this {
    for (const byte of bytes) this.u8(byte);
    return this;
  }

  header(): this {
    return this.u8(0x0f).u8(1).u8(1).u8(0);
  }

  /** A name right behind the reference to it. */
  name(text: string): this {
    this.u32(this.at + 4)
      .u32(0)
      .u16(0)
      .u16(text.length);
    return this.bytes(utf16(text)).u16(0);
  }

  /** `dependency` is written in templates only; `attributes` may be empty. */
  open(element: string, attributes: readonly Attribute[] = [], dependency: number | null = 0xffff): this {
    this.u8(attributes.length > 0 ? 0x41 : 0x01);
    if (dependency !== null) this.u16(dependency);
    this.u32(0).name(element);
    if (attributes.length > 0) this.u32(0);
    for (const [index, [name, value]] of attributes.entries()) {
      this.u8(index < attributes.length - 1 ? 0x46 : 0x06).name(name);
      value(this);
    }
    return this;
  }

  inside(): this {
    return this.u8(0x02);
  }

  empty(): this {
    return this.u8(0x03);
  }

  close(): this {
    return this.u8(0x04);
  }

  end(): this {
    return this.u8(0x00);
  }

  text(text: string): this {
    return this.u8(0x05).u8(0x01).u16(text.length).bytes(utf16(text));
  }

  cdata(text: string): this {
    return this.u8(0x07).u16(text.length).bytes(utf16(text));
  }

  character(code: number): this {
    return this.u8(0x08).u16(code);
  }

  entity(name: string): this {
    return this.u8(0x09).name(name);
  }

  instruction(target: string, data: string): this {
    return this.u8(0x0a).name(target).u8(0x0b).u16(data.length).bytes(utf16(data));
  }

  slot(index: number, optional = false): this {
    return this.u8(optional ? 0x0e : 0x0d)
      .u16(index)
      .u8(0);
  }

  /** `<name>text</name>` with a slot or constant text. */
  leaf(name: string, content: (writer: BinXmlWriter) => void, dependency: number | null = 0xffff): this {
    this.open(name, [], dependency).inside();
    content(this);
    return this.close();
  }

  /** A template instance with its definition inside; returns where the definition lies, for later instances. */
  template(body: (writer: BinXmlWriter) => void, values: readonly Value[], shortId = 0x1234): number {
    this.u8(0x0c)
      .u8(1)
      .u32(shortId)
      .u32(this.at + 4);
    const definition = this.at;
    this.u32(0).u32(shortId).u32(0).u32(0).u32(0);
    const sizeAt = this.at;
    this.u32(0);
    body(this);
    this.view.setUint32(sizeAt, this.at - sizeAt - 4, true);
    this.values(values);
    return definition;
  }

  /** An instance of a template that the chunk already holds. */
  instance(definition: number, values: readonly Value[], shortId = 0x1234): this {
    return this.u8(0x0c).u8(1).u32(shortId).u32(definition).values(values);
  }

  values(values: readonly Value[]): this {
    this.u32(values.length);
    for (const { type, bytes } of values) this.u16(bytes.length).u8(type).u8(0);
    for (const { bytes } of values) this.bytes(bytes);
    return this;
  }
}

export type Attribute = readonly [string, (writer: BinXmlWriter) => void];

export interface Value {
  readonly type: number;
  readonly bytes: Uint8Array;
}

export function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  for (let index = 0; index < text.length; index++) {
    bytes[2 * index] = text.charCodeAt(index) & 0xff;
    bytes[2 * index + 1] = text.charCodeAt(index) >> 8;
  }
  return bytes;
}

export const value = (type: number, bytes: ArrayLike<number>): Value => ({
  type,
  bytes: Uint8Array.from(bytes),
});
export const textValue = (text: string): Value => ({ type: 0x01, bytes: utf16(text) });
export const nullValue: Value = { type: 0x00, bytes: new Uint8Array(0) };

/** BinXml as a value. Offsets of names inside count from the chunk, so the place where it will lie must be given. */
export function binXmlValue(at: number, body: (writer: BinXmlWriter) => void): Value {
  const scratch = new Uint8Array(65_536);
  const writer = new BinXmlWriter(scratch, at);
  body(writer);
  return { type: 0x21, bytes: scratch.slice(at, writer.at) };
}

/** The attributes and leaves of `System` as a classic Exchange event has them, with constants in place of slots. */
export function writeSystem(writer: BinXmlWriter, provider: string, id: number, recordId: number): void {
  const constant = (text: string) => (inner: BinXmlWriter) => void inner.text(text);
  writer.open('System').inside();
  writer.open('Provider', [['Name', constant(provider)]]).empty();
  writer
    .open('EventID', [['Qualifiers', constant('49156')]])
    .inside()
    .text(`${id}`)
    .close();
  writer.leaf('Level', constant('2'));
  writer.open('TimeCreated', [['SystemTime', constant('2026-03-01T10:20:30.1234567Z')]]).empty();
  writer.leaf('EventRecordID', constant(`${recordId}`));
  writer.leaf('Channel', constant('Application'));
  writer.leaf('Computer', constant('EX01.contoso.com'));
  writer.close();
}
