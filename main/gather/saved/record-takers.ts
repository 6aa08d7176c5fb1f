import type { Known, Origin } from '../../domain/reading.ts';
import type { Contradiction } from '../../domain/snapshot.ts';
import type { PlainObject } from '../../exchange/plain.ts';
import { authConfig } from '../../exchange/shapes/auth-config.ts';
import { readCertificateBytes } from '../../exchange/shapes/certificate-bytes.ts';
import { edgeSubscription } from '../../exchange/shapes/edge-subscription.ts';
import { eventLogLevel } from '../../exchange/shapes/event-log-level.ts';
import { eventRecord } from '../../exchange/shapes/event-record.ts';
import { exchangeCertificate } from '../../exchange/shapes/exchange-certificate.ts';
import { exchangeServer } from '../../exchange/shapes/exchange-server.ts';
import { federationTrust } from '../../exchange/shapes/federation-trust.ts';
import { bytes, name } from '../../exchange/shapes/fields.ts';
import { hybridConfiguration } from '../../exchange/shapes/hybrid-configuration.ts';
import { popImapSettings } from '../../exchange/shapes/pop-imap-settings.ts';
import { queue } from '../../exchange/shapes/queue.ts';
import { receiveConnector } from '../../exchange/shapes/receive-connector.ts';
import type { RecordKind } from '../../exchange/shapes/recognise.ts';
import { sendConnector } from '../../exchange/shapes/send-connector.ts';
import type { SerializedView } from '../../exchange/shapes/serialized-view.ts';
import { personalCertificate, storeCertificate } from '../../exchange/shapes/store-certificate.ts';
import { transportService } from '../../exchange/shapes/transport-service.ts';
import type { GapList } from './gap-list.ts';
import { readExchangeCertificateBlob } from './nrbf/exchange-certificate-blob.ts';
import type { Found, Placed } from './saved-file.ts';

export type GrowingFound = {
  -readonly [Name in keyof Found]: Found[Name] extends readonly (infer Item)[] ? Item[] : Found[Name];
};

/** What a taker may use and fill. */
interface TakerContext {
  readonly origin: Origin;
  /** PSComputerName of the record, or what else tells the server it came from. */
  readonly server: Known<string>;
  readonly found: GrowingFound;
  readonly gaps: GapList;
  readonly contradictions: Contradiction[];
}

/** `taken`: it is in `found`. `other`: of no use to us, to be counted by type. `unreadable`: the same, and a gap. */
type Outcome = 'taken' | 'other' | 'unreadable';

type Taker = (object: PlainObject, context: TakerContext) => Outcome;

/** One entry for each kind of record: shape it, put it into `found`. */
export const takers: Readonly<Record<RecordKind, Taker>> = {
  'exchange-certificate': takeExchangeCertificate,
  'store-certificate': takeStoreCertificate,
  'send-connector': (object, { origin, found }) => put(found.sendConnectors, sendConnector(object, origin)),
  'receive-connector': (object, { origin, found }) =>
    put(found.receiveConnectors, receiveConnector(object, origin)),
  'auth-config': (object, context) => place(context.found.authConfigs, authConfig(object), context),
  'hybrid-configuration': (object, context) =>
    place(context.found.hybridConfigurations, hybridConfiguration(object), context),
  'exchange-server': (object, context) =>
    place(context.found.exchangeServers, exchangeServer(object), context),
  'transport-service': (object, context) =>
    place(context.found.transportServices, transportService(object), {
      ...context,
      server: name(object, 'Name', 'Identity') ?? context.server,
    }),
  'pop-settings': (object, context) => takePopImap(object, 'pop', context),
  'imap-settings': (object, context) => takePopImap(object, 'imap', context),
  queue: (object, { origin, found }) => put(found.queues, queue(object, origin)),
  'federation-trust': (object, context) =>
    place(context.found.federationTrusts, federationTrust(object), context),
  'edge-subscription': (object, context) =>
    place(context.found.edgeSubscriptions, edgeSubscription(object), context),
  'event-log-level': takeEventLogLevel,
  event: takeEvent,
};

function put<T>(into: T[], value: T | null): Outcome {
  if (value === null) return 'unreadable';
  // A text that was cut from the file keeps its whole chunk in memory; a clone is made of texts of its own.
  into.push(structuredClone(value));
  return 'taken';
}

function place<T>(
  into: Placed<T>[],
  value: T | null,
  { origin, server }: { readonly origin: Origin; readonly server: Known<string> },
): Outcome {
  return value === null ? 'unreadable' : put(into, { value, server, origin });
}

function takeExchangeCertificate(object: PlainObject, context: TakerContext): Outcome {
  const { origin, found, gaps, contradictions } = context;
  const shape = exchangeCertificate(object, origin, readCertificateBytes, serializedView(object, context));
  if (shape === null) return 'unreadable';
  contradictions.push(...structuredClone(shape.contradictions));
  noteUnreadable(shape.certificate.unreadable, gaps, origin);
  return put(found.certificates, shape.certificate);
}

function serializedView(object: PlainObject, { origin, gaps }: TakerContext): SerializedView | null {
  const blob = bytes(object, 'SerializationData');
  if (blob === null) return null;
  const result = readExchangeCertificateBlob(blob);
  for (const { code, detail } of result.ok ? result.problems : [result.problem]) {
    gaps.missing(code, `what Exchange says of a certificate was not read: ${detail ?? code}`, origin.where);
  }
  return result.ok ? result.view : null;
}

function takeStoreCertificate(object: PlainObject, context: TakerContext): Outcome {
  const { origin, server, found, gaps } = context;
  const shape = storeCertificate(object, readCertificateBytes);
  if (shape === null) return 'unreadable';
  noteUnreadable(shape.unreadable, gaps, origin);
  if (shape.store === 'My') return put(found.certificates, personalCertificate(shape, origin));
  return put(found.storeCertificates, { value: shape.certificate, store: shape.store, server, origin });
}

function noteUnreadable(problem: Known<string>, gaps: GapList, origin: Origin): void {
  if (problem !== null) gaps.missing('damaged', `a certificate could not be read: ${problem}`, origin.where);
}

/** The identity of these settings is `Server\1`. */
function takePopImap(object: PlainObject, protocol: 'pop' | 'imap', context: TakerContext): Outcome {
  const identity = name(object, 'Identity');
  const owner = identity?.includes('\\') === true ? identity.slice(0, identity.indexOf('\\')) : null;
  return place(context.found.popImapSettings, popImapSettings(object, protocol), {
    ...context,
    server: name(object, 'Server') ?? owner ?? context.server,
  });
}

function takeEventLogLevel(object: PlainObject, context: TakerContext): Outcome {
  const level = eventLogLevel(object);
  if (level === null || level.level === null) return 'unreadable';
  if (level.category.toLowerCase() !== 'msexchangetransport\\smtpsend') return 'other';
  return place(context.found.smtpSendLogLevels, level.level, {
    ...context,
    server: level.server ?? context.server,
  });
}

function takeEvent(object: PlainObject, { origin, found, gaps }: TakerContext): Outcome {
  const shape = eventRecord(object, origin);
  if (shape === null) return 'unreadable';
  if (shape.dataNotRead !== null) gaps.missing('incomplete', shape.dataNotRead, origin.where);
  return put(found.events, shape.event);
}
