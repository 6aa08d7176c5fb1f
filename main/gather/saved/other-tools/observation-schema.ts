import { z } from 'zod';
import type { ReplyClass, SmtpReply } from '../../../domain/reply.ts';
import type { LoggedCertificate, SmtpSession } from '../../../domain/smtp-session.ts';
import type { EventLog } from '../../../domain/snapshot.ts';
import type { EventMeaning, TransportEvent } from '../../../domain/transport-event.ts';
import {
  count,
  everyOf,
  knownFlag,
  knownMoment,
  knownNumber,
  knownText,
  originSchema,
  text,
} from './schema-parts.ts';

const replyClass = everyOf<ReplyClass>()([
  'untrusted-root',
  'tls-channel-refused',
  'pin-not-found',
  'peer-certificate-invalid',
  'no-private-key',
  'key-not-readable',
  'socket-error',
  'starttls-missing',
  'inbound-certificate-refused',
  'temporary-server-error',
  'kerberos',
  'tenant-attribution',
  'dane',
  'mta-sts',
  'connection-timeout',
  'accepted',
  'other',
]);

/** A reply may hold the reply that was wrapped into it; how deep is bounded by the depth of the file. */
const replySchema: z.ZodType<SmtpReply> = z.object({
  code: knownText,
  enhanced: knownText,
  text,
  class: replyClass,
  reason: knownText,
  inner: z.lazy(() => replySchema.nullable()),
});

const loggedCertificate = z.object({
  thumbprint: knownText,
  subject: knownText,
  issuer: knownText,
  serialNumber: knownText,
  notBefore: knownText,
  notAfter: knownText,
  names: z.array(text),
}) satisfies z.ZodType<LoggedCertificate>;

export const sessionSchema = z.object({
  id: text,
  direction: z.enum(['send', 'receive']),
  connector: knownText,
  started: knownMoment,
  local: knownText,
  remote: knownText,
  tlsProtocol: knownText,
  tlsError: knownText,
  sentCertificate: loggedCertificate.nullable(),
  receivedCertificate: loggedCertificate.nullable(),
  rejection: replySchema.nullable(),
  messageTaken: knownFlag,
  rows: count,
  origin: originSchema,
}) satisfies z.ZodType<SmtpSession>;

const meaning = everyOf<EventMeaning>()([
  'delivery-failed',
  'connection-failed',
  'dns-failed',
  'connection-error',
  'outbound-authentication-failed',
  'remote-disconnected',
  'session-started',
  'source-address-invalid',
  'tls-required-not-established',
  'direct-trust-failed',
  'tls-auth-level-not-met',
  'inbound-authentication-failed',
  'internal-certificate-not-in-directory',
  'internal-certificate-not-in-store',
  'no-certificate-for-name',
  'internal-certificate-expired',
  'certificate-expired',
  'internal-certificate-expires-soon',
  'certificate-expires-soon',
  'remote-certificate-expired',
  'internal-certificate-corrupt',
  'fell-back-to-server-name',
  'fell-back-to-ephemeral',
  'peer-validation-failed',
]);

const eventSchema = z.object({
  recordId: knownText,
  provider: text,
  id: z.int(),
  qualifiers: knownNumber,
  level: knownNumber,
  time: knownMoment,
  channel: knownText,
  computer: knownText,
  data: z.array(text),
  message: knownText,
  meaning: meaning.nullable(),
  subject: z
    .object({
      connector: knownText,
      messageId: knownText,
      reply: replySchema.nullable(),
      name: knownText,
      thumbprint: knownText,
    })
    .nullable(),
  origin: originSchema,
}) satisfies z.ZodType<TransportEvent>;

export const eventLogSchema = z.object({
  events: z.array(eventSchema),
  logBegins: knownMoment,
  since: knownMoment,
}) satisfies z.ZodType<EventLog>;
