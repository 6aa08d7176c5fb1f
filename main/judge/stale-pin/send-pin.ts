import type { Finding } from '../../domain/finding.ts';
import type { Prediction } from '../../domain/prediction.ts';
import { describedAdvice, retryQueue } from '../advice.ts';
import { type Case, connectorNamed } from '../case.ts';
import { refusalEvidence } from '../evidence.ts';
import { pinAdvice } from '../redirect-advice.ts';
import { refusedFor } from '../refused-for.ts';
import { leadsNowhere, replacements, stalePin } from './stale-pin.ts';

/** Mail of this source server waits with 454 4.7.5. */
export function staleSendPin(c: Case, p: Prediction): readonly Finding[] {
  const connector = p.connectorType === 'send' ? connectorNamed(c, p.connector) : null;
  if (connector === null || !leadsNowhere(p)) return [];
  const { all, current } = refusedFor(c, p, 'pin-not-found');
  const finding = stalePin(c, p, connector, {
    complaint: { evidence: all.map((r) => refusalEvidence(r)), current },
    advice: [
      // A namesake that Microsoft does not trust would turn waiting mail into refused mail (KB 2888788).
      ...pinAdvice(c, connector, replacements(c, p, connector)),
      describedAdvice('rerun-hybrid-wizard', { connector: connector.name }),
      retryQueue(p.server),
    ],
  });
  return finding === null ? [] : [finding];
}
