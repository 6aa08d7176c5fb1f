import { unknownExchangeView } from '../../domain/certificate.ts';
import type { InspectedFile } from '../inspected-file.ts';
import { certificateJson } from './certificate-json.ts';
import { connectorJson } from './connector-json.ts';

/** The version of the JSON interface, which is that of the program. */
const version = '1.0.0';

/** The result of `rootcause inspect` as `cli.md` prints it. */
export function inspectJson(files: readonly InspectedFile[]) {
  return { rootcause: version, files: files.map((file) => fileJson(file)) };
}

function fileJson(file: InspectedFile) {
  return {
    path: file.path,
    format: file.format,
    kind: file.kind,
    encoding: file.encoding,
    complete: file.complete,
    counts: file.counts,
    notRead: file.notRead.map((gap) => ({
      reason: gap.reason.cause ?? gap.reason.code,
      ...(gap.reason.detail === undefined ? {} : { detail: gap.reason.detail }),
      count: gap.count,
      where: gap.where ?? null,
      ...(gap.kept === true ? { kept: true } : {}),
    })),
    certificates: [
      ...file.certificates.map((certificate) => certificateJson(certificate)),
      ...file.otherCertificates.map((facts) => {
        const { raw: _raw, ...plain } = facts as typeof facts & { readonly raw?: string };
        return { ...plain, ...unknownExchangeView };
      }),
    ],
    connectors: file.connectors.map((connector) => connectorJson(connector)),
    events: file.events.map(({ subject, origin, ...event }) => ({
      ...event,
      ...(event.meaning === null ? {} : { reply: subject?.reply ?? null, subject }),
      where: origin.where ?? null,
    })),
    sessions: file.sessions.map(({ origin, ...session }) => ({ ...session, where: origin.where ?? null })),
    queues: file.queues,
    objects: file.objects,
    ...file.others,
  };
}
