import { describe, expect, it } from 'vitest';
import type { ExchangeCertificate } from '../../../main/domain/certificate.ts';
import type { Connector } from '../../../main/domain/connector.ts';
import type { Prediction } from '../../../main/domain/prediction.ts';
import { notAsked } from '../../../main/domain/reading.ts';
import { CertificateBook } from '../../../main/judge/certificate-book.ts';
import { predict } from '../../../main/judge/selection/predict.ts';
import {
  certificate,
  now,
  privateIssuer,
  receiveConnector,
  seen,
  sendConnector,
  server,
  session,
  thumbprint,
} from '../make-case.ts';

const newer = { notBefore: '2026-01-14T03:14:00Z', notAfter: '2027-01-14T03:14:00Z' };

function predicted(
  certificates: readonly ExchangeCertificate[],
  connector: Connector = sendConnector(),
): Prediction {
  return predict(connector, server(certificates), new CertificateBook(), now);
}

function reasons(p: Prediction): Record<string, string> {
  return Object.fromEntries(p.candidates.map((c) => [c.thumbprint.slice(0, 2), c.reason]));
}

describe('the certificate for a send connector', () => {
  it('is the newest of those that match, whoever issued it', () => {
    const p = predicted([
      certificate('A1'),
      certificate('B1', { issuer: privateIssuer, rootCaType: 'Enterprise', ...newer }),
    ]);
    expect(p.winner).toBe(thumbprint('B1'));
    expect(reasons(p)).toEqual({ A1: 'older', B1: 'selected-newest-valid' });
    expect(p.assumptions).toContain('order-is-observed-not-documented');
  });

  it('is found by the Fqdn of the connector, else by the name of the server', () => {
    const own = certificate('C1', { subject: 'CN=EX01', names: ['EX01', 'EX01.contoso.com'] });
    expect(predicted([certificate('A1'), own]).nameFrom).toBe('connector-fqdn');
    const p = predicted([certificate('A1'), own], sendConnector({ fqdn: '' }));
    expect(p).toMatchObject({
      nameFrom: 'server-fqdn',
      nameUsed: 'EX01.contoso.com',
      winner: thumbprint('C1'),
    });
  });

  it('does not depend on whether SMTP is listed for it', () => {
    expect(predicted([certificate('A1'), certificate('B1', { ...newer, services: [] })]).winner).toBe(
      thumbprint('B1'),
    );
  });

  it('matches by wildcard only when no exact name selects one', () => {
    const wildcard = certificate('D1', { subject: 'CN=*.contoso.com', names: ['*.contoso.com'], ...newer });
    expect(reasons(predicted([certificate('A1'), wildcard]))).toEqual({
      A1: 'selected-newest-valid',
      D1: 'matches-by-wildcard-only',
    });
    expect(predicted([wildcard]).winner).toBe(thumbprint('D1'));
    expect(predicted([certificate('A1', { hasPrivateKey: false }), wildcard]).winner).toBe(thumbprint('D1'));
  });

  it.each([
    ['no private key', { hasPrivateKey: false }, 'no-private-key'],
    ['an elliptic-curve key', { keyAlgorithm: 'EC', keySize: 256 }, 'key-algorithm-not-supported'],
    ['a key of 512 bits', { keySize: 512 }, 'key-too-short'],
    ['a pending request', { status: 'PendingRequest' as const }, 'request-pending'],
    ['bytes that make no sense', { unreadable: 'not DER' }, 'unreadable'],
  ])('is never one with %s', (_what, over, reason) => {
    const p = predicted([certificate('A1'), certificate('B1', { ...newer, ...over })]);
    expect(p.winner).toBe(thumbprint('A1'));
    expect(reasons(p)['B1']).toBe(reason);
  });

  it.each([
    ['Untrusted', 'untrusted-on-this-server'],
    ['Revoked', 'revoked'],
    ['Invalid', 'chain-error'],
  ] as const)('is not one that the server itself reports as %s', (status, reason) => {
    const p = predicted([certificate('A1'), certificate('B1', { ...newer, status })]);
    expect(p.winner).toBe(thumbprint('A1'));
    expect(reasons(p)['B1']).toBe(reason);
  });

  it('is a self-signed one only when no certificate of an authority is valid', () => {
    const own = certificate('S1', { issuer: 'CN=mail.contoso.com', selfSigned: true, ...newer });
    expect(reasons(predicted([certificate('A1'), own]))['S1']).toBe('self-signed');
    expect(predicted([certificate('A1', { status: 'Untrusted' }), own]).winner).toBe(thumbprint('S1'));
  });

  it('shows both readings of the rules when the newest certificate has expired', () => {
    const expired = certificate('X1', {
      notBefore: '2025-12-01T00:00:00Z',
      notAfter: '2026-01-10T00:00:00Z',
    });
    const p = predicted([certificate('A1'), expired]);
    expect(p).toMatchObject({ status: 'uncertain', winner: thumbprint('X1'), alternative: thumbprint('A1') });
    expect(p.assumptions).toContain('expired-newest-may-end-the-search');
  });

  it('takes dates at the moment of judgement, not the Status of an old export', () => {
    const stale = certificate('A1', { notAfter: '2026-01-14T00:00:00Z', status: 'Valid' });
    expect(predicted([stale]).candidates[0]?.localTrust).toBe('expired');
  });

  it('is nobody when none matches', () => {
    const p = predicted([certificate('A1', { subject: 'CN=other.example', names: ['other.example'] })]);
    expect(p).toMatchObject({ status: 'none', winner: null });
  });

  it('cannot be told when the certificates, the name or the pin were not read', () => {
    const unread = predict(
      sendConnector(),
      server([], { certificates: notAsked }),
      new CertificateBook(),
      now,
    );
    expect(unread.status).toBe('cannot-tell');
    expect(predicted([certificate('A1')], sendConnector({ fqdn: null })).status).toBe('cannot-tell');
    const pinUnknown = sendConnector({ tlsCertificateName: { state: 'unknown' } });
    expect(predicted([certificate('A1')], pinUnknown)).toMatchObject({ status: 'cannot-tell', winner: null });
  });

  it('is nobody where STARTTLS is ignored', () => {
    expect(predicted([certificate('A1')], sendConnector({ ignoreStartTls: true })).status).toBe(
      'no-starttls',
    );
  });
});

