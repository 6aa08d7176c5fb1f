import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../main/domain/finding.ts';
import type { Queue } from '../../../main/domain/queue.ts';
import { smtpOnUntrustedCertificate as rule } from '../../../main/judge/rules/smtp-on-untrusted-certificate.ts';
import { TrustTable } from '../../../main/judge/trust-table.ts';
import {
  certificate,
  makeCase,
  privateIssuer,
  seen,
  sendConnector,
  server,
  session,
  snapshot,
  thumbprint,
  untrustedRoot,
} from '../make-case.ts';

const good = certificate('A1', { names: ['mail.contoso.com', 'autodiscover.contoso.com'] });
const bad = certificate('B1', {
  issuer: privateIssuer,
  rootCaType: 'Enterprise',
  services: ['IMAP', 'POP', 'IIS', 'SMTP'],
  notBefore: '2026-01-14T03:14:00Z',
  notAfter: '2027-01-14T03:14:00Z',
});
const trust = { A1: 'trusted', B1: 'not-trusted' } as const;

const queue: Queue = {
  identity: 'EX01\\38',
  server: 'EX01',
  deliveryType: 'SmartHostConnectorDelivery',
  status: 'Retry',
  messageCount: 312,
  nextHopDomain: 'contoso-com.mail.protection.outlook.com',
  nextHopConnector: '11111111-2222-3333-4444-555555555555',
  tlsDomain: null,
  lastError: untrustedRoot,
  lastRetryTime: '2026-01-15T09:58:00Z',
  nextRetryTime: null,
  origins: [],
};

function findings(...args: Parameters<typeof makeCase>): readonly Finding[] {
  return rule.judge(makeCase(...args));
}

