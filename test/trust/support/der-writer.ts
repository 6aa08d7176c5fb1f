/** Writes DER for tests, and on request what DER forbids: nothing here checks anything. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

export function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Buffer.from([0x80 | octets.length, ...octets]);
}

export const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]) => tlv(0x31, ...parts);
export const octets = (...parts: readonly Uint8Array[]) => tlv(0x04, ...parts);
export const boolean = (value: boolean) => tlv(0x01, Buffer.from([value ? 0xff : 0]));
export const nullValue = tlv(0x05);
/** Context tag, constructed. */
export const context = (number: number, ...parts: readonly Uint8Array[]) => tlv(0xa0 | number, ...parts);
/** Context tag, primitive. */
export const implicit = (number: number, content: Uint8Array | string) =>
  tlv(0x80 | number, bytesOf(content));
export const utf8 = (text: string) => tlv(0x0c, Buffer.from(text, 'utf8'));
export const printable = (text: string) => tlv(0x13, Buffer.from(text, 'latin1'));
export const teletex = (text: string) => tlv(0x14, Buffer.from(text, 'latin1'));
export const ia5 = (text: string) => tlv(0x16, Buffer.from(text, 'latin1'));
export const bmp = (text: string) => tlv(0x1e, Buffer.from(text, 'utf16le').swap16());

function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
}

export function bits(content: Uint8Array, unusedBits = 0): Buffer {
  return tlv(0x03, Buffer.from([unusedBits]), content);
}

/** A number, or the content octets as they shall stand. */
export function integer(value: number | bigint | Uint8Array): Buffer {
  if (typeof value === 'object') return tlv(0x02, value);
  let hex = BigInt(value).toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  const content = Buffer.from(hex, 'hex');
  return (content[0] ?? 0) >= 0x80 ? tlv(0x02, Buffer.from([0]), content) : tlv(0x02, content);
}

export function oid(dotted: string): Buffer {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  const content = [first * 40n + second, ...rest].flatMap((arc) => {
    const groups = [Number(arc & 127n)];
    for (let left = arc >> 7n; left > 0n; left >>= 7n) groups.unshift(Number(left & 127n) | 0x80);
    return groups;
  });
  return tlv(0x06, Buffer.from(content));
}

/** UTCTime through 2049, then GeneralizedTime, as RFC 5280 wants it. */
export function time(iso: string): Buffer {
  const digits = new Date(iso).toISOString().replace(/[-:T]|\.\d+/g, '');
  return iso < '2050' ? tlv(0x17, Buffer.from(digits.slice(2))) : tlv(0x18, Buffer.from(digits));
}

/** `CN=mail.contoso.com, O=Contoso` in encoded order: every text is one RelativeDistinguishedName. */
export function name(...parts: readonly (readonly [type: string, value: string | Buffer])[]): Buffer {
  return sequence(
    ...parts.map(([type, value]) =>
      set(sequence(oid(nameTypes[type] ?? type), typeof value === 'string' ? utf8(value) : value)),
    ),
  );
}

const nameTypes: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  C: '2.5.4.6',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  DC: '0.9.2342.19200300.100.1.25',
  E: '1.2.840.113549.1.9.1',
};
