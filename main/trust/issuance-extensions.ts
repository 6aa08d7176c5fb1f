import { decodeString } from './asn1-strings.ts';
import type { ExtensionKind } from './certificate.ts';
import { DerError, DerReader, derTag, readWhole } from './der.ts';
import { readOid, readSmallInteger } from './der-values.ts';

/** RFC 6962 3.3: how many signed certificate timestamps are embedded. */
export const timestampList: ExtensionKind<number> = {
  oid: '1.3.6.1.4.1.11129.2.4.2',
  read(value) {
    const reader = new DerReader(value);
    const list = reader.content(reader.expect(derTag.octetString));
    reader.finish();
    const declared = uint16(list, 0);
    if (declared !== list.length - 2) throw new DerError('bad-value', null, 'timestamp list length');
    let count = 0;
    for (let offset = 2; offset < list.length; count++) {
      offset += 2 + uint16(list, offset);
      if (offset > list.length) throw new DerError('bad-value', null, 'timestamp ends early');
    }
    if (count === 0) throw new DerError('bad-value', null, 'empty timestamp list');
    return count;
  },
};

function uint16(bytes: Uint8Array, offset: number): number {
  const [high, low] = [bytes[offset], bytes[offset + 1]];
  if (high === undefined || low === undefined) throw new DerError('truncated', offset);
  return high * 256 + low;
}

/** Name of the certificate template of an enterprise CA, version 1 (MS-WCCE 2.2.2.7.7.1). */
export const templateName: ExtensionKind<string> = {
  oid: '1.3.6.1.4.1.311.20.2',
  read(value) {
    const reader = new DerReader(value);
    const element = reader.next();
    reader.finish();
    const text = decodeString(reader.bytes, element);
    if (text === null) throw new DerError('bad-value', null, 'template name');
    return text;
  },
};

export interface TemplateVersion {
  readonly templateId: string;
  readonly major: number | null;
  readonly minor: number | null;
}

/** Identifier of the certificate template of an enterprise CA, version 2 and later (MS-WCCE 2.2.2.7.7.2). */
export const templateId: ExtensionKind<TemplateVersion> = {
  oid: '1.3.6.1.4.1.311.21.7',
  read(value) {
    const inside = readWhole(value, derTag.sequence);
    const id = readOid(inside);
    const major = inside.atEnd ? null : readSmallInteger(inside);
    const minor = inside.atEnd ? null : readSmallInteger(inside);
    inside.finish();
    return { templateId: id, major, minor };
  },
};