describe('smtp-on-untrusted-certificate', () => {
  it('names the KB case when the newer private certificate wins and Exchange Online refuses it', () => {
    const [finding] = findings(
      snapshot([
        server([good, bad], { queues: seen([queue]), sendSessions: seen([session('B1', untrustedRoot)]) }),
      ]),
      trust,
    );
    expect(finding).toMatchObject({
      status: 'error',
      variant: 'newest-refused',
      subject: { server: 'EX01', thumbprint: thumbprint('B1'), connector: 'Outbound to Office 365' },
      values: { matches: 2 },
    });
    expect(finding?.evidence.map((e) => e.key)).toEqual([
      'refused-queue',
      'refused-session',
      'name-connector-fqdn',
      'certificate-trusted-witness',
      'certificate-not-trusted-witness',
      'selected-newest-valid',
      'proof-agrees',
    ]);
  });

  it('ranks the pin first and the KB command last, and gives the exact commands', () => {
    const [finding] = findings(snapshot([server([good, bad], { queues: seen([queue]) })]), trust);
    expect(finding?.advice.map((a) => a.key)).toEqual([
      'pin-connector',
      'change-connector-name',
      'removal-not-checked',
      'reissue-without-name',
      'knowledge-base-command',
      'retry-queue',
    ]);
    expect(finding?.advice[0]?.command).toBe(
      "Set-SendConnector -Identity 'Outbound to Office 365' -TlsCertificateName '<I>CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1, O=DigiCert Inc, C=US<S>CN=mail.contoso.com'",
    );
  });

  it('never moves a site with the KB command, whatever is bound, and never adds a service', () => {
    const command = (...bound: readonly string[]): string | null | undefined => {
      const iisBindings = seen(bound.map((t) => ({ site: 'Exchange Back End', port: 444, thumbprint: t })));
      const made = snapshot([server([good, bad], { queues: seen([queue]), iisBindings })]);
      return findings(made, trust)[0]?.advice.find((a) => a.key === 'knowledge-base-command')?.command;
    };
    const expected = `Enable-ExchangeCertificate -Server 'EX01' -Thumbprint '${thumbprint('B1')}' -Services 'IMAP','POP'`;
    expect(command(thumbprint('B1'))).toBe(expected);
    expect(command(thumbprint('A1'))).toBe(expected);
  });

  it('does not offer what cannot cure a pin: the KB command, another name, a certificate without the name', () => {
    const organisation = {
      sendConnectors: seen([sendConnector({}, `<I>${privateIssuer}<S>CN=mail.contoso.com`)]),
    };
    const keys = findings(snapshot([server([good, bad])], organisation), trust)[0]?.advice.map((a) => a.key);
    expect(keys).toEqual(['pin-connector', 'removal-blocked-send-connector', 'retry-queue']);
  });

  it('offers another name only where every source server would then present a trusted certificate', () => {
    const organisation = { sendConnectors: seen([sendConnector({ sourceServers: ['EX01', 'EX02'] })]) };
    const second = { name: 'EX02', fqdn: 'EX02.contoso.com' };
    const offered = (held: readonly (typeof good)[]) =>
      findings(snapshot([server([good, bad]), server(held, second)], organisation), trust)[0]
        ?.advice.map((a) => a.key)
        .includes('change-connector-name');
    expect(offered([good, bad])).toBe(true);
    // Here a newer private certificate carries the other name by wildcard, and there is no exact one.
    expect(offered([certificate('A1'), { ...bad, names: ['mail.contoso.com', '*.contoso.com'] }])).toBe(
      false,
    );
    expect(offered([{ ...good, hasPrivateKey: null }, bad])).toBe(false);
  });

  it('leaves a public certificate that has only expired to its own rule, with or without its chain', () => {
    const made = makeCase(
      snapshot([server([certificate('A1', { names: ['mail.contoso.com'] }), bad])]),
      trust,
    );
    const expired = (codes: readonly string[], witnesses: readonly string[] = []) => {
      const opinion = {
        answer: 'not-trusted' as const,
        basis: 'path' as const,
        reasons: codes.map((code) => ({ code, certificate: null, detail: null })),
        path: [],
        witnesses,
      };
      const known = made.trust.all.map((t) =>
        t.thumbprint === bad.thumbprint ? { ...t, microsoft: opinion } : t,
      );
      return rule.judge({ ...made, trust: new TrustTable(known) });
    };
    expect(expired(['expired'])).toEqual([]);
    expect(expired(['expired', 'issuer-not-found'])).toEqual([]);
    expect(expired(['expired', 'untrusted-root'])[0]?.evidence.map((e) => e.key)).toContain(
      'certificate-not-trusted-path',
    );
    expect(
      expired(['expired', 'issuer-not-found'], ['ad-cs-template'])[0]?.evidence.map((e) => e.key),
    ).toContain('certificate-not-trusted-part');
  });

  it('is a risk, not a fault, while no refusal was seen', () => {
    expect(findings(snapshot([server([good, bad])]), trust)[0]).toMatchObject({
      status: 'warning',
      variant: 'newest-latent',
    });
  });

  it('is over once a later session went through', () => {
    const sessions = [
      session('B1', untrustedRoot, { started: '2026-01-15T08:00:00.000Z' }),
      session('B1', null, { started: '2026-01-15T09:00:00.000Z' }),
    ];
    const [finding] = findings(snapshot([server([good, bad], { sendSessions: seen(sessions) })]), trust);
    expect(finding?.status).toBe('warning');
  });

  it('blames the pin when the connector names the private certificate', () => {
    const organisation = {
      sendConnectors: seen([sendConnector({}, `<I>${privateIssuer}<S>CN=mail.contoso.com`)]),
    };
    const [finding] = findings(
      snapshot([server([good, bad], { queues: seen([queue]) })], organisation),
      trust,
    );
    expect(finding).toMatchObject({ variant: 'pinned-refused', status: 'error' });
    expect(finding?.advice[0]?.key).toBe('pin-connector');
  });

  it('says nothing when the trusted one wins, when trust is not known, or when no trusted one is there', () => {
    const older = { ...bad, notBefore: '2025-01-01T00:00:00Z' };
    expect(findings(snapshot([server([good, older])]), trust)).toEqual([]);
    expect(findings(snapshot([server([good, bad])]), { A1: 'trusted', B1: 'cannot-tell' })).toEqual([]);
    expect(findings(snapshot([server([bad])]), trust)).toEqual([]);
  });

  it('judges every source server by itself', () => {
    const organisation = { sendConnectors: seen([sendConnector({ sourceServers: ['EX01', 'EX02'] })]) };
    const servers = [server([good]), server([good, bad], { name: 'EX02', fqdn: 'EX02.contoso.com' })];
    expect(findings(snapshot(servers, organisation), trust).map((f) => f.subject.server)).toEqual(['EX02']);
  });
});
