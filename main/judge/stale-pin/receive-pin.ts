import type { Connector } from '../../domain/connector.ts';
import type { Advice, Finding } from '../../domain/finding.ts';
import type { Prediction } from '../../domain/prediction.ts';
import { describedAdvice, pinText } from '../advice.ts';
import { type Case, findServer } from '../case.ts';
import { connectorOf } from '../connector-of.ts';
import { certificateValues } from '../evidence.ts';
import { bestToPin, pinObstacles } from '../pinnable.ts';
import { predict } from '../selection/predict.ts';
import { leadsNowhere, replacements, stalePin } from './stale-pin.ts';

/** STARTTLS is not offered on this connector. */
export function staleReceivePin(c: Case, p: Prediction): readonly Finding[] {
  const connector = p.connectorType === 'receive' ? connectorOf(c, p) : null;
  if (connector === null || !leadsNowhere(p)) return [];
  const complaint = { evidence: [], current: false };
  const finding = stalePin(c, p, connector, { complaint, advice: [cure(c, p, connector)] });
  return finding === null ? [] : [finding];
}

/** Name the renewed certificate where it can be named; else clear the name where the search then finds one. */
function cure(c: Case, p: Prediction, connector: Connector): Advice {
  const identity = connector.identity ?? connector.name;
  const best = bestToPin(c, connector, replacements(c, p, connector));
  if (best !== null && pinObstacles(c, connector, best).length === 0) {
    const values = { connector: identity, ...certificateValues(best) };
    return repin('repin-receive-connector', identity, values, pinText(best));
  }
  const server = findServer(c.snapshot, p.server);
  const cleared: Connector = { ...connector, tlsCertificateName: { state: 'absent' } };
  const found = server === null ? null : predict(cleared, server, c.book, c.now).winner;
  return found === null
    ? describedAdvice('no-certificate-for-receive-connector', { connector: identity, server: p.server })
    : repin('clear-receive-connector', identity, { connector: identity, thumbprint: found }, null);
}

function repin(key: string, identity: string, values: Advice['values'], pin: string | null): Advice {
  return describedAdvice(key, values, [
    'Set-ReceiveConnector',
    [
      ['Identity', identity],
      ['TlsCertificateName', pin],
    ],
  ]);
}
