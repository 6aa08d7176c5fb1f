import { describe, expect, it } from 'vitest';
import { severalCertificatesMatch as rule } from '../../../main/judge/rules/several-certificates-match.ts';
import { certificate, makeCase, privateIssuer, server, snapshot } from '../make-case.ts';

const older = certificate('B1', { issuer: privateIssuer, notBefore: '2025-01-01T00:00:00Z' });

describe('several-certificates-match', () => {
  it('warns that the private one will win after its next renewal', () => {
    const [finding] = rule.judge(
      makeCase(snapshot([server([certificate('A1'), older])]), { A1: 'trusted', B1: 'not-trusted' }),
    );
    expect(finding).toMatchObject({ status: 'warning', variant: 'private-rival' });
    expect(finding?.advice[0]?.key).toBe('pin-connector');
  });

  it('is no alarm when all that match are trusted, or the other one is self-signed', () => {
    const made = snapshot([server([certificate('A1'), older])]);
    expect(rule.judge(makeCase(made, { A1: 'trusted', B1: 'trusted' }))).toEqual([]);
    const own = certificate('C5', { issuer: 'CN=mail.contoso.com', selfSigned: true });
    expect(
      rule.judge(
        makeCase(snapshot([server([certificate('A1'), own])]), { A1: 'trusted', C5: 'not-trusted' }),
      ),
    ).toEqual([]);
  });

  it('does not call a certificate trusted of which that cannot be told', () => {
    const made = snapshot([server([certificate('A1'), older])]);
    expect(rule.judge(makeCase(made, { A1: 'cannot-tell', B1: 'not-trusted' }))).toEqual([]);
  });

  it('does not fear what lost for more than its age', () => {
    const expired = { ...older, notAfter: '2025-06-01T00:00:00Z' };
    const made = snapshot([server([certificate('A1'), expired])]);
    expect(rule.judge(makeCase(made, { A1: 'trusted', B1: 'not-trusted' }))).toEqual([]);
  });
});
