import { isRead, type Reading } from '../../../../main/domain/reading.ts';
import type { ServerReadings, Snapshot } from '../../../../main/domain/snapshot.ts';

type Answer = { readonly at: string } & (
  | { readonly records: readonly object[] }
  | { readonly failure: { readonly code: string; readonly message: string } }
);

/**
 * What Export-Rootcause.ps1 wrote of Windows alone: stores (of `storesOf` only), web sites and the root update; and for all
 * that the account was refused, in Exchange as well, the refusal.
 */
export function bundleFile(live: Snapshot, at: string, storesOf: readonly string[]): string {
  const { organisation, servers } = live;
  const [first] = servers;
  return JSON.stringify({
    format: 'rootcause-bundle',
    version: 1,
    scriptVersion: '1.0.0',
    at,
    machine: first?.name ?? '',
    days: 7,
    redacted: false,
    organisation: {
      ...refusals(at, {
        exchangeServers: organisation.exchangeServers,
        sendConnectors: organisation.sendConnectors,
        receiveConnectors: organisation.receiveConnectors,
        authConfig: organisation.authConfig,
      }),
      edgeSubscriptions: answer(at, organisation.edgeSubscriptions, (rows) =>
        rows.map((row) => ({ ...row })),
      ),
    },
    servers: servers
      .filter(({ certificates }) => isRead(certificates) || certificates.notRead.code !== 'not-asked')
      .map((server) => serverPart(server, at, storesOf.includes(server.name))),
  });
}

function serverPart(server: ServerReadings, at: string, withStores: boolean): object {
  const stored = (row: { readonly raw: string; readonly thumbprint: string }) => ({
    Thumbprint: row.thumbprint,
    RawData: row.raw,
  });
  return {
    name: server.name,
    fqdn: server.fqdn,
    ...refusals(at, {
      certificates: server.certificates,
      transportService: server.transportService,
      queues: server.queues,
      smtpSendLogLevel: server.smtpSendLogLevel,
      events: server.events,
      sendLogs: server.sendSessions,
      intermediates: server.intermediates,
      roots: server.roots,
    }),
    ...(withStores
      ? {
          intermediates: answer(at, server.intermediates, (rows) => rows.map(stored)),
          roots: answer(at, server.roots, (rows) => rows.map(stored)),
        }
      : {}),
    // A folder without a log is no file; only who searched it can tell.
    ...(isRead(server.sendSessions) && server.sendSessions.read.length === 0
      ? { sendLogs: answer(at, server.sendSessions, () => []) }
      : {}),
    iisBindings: answer(at, server.iisBindings, (rows) =>
      rows.map(({ site, port, thumbprint }) => ({ Site: site, Port: port, CertificateHash: thumbprint })),
    ),
    rootAutoUpdate: answer(at, server.rootAutoUpdateDisabled, (disabled) => [
      { DisableRootAutoUpdate: disabled ? 1 : null },
    ]),
  };
}

function answer<T>(at: string, reading: Reading<T>, records: (value: T) => readonly object[]): Answer {
  if (isRead(reading)) return { at, records: records(reading.read) };
  const { code, detail } = reading.notRead;
  return { at, failure: { code, message: detail ?? '' } };
}

/** Only the answers that were refused; what could be read stands in other files. */
function refusals(at: string, readings: Readonly<Record<string, Reading<unknown>>>): object {
  return Object.fromEntries(
    Object.entries(readings)
      .filter(([, reading]) => !isRead(reading))
      .map(([name, reading]) => [name, answer(at, reading, () => [])]),
  );
}
