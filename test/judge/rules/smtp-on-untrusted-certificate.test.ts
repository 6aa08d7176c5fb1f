import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../main/domain/finding.ts';
import type { Queue } from '../../../main/domain/queue.ts';
import { smtpOnUntrustedCertificate as rule } from '../../../main/judge/rules/smtp-on-untrusted-certificate.ts';
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
      values: { conditions: 6, matches: 2, waiting: 312 },
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
      'move-services-and-remove',
      'reissue-without-name',
      'retry-queue',
    ]);
    expect(finding?.advice[0]?.command).toBe(
      "Set-SendConnector -Identity 'Outbound to Office 365' -TlsCertificateName '<I>CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1, O=DigiCert Inc, C=US<S>CN=mail.contoso.com'",
    );
  });

  it('offers the KB command only where it cannot move IIS, and never adds a service', () => {
    const bound = server([good, bad], {
      queues: seen([queue]),
      iisBindings: seen([{ site: 'Default Web Site', port: 443, thumbprint: thumbprint('B1') }]),
    });
    const command = (site: typeof bound): string | null | undefined =>
      findings(snapshot([site]), trust)[0]?.advice.find((a) => a.key === 'knowledge-base-command')?.command;
    expect(command(bound)).toBe(
      `Enable-ExchangeCertificate -Server 'EX01' -Thumbprint '${thumbprint('B1')}' -Services 'IMAP','POP','IIS'`,
    );
    const elsewhere = seen([{ site: 'Default Web Site', port: 443, thumbprint: thumbprint('A1') }]);
    expect(command({ ...bound, iisBindings: elsewhere })).toBeUndefined();
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
