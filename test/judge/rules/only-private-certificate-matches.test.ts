import { describe, expect, it } from 'vitest';
import { onlyPrivateCertificateMatches as rule } from '../../../main/judge/rules/only-private-certificate-matches.ts';
import {
  certificate,
  makeCase,
  privateIssuer,
  seen,
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
});
