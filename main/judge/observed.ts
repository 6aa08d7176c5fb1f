import type { ObservedOutcome } from '../domain/diagnosis.ts';
import { isExchangeOnlineBound } from '../domain/exchange-online.ts';
import { readOrNull } from '../domain/reading.ts';
import { innermostReply } from '../domain/reply.ts';
import type { SmtpSession } from '../domain/smtp-session.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { isSessionOf } from './selection/proof.ts';

/**
 * What Exchange Online was seen to do with a certificate in the protocol logs, newest session for each thumbprint.
 * A refusal or acceptance seen in a log outranks any list (decision 10).
 */
export function observedInLogs(snapshot: Snapshot): ReadonlyMap<string, ObservedOutcome> {
  const cloud = (readOrNull(snapshot.organisation.sendConnectors) ?? []).filter(
    (c) => isExchangeOnlineBound(c) === true,
  );
  const outcomes = new Map<string, ObservedOutcome>();
  for (const server of snapshot.servers) {
    for (const session of readOrNull(server.sendSessions) ?? []) {
      if (!cloud.some((connector) => isSessionOf(session, connector))) continue;
      const thumbprint = session.sentCertificate?.thumbprint ?? null;
      const outcome = outcomeOf(session);
      if (thumbprint === null || outcome === null) continue;
      const earlier = outcomes.get(thumbprint);
      if (earlier !== undefined && (earlier.at ?? '') > (session.started ?? '')) continue;
      outcomes.set(thumbprint, { outcome, from: session.origin, at: session.started });
    }
  }
  return outcomes;
}

/**
 * Accepted only when a message was taken over TLS: a session that was merely dropped shows nothing. A refusal for another
 * reason says nothing of the certificate either.
 */
export function outcomeOf(session: SmtpSession): 'accepted' | 'refused' | null {
  if (session.tlsError !== null || session.tlsProtocol === null) return refusedOnly(session);
  return session.messageTaken === true ? 'accepted' : refusedOnly(session);
}

function refusedOnly({ rejection }: SmtpSession): 'refused' | null {
  if (rejection === null) return null;
  const { class: kind } = innermostReply(rejection);
  return kind === 'untrusted-root' || kind === 'tls-channel-refused' ? 'refused' : null;
}
