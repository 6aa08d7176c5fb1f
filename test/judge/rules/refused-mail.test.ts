import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../main/domain/finding.ts';
import { refusedMail as rule } from '../../../main/judge/rules/refused-mail.ts';
import { certificate, makeCase, seen, server, session, snapshot, untrustedRoot } from '../make-case.ts';

function judged(reply: string): readonly Finding[] {
  return rule.judge(
    makeCase(snapshot([server([certificate('A1')], { sendSessions: seen([session('A1', reply)]) })])),
  );
}

describe('refused-mail', () => {
  it('reports what was observed even where no cause is known', () => {
    expect(judged(untrustedRoot)).toMatchObject([{ status: 'error', variant: 'untrusted-root' }]);
    expect(
      judged('454 4.7.0 Failed to establish appropriate TLS channel: CertificateExpired: Access Denied'),
    ).toMatchObject([{ variant: 'tls-channel-refused', values: { reason: 'CertificateExpired' } }]);
  });

  it('says that a look-alike is not a certificate fault', () => {
    expect(judged('454 4.7.0 Temporary authentication failure')).toMatchObject([
      { status: 'warning', variant: 'kerberos' },
    ]);
  });

  it('does not mention mail that was refused for other reasons', () => {
    expect(judged('550 5.1.1 User unknown')).toEqual([]);
    expect(judged('452 4.2.2 Mailbox full')).toEqual([]);
  });
});
