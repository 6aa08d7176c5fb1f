import type { ExchangeCertificate, StoreCertificate } from '../../domain/certificate.ts';
import { unknownExchangeView } from '../../domain/certificate.ts';
import type { Known, Origin } from '../../domain/reading.ts';
import type { PlainObject } from '../plain.ts';
import type { ReadCertificateBytes } from './exchange-certificate.ts';
import { bytes, name } from './fields.ts';

export type MachineStore = 'My' | 'CA' | 'Root';

/** A certificate of a Windows store, as `Get-ChildItem Cert:\LocalMachine\...` answers it. */
export interface StoreCertificateShape {
  /** Null when the answer does not tell the store, or it is none of the three. */
  readonly store: Known<MachineStore>;
  readonly certificate: StoreCertificate;
  readonly unreadable: Known<string>;
}

/** Null when the answer has no bytes. */
export function storeCertificate(
  object: PlainObject,
  readBytes: ReadCertificateBytes,
): StoreCertificateShape | null {
  const der = bytes(object, 'RawData');
  if (der === null) return null;
  const { facts, unreadable } = readBytes(der);
  const raw = Buffer.from(der).toString('base64');
  return { store: storeOf(object), certificate: { ...facts, raw }, unreadable };
}

/** A certificate of LocalMachine\My as the row that Get-ExchangeCertificate would make of it, with nothing that only Exchange knows. */
export function personalCertificate(
  { certificate, unreadable }: StoreCertificateShape,
  origin: Origin,
): ExchangeCertificate {
  return { ...certificate, ...unknownExchangeView, origins: [origin], unreadable };
}

/** `Microsoft.PowerShell.Security\Certificate::LocalMachine\Root`, in the path of the certificate or of its parent. */
function storeOf(object: PlainObject): MachineStore | null {
  const path = name(object, 'PSParentPath', 'PSPath') ?? '';
  const store = /::LocalMachine\\(My|CA|Root)(?:\\|$)/i.exec(path)?.[1]?.toLowerCase();
  return store === 'my' ? 'My' : store === 'ca' ? 'CA' : store === 'root' ? 'Root' : null;
}
