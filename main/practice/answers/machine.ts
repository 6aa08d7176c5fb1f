import { type PlainObject, plainRecord } from '../../exchange/plain.ts';
import type { EventState, Machine, QueueState, SiteBinding } from '../machine.ts';
import { type LoggedSession, protocolLogFiles } from '../protocol-log/protocol-log.ts';
import type { PracticeCertificate } from '../world.ts';
import { enumeration, textual } from './values.ts';

const queueViewer = 'Microsoft.Exchange.Data.QueueViewer';
const queueStatus = { None: 0, Active: 1, Ready: 2, Retry: 3, Suspended: 4, Connecting: 5 };

/** The upper half of a classic event identifier: 0x4004, 0x8004, 0xC004 for MSExchangeTransport. */
const severities = {
  information: { level: 4, qualifiers: 16_388 },
  warning: { level: 3, qualifiers: 32_772 },
  error: { level: 2, qualifiers: 49_156 },
};

export function queue(machine: Machine, state: QueueState): PlainObject {
  const identity = `${machine.name}\\${state.id}`;
  return plainRecord(
    {
      Identity: textual(`${queueViewer}.QueueIdentity`, identity),
      DeliveryType: textual('Microsoft.Exchange.Transport.DeliveryType', state.deliveryType),
      Status: enumeration(`${queueViewer}.QueueStatus`, queueStatus, state.status),
      MessageCount: state.messageCount,
      NextHopDomain: state.nextHopDomain,
      NextHopConnector: state.nextHopConnector,
      TlsDomain: state.tlsDomain,
      LastError: state.lastError,
      LastRetryTime: state.lastRetryTime,
      NextRetryTime: state.nextRetryTime,
    },
    [`${queueViewer}.ExtensibleQueueInfo`, 'System.Object'],
    identity,
  );
}

/** The message text is empty, as it is wherever the reading computer lacks Exchange's message library. */
export function eventRecord(machine: Machine, event: EventState): PlainObject {
  const { level, qualifiers } = severities[event.level];
  const reader = 'System.Diagnostics.Eventing.Reader';
  return plainRecord(
    {
      RecordId: event.recordId,
      ProviderName: event.provider,
      Id: event.id,
      Qualifiers: qualifiers,
      Level: level,
      TimeCreated: event.time,
      LogName: 'Application',
      MachineName: machine.fqdn,
      Properties: event.data.map((value) => plainRecord({ Value: value }, [`${reader}.EventProperty`])),
      Message: null,
    },
    [`${reader}.EventLogRecord`, `${reader}.EventRecord`, 'System.Object'],
  );
}

export function iisBinding(binding: SiteBinding): PlainObject {
  return plainRecord({ Site: binding.site, Port: binding.port, CertificateHash: binding.thumbprint });
}

/** Null when the registry value does not exist, which is the default. */
export function rootAutoUpdate(machine: Machine): PlainObject {
  return plainRecord({ DisableRootAutoUpdate: machine.disableRootAutoUpdate });
}

/** Sessions that began at `since` or later, newest first. */
export function protocolLogSessions(
  machine: Machine,
  direction: 'Send' | 'Receive',
  since: string,
  limit: number,
): readonly PlainObject[] {
  const sessions = direction === 'Send' ? machine.sendSessions : machine.receiveSessions;
  return protocolLogFiles(direction, sessions)
    .flatMap((file) => file.sessions.map((logged) => ({ file: file.name, logged })))
    .filter(({ logged }) => logged.session.started >= since)
    .reverse()
    .slice(0, limit)
    .map(({ file, logged }) => sessionRecord(file, logged));
}

function sessionRecord(file: string, { session, firstLine, rows }: LoggedSession): PlainObject {
  return plainRecord({
    SessionId: session.id,
    Connector: session.connector,
    Started: session.started,
    LocalEndpoint: session.localEndpoint,
    RemoteEndpoint: session.remoteEndpoint,
    TlsProtocol: session.tlsProtocol,
    TlsError: session.tlsError,
    SentCertificate: loggedCertificate(session.offered),
    ReceivedCertificate: loggedCertificate(session.received),
    Rejection: session.refusal,
    MessageTaken: session.refusal === null && session.tlsProtocol !== null,
    Rows: rows,
    File: file,
    FirstLine: firstLine,
  });
}

/** The older log form says no validity dates. */
function loggedCertificate(certificate: PracticeCertificate | null): PlainObject | null {
  if (certificate === null) return null;
  return plainRecord({
    Thumbprint: certificate.thumbprint,
    Subject: certificate.subject,
    Issuer: certificate.issuer,
    SerialNumber: certificate.serialNumber,
    Names: certificate.names,
  });
}
