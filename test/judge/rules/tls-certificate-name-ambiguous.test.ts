import { describe, expect, it } from 'vitest';
import { tlsCertificateNameAmbiguous as rule } from '../../../main/judge/rules/tls-certificate-name-ambiguous.ts';
import {
  certificate,
  makeCase,
  publicIssuer,
  receiveConnector,
  seen,
  sendConnector,
  server,
  snapshot,
  thumbprint,
} from '../make-case.ts';

const organisation = {
  sendConnectors: seen([sendConnector({}, `<I>${publicIssuer}<S>CN=mail.contoso.com`)]),
};

describe('tls-certificate-name-ambiguous', () => {
  it('warns of a renewed twin and names the older one for removal', () => {
    const twins = [certificate('A1'), certificate('A2', { notBefore: '2026-01-10T00:00:00Z' })];
    const [finding] = rule.judge(makeCase(snapshot([server(twins)], organisation)));
    expect(finding).toMatchObject({ status: 'warning', values: { count: 2 } });
    expect(finding?.advice[0]?.values).toMatchObject({ thumbprint: thumbprint('A1') });
  });

  it('is content when only one of the two is valid', () => {
    const twins = [certificate('A1', { notAfter: '2026-01-01T00:00:00Z' }), certificate('A2')];
    expect(rule.judge(makeCase(snapshot([server(twins)], organisation)))).toEqual([]);
  });

  it('does not say of a receive connector that Exchange would refuse the removal', () => {
    const pin = `<I>${publicIssuer}<S>CN=mail.contoso.com`;
    const receive = { sendConnectors: seen([]), receiveConnectors: seen([receiveConnector({}, pin)]) };
    const twins = [certificate('A1'), certificate('A2', { notBefore: '2026-01-10T00:00:00Z' })];
    const [finding] = rule.judge(makeCase(snapshot([server(twins)], receive)));
    expect(finding?.variant).toBe('renewed-twin-receive');
    expect(finding?.advice.map((a) => a.key)).toEqual(['remove-renewed-twin-receive']);
  });
});
