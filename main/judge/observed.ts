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

/** Accepted only when TLS came up and nothing was refused; a refusal for another reason says nothing of the certificate. */
export function outcomeOf(session: SmtpSession): 'accepted' | 'refused' | null {
  if (session.tlsError !== null) return null;
  if (session.rejection === null) return session.tlsProtocol === null ? null : 'accepted';
  const { class: kind } = innermostReply(session.rejection);
  return kind === 'untrusted-root' || kind === 'tls-channel-refused' ? 'refused' : null;
}
