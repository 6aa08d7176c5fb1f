import { z } from 'zod';

/** What Export-Rootcause.ps1 writes: every answer has a time and either records or the reason why there are none. */
export const bundleFormat = 'rootcause-bundle';
export const bundleVersion = 1;

const longestText = 32 * 1024 * 1024;
const moment = z.iso.datetime({ offset: true });
const name = z.string().min(1).max(256);
const record = z.record(z.string().max(128), z.unknown());

const failureSchema = z.object({
  code: z.enum(['access-denied', 'not-available', 'failed', 'limit']),
  message: z.string().max(longestText),
});

function answerOf<Record extends z.ZodType>(recordSchema: Record) {
  return z.union([
    z.object({ at: moment, records: z.array(recordSchema).max(1_000_000) }),
    z.object({ at: moment, failure: failureSchema }),
  ]);
}

const answer = answerOf(record);

const eventSearch = z.object({
  since: moment,
  logBegins: moment.nullable(),
  /** The count at which the search was ended, or null when it was not. */
  limit: z.int().nullable(),
  events: z.array(record),
});

const logPart = z.object({
  Path: z.string().max(1024),
  /** Only the end of the file is here. */
  Cut: z.boolean(),
  Text: z.string().max(longestText),
});

const server = z.object({
  name,
  fqdn: name.nullable(),
  certificates: answer.optional(),
  transportService: answer.optional(),
  frontEndService: answer.optional(),
  popSettings: answer.optional(),
  imapSettings: answer.optional(),
  queues: answer.optional(),
  smtpSendLogLevel: answer.optional(),
  personalStore: answer.optional(),
  intermediates: answer.optional(),
  roots: answer.optional(),
  privateKeyAccess: answer.optional(),
  iisBindings: answer.optional(),
  rootAutoUpdate: answer.optional(),
  events: answerOf(eventSearch).optional(),
  sendLogs: answerOf(logPart).optional(),
});

/** Unknown fields are passed over: a later script of the same version may write more. */
export const bundleSchema = z.object({
  format: z.literal(bundleFormat),
  version: z.literal(bundleVersion),
  scriptVersion: z.string().max(64),
  at: moment,
  machine: z.string().max(256),
  days: z.int().min(1),
  redacted: z.boolean(),
  organisation: z.object({
    exchangeServers: answer.optional(),
    sendConnectors: answer.optional(),
    receiveConnectors: answer.optional(),
    authConfig: answer.optional(),
    hybridConfiguration: answer.optional(),
    federationTrusts: answer.optional(),
    edgeSubscriptions: answer.optional(),
  }),
  servers: z.array(server).max(1_000),
});

export type Bundle = z.infer<typeof bundleSchema>;
export type BundleServer = Bundle['servers'][number];
export type BundleAnswer = z.infer<typeof answer>;
export type BundleFailure = { readonly at: string; readonly failure: z.infer<typeof failureSchema> };
