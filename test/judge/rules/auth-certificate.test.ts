import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../main/domain/finding.ts';
import { authCertificate as rule } from '../../../main/judge/rules/auth-certificate.ts';
import { certificate, makeCase, seen, server, snapshot, thumbprint } from '../make-case.ts';

const auth = certificate('F1', {
  subject: 'CN=Microsoft Exchange Server Auth Certificate',
  selfSigned: true,
});

function judged(current: string, held = auth, next: string | null = ''): readonly Finding[] {
  const authConfig = seen({
    currentThumbprint: current,
    previousThumbprint: '',
    nextThumbprint: next,
    nextEffectiveDate: null,
  });
  return rule.judge(makeCase(snapshot([server([held])], { authConfig })));
}

describe('auth-certificate', () => {
  it('is an error when it has expired, is not set, or a server lacks it', () => {
    expect(judged(thumbprint('F1'), { ...auth, notAfter: '2026-01-01T00:00:00Z' })[0]?.variant).toBe(
      'expired',
    );
    expect(judged('')[0]?.variant).toBe('not-set');
    expect(judged(thumbprint('F2'))[0]).toMatchObject({
      variant: 'not-on-server',
      subject: { server: 'EX01' },
    });
  });

  it('is a warning within 60 days of its end unless a successor is set', () => {
    const ending = { ...auth, notAfter: '2026-02-15T00:00:00Z' };
    expect(judged(thumbprint('F1'), ending)[0]).toMatchObject({ status: 'warning', values: { days: 30 } });
    expect(judged(thumbprint('F1'), ending, thumbprint('F2'))).toEqual([]);
  });

  it('says nothing of ordinary certificates', () => {
    expect(judged(thumbprint('F1'))).toEqual([]);
  });
});
