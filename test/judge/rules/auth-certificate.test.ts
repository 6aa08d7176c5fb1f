import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../main/domain/finding.ts';
import { authCertificate as rule } from '../../../main/judge/rules/auth-certificate.ts';
import { certificate, makeCase, seen, server, snapshot, thumbprint } from '../make-case.ts';

const auth = certificate('F1', {
  subject: 'CN=Microsoft Exchange Server Auth Certificate',
  selfSigned: true,
});

const listed = (role: string) => seen([{ name: 'EX01', fqdn: null, role, version: null, site: null }]);
const mailbox = listed('Mailbox');

function judged(current: string, held = auth, next: string | null = ''): readonly Finding[] {
  const authConfig = seen({
    currentThumbprint: current,
    previousThumbprint: '',
    nextThumbprint: next,
    nextEffectiveDate: null,
  });
  return rule.judge(makeCase(snapshot([server([held])], { authConfig, exchangeServers: mailbox })));
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

  it('does not call a successor missing that was not read', () => {
    const ending = { ...auth, notAfter: '2026-02-15T00:00:00Z' };
    expect(judged(thumbprint('F1'), ending, null)[0]?.variant).toBe('expires-next-not-known');
  });

  it('asks only servers that are known to be no Edge servers, and only whole lists', () => {
    const authConfig = seen({
      currentThumbprint: thumbprint('F2'),
      previousThumbprint: '',
      nextThumbprint: '',
      nextEffectiveDate: null,
    });
    const variants = (over: Parameters<typeof snapshot>[1], complete = true) => {
      const made = snapshot([server([auth])], { authConfig, ...over });
      return rule
        .judge(makeCase({ ...made, sources: made.sources.map((s) => ({ ...s, complete })) }))
        .map((f) => f.variant);
    };
    expect(variants({ exchangeServers: mailbox })).toEqual(['not-on-server']);
    expect(variants({ exchangeServers: listed('Edge') })).toEqual([]);
    expect(variants({})).toEqual([]);
    expect(variants({ exchangeServers: mailbox }, false)).toEqual([]);
  });
});