describe('the certificate that a connector names', () => {
  const pin = `<I>${privateIssuer}<S>CN=mail.contoso.com`;

  it('is found by meaning, whatever its names, dates and key', () => {
    const named = certificate('B1', {
      issuer: 'cn=contoso issuing ca 1,DC=contoso,DC=com',
      names: [],
      hasPrivateKey: false,
    });
    const p = predicted([certificate('A1', newer), named], sendConnector({}, pin));
    expect(p).toMatchObject({
      winner: thumbprint('B1'),
      nameFrom: 'tls-certificate-name',
      status: 'predicted',
    });
    expect(reasons(p)['A1']).toBe('not-the-pinned-name');
  });

  it('is nobody when it is gone or not valid', () => {
    expect(predicted([certificate('A1')], sendConnector({}, pin)).status).toBe('none');
    const expired = certificate('B1', { issuer: privateIssuer, notAfter: '2026-01-01T00:00:00Z' });
    const p = predicted([expired], sendConnector({}, pin));
    expect(p).toMatchObject({ status: 'none', winner: null });
    expect(reasons(p)['B1']).toBe('expired');
  });

  it('is uncertain between two of the same issuer and subject', () => {
    const twins = [
      certificate('B1', { issuer: privateIssuer }),
      certificate('B2', { issuer: privateIssuer, ...newer }),
    ];
    const p = predicted(twins, sendConnector({}, pin));
    expect(p).toMatchObject({ status: 'uncertain', winner: thumbprint('B1'), alternative: thumbprint('B2') });
    expect(reasons(p)['B2']).toBe('later-in-store');
  });
});

describe('the certificate for a receive connector', () => {
  it('follows the documented order: the first valid one, even behind an expired newer one', () => {
    const names = { subject: 'CN=EX01.contoso.com', names: ['EX01.contoso.com'] };
    const expired = certificate('X1', {
      ...names,
      notBefore: '2025-12-01T00:00:00Z',
      notAfter: '2026-01-10T00:00:00Z',
    });
    const p = predicted([certificate('A1', names), expired], receiveConnector());
    expect(p).toMatchObject({ winner: thumbprint('A1'), connectorType: 'receive' });
  });

  it('is nobody without Tls in AuthMechanism', () => {
    expect(
      predicted([certificate('A1')], receiveConnector({ authMechanism: ['ExchangeServer'] })).status,
    ).toBe('no-starttls');
  });
});

describe('proof from the send log', () => {
  const both = [certificate('A1'), certificate('B1', newer)];
  const withSession = (sent: string, started: string): Prediction =>
    predict(
      sendConnector(),
      server(both, { sendSessions: seen([session(sent, null, { started })]) }),
      new CertificateBook(),
      now,
    );

  it('agrees or disagrees with the prediction', () => {
    expect(withSession('B1', '2026-01-15T09:00:00.000Z').proof.status).toBe('agrees');
    expect(withSession('A1', '2026-01-15T09:00:00.000Z').proof).toMatchObject({
      status: 'disagrees',
      thumbprint: thumbprint('A1'),
    });
  });

  it('older than the predicted certificate proves nothing about today', () => {
    expect(withSession('A1', '2026-01-13T09:00:00.000Z').proof.status).toBe('no-evidence');
  });
});
