import { z } from 'zod';
import type {
  CertificateStatus,
  ExchangeCertificate,
  RootCaType,
  StoreCertificate,
} from '../../../domain/certificate.ts';
import type { ExchangeService } from '../../../domain/services.ts';
import {
  everyOf,
  knownFlag,
  knownMoment,
  knownNumber,
  knownText,
  knownTexts,
  origins,
  text,
} from './schema-parts.ts';

const service = everyOf<ExchangeService>()([
  'IMAP',
  'POP',
  'UM',
  'IIS',
  'SMTP',
  'Federation',
  'UMCallRouter',
]);

const status = everyOf<CertificateStatus>()([
  'Unknown',
  'Valid',
  'Revoked',
  'DateInvalid',
  'Untrusted',
  'Invalid',
  'RevocationCheckFailure',
  'PendingRequest',
]);

const rootCaType = everyOf<RootCaType>()([
  'None',
  'ThirdParty',
  'Enterprise',
  'Registry',
  'GroupPolicy',
  'Unknown',
]);

const facts = {
  thumbprint: z.string().regex(/^[0-9A-F]{40}$/u, { error: 'must be 40 upper-case hexadecimal digits' }),
  sha256: z
    .string()
    .regex(/^[0-9A-F]{64}$/u, { error: 'must be 64 upper-case hexadecimal digits' })
    .nullable(),
  subject: knownText,
  issuer: knownText,
  serialNumber: knownText,
  notBefore: knownMoment,
  notAfter: knownMoment,
  names: z.array(text),
  keyAlgorithm: knownText,
  keySize: knownNumber,
  signatureAlgorithm: knownText,
  selfSigned: knownFlag,
};

/** Standard base64 without blanks; the bytes themselves are read again by whoever needs them. */
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/u, { error: 'must be base64' });

export const storeCertificateSchema = z.object({
  ...facts,
  raw: base64,
}) satisfies z.ZodType<StoreCertificate>;

export const exchangeCertificateSchema = z.object({
  ...facts,
  services: z.array(service).nullable(),
  status: status.nullable(),
  rootCaType: rootCaType.nullable(),
  friendlyName: knownText,
  hasPrivateKey: knownFlag,
  privateKeyExportable: knownFlag,
  iisServices: knownTexts,
  identity: knownText,
  server: knownText,
  networkServiceCanReadKey: knownFlag,
  raw: base64.nullable(),
  origins,
  unreadable: knownText,
}) satisfies z.ZodType<ExchangeCertificate>;
