import { z } from 'zod';
import type { Snapshot } from '../../../domain/snapshot.ts';
import { exchangeCertificateSchema, storeCertificateSchema } from './certificate-schema.ts';
import {
  authConfigSchema,
  edgeSubscriptionSchema,
  exchangeServerSchema,
  federationTrustSchema,
  hybridConfigurationSchema,
  iisBindingSchema,
  popImapSchema,
  queueSchema,
  receiveConnectorSchema,
  sendConnectorSchema,
  transportServiceSchema,
} from './directory-schema.ts';
import { eventLogSchema, sessionSchema } from './observation-schema.ts';
import {
  count,
  knownMoment,
  knownText,
  originSchema,
  readingOf,
  reasonSchema,
  text,
} from './schema-parts.ts';

const serverSchema = z.object({
  name: text,
  fqdn: knownText,
  certificates: readingOf(z.array(exchangeCertificateSchema)),
  intermediates: readingOf(z.array(storeCertificateSchema)),
  roots: readingOf(z.array(storeCertificateSchema)),
  transportService: readingOf(transportServiceSchema),
  popImap: readingOf(popImapSchema),
  queues: readingOf(z.array(queueSchema)),
  events: readingOf(eventLogSchema),
  smtpSendLogLevel: readingOf(text),
  sendSessions: readingOf(z.array(sessionSchema)),
  receiveSessions: readingOf(z.array(sessionSchema)),
  iisBindings: readingOf(z.array(iisBindingSchema)),
  rootAutoUpdateDisabled: readingOf(z.boolean()),
});

const sourceSchema = z.object({
  path: text,
  kind: text,
  at: knownMoment,
  complete: z.boolean(),
  notRead: z.array(
    z.object({
      reason: reasonSchema,
      count,
      where: text.exactOptional(),
      kept: z.literal(true).exactOptional(),
    }),
  ),
});

/** The whole of a saved snapshot. A field the domain gains and this lacks does not compile. */
export const snapshotSchema = z.object({
  format: z.literal('rootcause-snapshot'),
  version: z.literal(1),
  organisation: z.object({
    exchangeServers: readingOf(z.array(exchangeServerSchema)),
    sendConnectors: readingOf(z.array(sendConnectorSchema)),
    receiveConnectors: readingOf(z.array(receiveConnectorSchema)),
    authConfig: readingOf(authConfigSchema),
    hybridConfiguration: readingOf(hybridConfigurationSchema.nullable()),
    federationTrusts: readingOf(z.array(federationTrustSchema)),
    edgeSubscriptions: readingOf(z.array(edgeSubscriptionSchema)),
  }),
  servers: z.array(serverSchema),
  sources: z.array(sourceSchema),
  contradictions: z.array(
    z.object({
      what: text,
      subject: text,
      values: z.array(z.object({ text, origin: originSchema })),
    }),
  ),
}) satisfies z.ZodType<Snapshot>;
