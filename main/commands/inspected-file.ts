import type { SavedFile } from '../gather/saved/saved-file.ts';
import type { InspectedFile } from '../report/inspected-file.ts';

/** A file that was read, in the form in which the report room shows it. */
export function inspectedFile(file: SavedFile): InspectedFile {
  const { found } = file;
  return {
    path: file.path,
    format: file.format,
    kind: file.kind,
    encoding: file.encoding,
    counts: file.counts,
    complete: file.complete,
    notRead: file.notRead,
    certificates: found.certificates,
    otherCertificates: [...found.looseCertificates, ...found.storeCertificates].map(({ value }) => value),
    connectors: [...found.sendConnectors, ...found.receiveConnectors],
    events: found.events,
    sessions: [...found.sendSessions, ...found.receiveSessions].map(({ value }) => value),
    queues: found.queues,
    objects: file.objects,
    others: {
      authConfigs: found.authConfigs.map(({ value }) => value),
      hybridConfigurations: found.hybridConfigurations.map(({ value }) => value),
      exchangeServers: found.exchangeServers.map(({ value }) => value),
      transportServices: found.transportServices.map(({ value }) => value),
      federationTrusts: found.federationTrusts.map(({ value }) => value),
      edgeSubscriptions: found.edgeSubscriptions.map(({ value }) => value),
    },
  };
}
