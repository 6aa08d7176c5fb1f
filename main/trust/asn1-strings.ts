import { isUtf8 } from 'node:buffer';
import { type DerElement, derTag } from './der.ts';

/** Text of an ASN.1 string, or null when the bytes are not of the type that the tag says, or the type is no string. */
export function decodeString(bytes: Buffer, { tag, content, end }: DerElement): string | null {
  switch (tag) {
    case derTag.utf8String:
      if (isAsciiBetween(bytes, content, end)) return bytes.toString('latin1', content, end);
      return isUtf8(bytes.subarray(content, end)) ? bytes.toString('utf8', content, end) : null;
    case derTag.printableString:
    case derTag.ia5String:
    case derTag.numericString:
    case derTag.visibleString:
      return isAsciiBetween(bytes, content, end) ? bytes.toString('latin1', content, end) : null;
    // T.61 shifts were never used in certificates; every issuer wrote Latin-1 here, and every reader reads it so.
    case derTag.teletexString:
      return bytes.toString('latin1', content, end);
    case derTag.bmpString:
      return decodeBmp(bytes.subarray(content, end));
    case derTag.universalString:
      return decodeUniversal(bytes.subarray(content, end));
    default:
      return null;
  }
}

function isAsciiBetween(bytes: Buffer, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if ((bytes[index] as number) > 0x7f) return false;
  return true;
}

function decodeBmp(content: Buffer): string | null {
  if (content.length % 2 !== 0) return null;
  const text = Buffer.from(content).swap16().toString('utf16le');
  return hasLoneSurrogate(text) ? null : text;
}

function decodeUniversal(content: Buffer): string | null {
  if (content.length % 4 !== 0) return null;
  let text = '';
  for (let offset = 0; offset < content.length; offset += 4) {
    const scalar = content.readUInt32BE(offset);
    if (scalar > 0x10ffff || (scalar >= 0xd800 && scalar <= 0xdfff)) return null;
    text += String.fromCodePoint(scalar);
  }
  return text;
}

function hasLoneSurrogate(text: string): boolean {
  for (const character of text) {
    const unit = character.charCodeAt(0);
    if (character.length === 1 && unit >= 0xd800 && unit <= 0xdfff) return true;
  }
  return false;
}
