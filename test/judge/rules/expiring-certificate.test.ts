import { describe, expect, it } from 'vitest';
import type { ExchangeCertificate } from '../../../main/domain/certificate.ts';
import type { Finding } from '../../../main/domain/finding.ts';
import { expiringCertificate as rule } from '../../../main/judge/rules/expiring-certificate.ts';
import { certificate, makeCase, server, snapshot } from '../make-case.ts';

function judged(over: Partial<ExchangeCertificate>): readonly Finding[] {
  return rule.judge(makeCase(snapshot([server([certificate('A1', over)])])));
}
const unused = { subject: 'CN=old.contoso.com', names: ['old.contoso.com'] };

describe('expiring-certificate', () => {
  it('is an error for the presented certificate once it has expired', () => {
    expect(judged({ notAfter: '2026-01-10T00:00:00Z' })).toMatchObject([
      { status: 'error', variant: 'expired-presented' },
    ]);
  });

  it('scales the warning by the lifetime, at most 60 days', () => {
    const life = (from: string, to: string): number => judged({ notBefore: from, notAfter: to }).length;
    expect(life('2025-02-20T00:00:00Z', '2026-03-10T00:00:00Z')).toBe(1); // 54 days left of a year
    expect(life('2026-01-01T00:00:00Z', '2026-02-17T00:00:00Z')).toBe(0); // 32 days left of 47
    expect(life('2025-12-10T00:00:00Z', '2026-01-26T00:00:00Z')).toBe(1); // 10 days left of 47
  });

  it('is milder for what no connector presents, and silent for what nothing uses', () => {
    const end = { ...unused, notAfter: '2026-01-10T00:00:00Z' };
    expect(judged({ ...end, services: ['IIS'] })).toMatchObject([
      { status: 'warning', variant: 'expired-bound' },
    ]);
    expect(judged({ ...end, services: ['SMTP'] })).toMatchObject([
      { status: 'notice', variant: 'expired-listed' },
    ]);
    expect(judged({ ...end, services: [] })).toEqual([]);
    expect(judged({ ...end, services: null })).toEqual([]);
  });
});
