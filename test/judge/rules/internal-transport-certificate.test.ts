import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../main/domain/finding.ts';
import { missingNeeds } from '../../../main/judge/not-judged.ts';
import { internalTransportCertificate as rule } from '../../../main/judge/rules/internal-transport-certificate.ts';
import { certificate, makeCase, seen, server, snapshot, thumbprint } from '../make-case.ts';

const own = certificate('C5', { issuer: 'CN=EX01', subject: 'CN=EX01', selfSigned: true });

function judged(internal: string, certificates = [own]): readonly Finding[] {
  const transportService = seen({
    internalTransportCertificateThumbprint: internal,
    sendProtocolLogPath: null,
    messageExpirationSeconds: null,
  });
  return rule.judge(makeCase(snapshot([server(certificates, { transportService })])));
}

describe('internal-transport-certificate', () => {
  it.each([
    ['not set', '', [own], 'not-set'],
    ['not in the store', thumbprint('99'), [own], 'not-in-store'],
    ['expired', thumbprint('C5'), [{ ...own, notAfter: '2026-01-01T00:00:00Z' }], 'expired'],
  ])('is an error when %s', (_what, internal, certificates, variant) => {
    expect(judged(internal, certificates)).toMatchObject([{ status: 'error', variant }]);
  });

  it('is worth a notice when a certificate of an authority took its place', () => {
    expect(judged(thumbprint('A1'), [certificate('A1')])).toMatchObject([
      { status: 'notice', variant: 'replaced' },
    ]);
  });

  it('is content with a valid self-signed one, and silent when it was not read', () => {
    expect(judged(thumbprint('C5'))).toEqual([]);
    expect(rule.judge(makeCase(snapshot([server([own])])))).toEqual([]);
  });

  it('does not miss a certificate in a list that ended early', () => {
    const transportService = seen({
      internalTransportCertificateThumbprint: thumbprint('99'),
      sendProtocolLogPath: null,
      messageExpirationSeconds: null,
    });
    const made = snapshot([server([own], { transportService })]);
    const partial = { ...made, sources: made.sources.map((s) => ({ ...s, complete: false })) };
    expect(rule.judge(makeCase(partial))).toEqual([]);
    expect(missingNeeds(rule, makeCase(partial))).toMatchObject([
      { server: 'EX01', missing: 'certificates', reason: 'incomplete' },
    ]);
  });
});
