import type { Connector } from '../../domain/connector.ts';
import { readOrNull } from '../../domain/reading.ts';
import type { Rule } from '../rule.ts';
import { staleHybridPin } from '../stale-pin/hybrid-pin.ts';
import { staleReceivePin } from '../stale-pin/receive-pin.ts';
import { staleSendPin } from '../stale-pin/send-pin.ts';
import { staleId } from '../stale-pin/stale-pin.ts';

/**
 * A connector (or the hybrid configuration) names a certificate that its server does not hold, or holds only expired
 * or untrusted: mail waits with 454 4.7.5, or STARTTLS is not offered. Usual after a renewal with a new issuer.
 */
export const staleTlsCertificateName: Rule = {
  id: staleId,
  variants: [
    'send-not-found',
    'send-not-valid',
    'send-malformed',
    'receive-not-found',
    'receive-not-valid',
    'receive-malformed',
    'hybrid-not-found',
  ],
  citation: {
    text: 'When TlsCertificateName names a certificate that is not found, delivery fails with 454 4.7.5 and event 12014 is written.',
    url: 'https://learn.microsoft.com/exchange/mail-flow/mail-routing/inbound-starttls-certificates-selection',
    read: '2026-11-24',
  },
  needs: [
    'sendConnectors',
    'receiveConnectors',
    'hybridConfiguration',
    'exchangeServers',
    'certificates',
    'wholeStore',
  ],
  applies: (c) =>
    [...c.sendConnectors, ...c.receiveConnectors].some((x) => isSet(x)) ||
    readOrNull(c.snapshot.organisation.hybridConfiguration)?.tlsCertificateName.state === 'present',
  judge: (c) => [
    ...c.predictions.flatMap((p) => [...staleSendPin(c, p), ...staleReceivePin(c, p)]),
    ...staleHybridPin(c),
  ],
};

function isSet({ tlsCertificateName: { state } }: Connector): boolean {
  return state === 'present' || state === 'malformed';
}
