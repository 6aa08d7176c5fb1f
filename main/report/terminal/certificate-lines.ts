import type { ExchangeCertificate } from '../../domain/certificate.ts';
import type { Diagnosis } from '../../domain/diagnosis.ts';
import { readOrNull } from '../../domain/reading.ts';
import { day } from '../time-text.ts';
import { clippedText } from '../visible-text.ts';
import type { TerminalOptions } from './diagnosis-text.ts';
import { wrap } from './wrap.ts';

/** Every certificate of every server with what Exchange says of it and both opinions on trust. */
export function certificateLines(diagnosis: Diagnosis, o: TerminalOptions): readonly string[] {
  return diagnosis.snapshot.servers.flatMap((server) => {
    const certificates = readOrNull(server.certificates) ?? [];
    if (certificates.length === 0) return [];
    return [
      ` ${o.paint('bold', clippedText(server.fqdn ?? (server.name || o.words('label.unnamedServer')), 100))}`,
      ...certificates.flatMap((c) => lines(c, server.name, diagnosis, o)),
    ];
  });
}

function lines(
  c: ExchangeCertificate,
  server: string,
  diagnosis: Diagnosis,
  o: TerminalOptions,
): readonly string[] {
  const { words } = o;
  const unknown = words('label.unknown');
  if (c.unreadable !== null)
    return [`   ${c.thumbprint}  ${words('candidate.unreadable')}: ${clippedText(c.unreadable, 120)}`];
  const trust = diagnosis.trust.find((t) => t.thumbprint === c.thumbprint && t.sha256 === c.sha256);
  const local = trust?.servers.find((s) => s.server === server)?.opinion ?? 'not-known';
  const services =
    c.services === null ? unknown : c.services.length === 0 ? words('label.none') : c.services.join(', ');
  const details = [
    `${words('label.services')}: ${services}`,
    `${words('label.status')}: ${c.status ?? unknown}`,
    ...(c.friendlyName === ''
      ? []
      : [`${words('label.friendlyName')}: ${clippedText(c.friendlyName ?? unknown, 60)}`]),
    `${words('label.validUntil')}: ${c.notAfter === null ? unknown : day(c.notAfter)}`,
  ];
  const opinions = [
    `${words('label.thisServer')}: ${words(`localTrust.${local}`)}`,
    `${words('label.microsoft')}: ${trust === undefined ? unknown : words(`trustAnswer.${answerKey(trust)}`)}`,
  ];
  return [
    `   ${c.thumbprint}  ${clippedText(c.subject ?? unknown, Math.max(30, o.width - 46))}`,
    o.paint('dim', wrap(details.join(' · '), o.width, 5)),
    wrap(opinions.join(' · '), o.width, 5),
  ];
}

function answerKey(trust: Diagnosis['trust'][number]): string {
  if (trust.observed !== null) return trust.observed.outcome;
  const { answer, basis } = trust.microsoft;
  return answer === 'cannot-tell' ? answer : `${answer}-${basis}`;
}
