import { describe, expect, it } from 'vitest';
import { onlyPrivateCertificateMatches as rule } from '../../../main/judge/rules/only-private-certificate-matches.ts';
import {
  certificate,
  makeCase,
  privateIssuer,
  seen,
  sendConnector,
  server,
  session,
  snapshot,
  untrustedRoot,
} from '../make-case.ts';

const bad = certificate('B1', { issuer: privateIssuer, rootCaType: 'Enterprise' });

describe('only-private-certificate-matches', () => {
  it('asks for a public certificate instead of unbinding the only one', () => {
    const refused = server([bad], { sendSessions: seen([session('B1', untrustedRoot)]) });
    const [finding] = rule.judge(makeCase(snapshot([refused]), { B1: 'not-trusted' }));
    expect(finding).toMatchObject({ status: 'error', variant: 'refused' });
    expect(finding?.advice.map((a) => a.key)).toEqual(['get-public-certificate', 'retry-queue']);
  });

  it('is a risk without a refusal', () => {
    expect(rule.judge(makeCase(snapshot([server([bad])]), { B1: 'not-trusted' }))[0]?.status).toBe('warning');
  });

  it('says nothing when a trusted or an unknown one matches as well', () => {
    const both = snapshot([server([bad, certificate('A1')])]);
    expect(rule.judge(makeCase(both, { A1: 'trusted', B1: 'not-trusted' }))).toEqual([]);
    expect(rule.judge(makeCase(both, { A1: 'cannot-tell', B1: 'not-trusted' }))).toEqual([]);
  });

  const judged = (
    held: readonly ReturnType<typeof certificate>[],
    over: Parameters<typeof snapshot>[1] = {},
  ) => rule.judge(makeCase(snapshot([server(held)], over), { A1: 'trusted', B1: 'not-trusted' }))[0];

  it('names a public certificate that is there and cannot be used, with the reason', () => {
    const keyless = judged([bad, certificate('A1', { hasPrivateKey: false })]);
    expect(keyless?.variant).toBe('other-unusable-latent');
    expect(keyless?.evidence.find((e) => e.key === 'candidate-unusable')?.values).toMatchObject({
      thumbprint: certificate('A1').thumbprint,
      reason: 'no-private-key',
    });
    expect(keyless?.advice.map((a) => a.key)).toEqual(['import-with-private-key', 'retry-queue']);
    const elliptic = judged([bad, certificate('A1', { keyAlgorithm: 'EC', keySize: 256 })]);
    expect(elliptic?.variant).toBe('other-unusable-latent');
    expect(elliptic?.advice.map((a) => a.key)).toEqual(['get-public-certificate', 'retry-queue']);
  });

  it('leads to a trusted certificate of another name before it asks for a new one', () => {
    const own = { ...bad, subject: 'CN=EX01', names: ['EX01.contoso.local'] };
    const made = snapshot([server([own, certificate('A1')], { fqdn: 'EX01.contoso.local' })], {
      sendConnectors: seen([sendConnector({ fqdn: '' })]),
    });
    const [finding] = rule.judge(makeCase(made, { A1: 'trusted', B1: 'not-trusted' }));
    expect(finding?.advice.map((a) => a.key)).toEqual([
      'pin-connector',
      'change-connector-name',
      'get-public-certificate-other-name',
      'retry-queue',
    ]);
  });
});
