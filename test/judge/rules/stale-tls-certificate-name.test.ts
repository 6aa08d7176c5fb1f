import { describe, expect, it } from 'vitest';
import { staleTlsCertificateName as rule } from '../../../main/judge/rules/stale-tls-certificate-name.ts';
import {
  certificate,
  makeCase,
  publicIssuer,
  receiveConnector,
  seen,
  sendConnector,
  server,
  session,
  snapshot,
} from '../make-case.ts';

const oldPin = '<I>CN=DigiCert TLS RSA SHA256 2020 CA1, O=DigiCert Inc, C=US<S>CN=mail.contoso.com';
const reply =
  '454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.';

describe('stale-tls-certificate-name', () => {
  it('finds a send connector that names a certificate renewed under another issuer, and offers the new one', () => {
    const renewed = server([certificate('A1')], { sendSessions: seen([session('A1', reply)]) });
    const organisation = { sendConnectors: seen([sendConnector({}, oldPin)]) };
    const [finding] = rule.judge(makeCase(snapshot([renewed], organisation), { A1: 'trusted' }));
    expect(finding).toMatchObject({ status: 'error', variant: 'send-not-found' });
    expect(finding?.advice[0]?.command).toContain(`<I>${publicIssuer}<S>CN=mail.contoso.com`);
  });

  it('tells a named certificate that is not valid from one that is gone', () => {
    const expired = certificate('A1', { notAfter: '2026-01-01T00:00:00Z' });
    const organisation = {
      sendConnectors: seen([sendConnector({}, `<I>${publicIssuer}<S>CN=mail.contoso.com`)]),
    };
    const [finding] = rule.judge(makeCase(snapshot([server([expired])], organisation)));
    expect(finding).toMatchObject({ variant: 'send-not-valid', values: { reason: 'expired' } });
  });

  it('finds a malformed name, a receive connector and the hybrid configuration', () => {
    const organisation = {
      sendConnectors: seen([sendConnector({}, 'mail.contoso.com')]),
      receiveConnectors: seen([receiveConnector({}, oldPin)]),
      hybridConfiguration: seen({
        tlsCertificateName: receiveConnector({}, oldPin).tlsCertificateName,
        sendingTransportServers: [],
        receivingTransportServers: [],
        edgeTransportServers: [],
        onPremisesSmartHost: null,
        domains: [],
      }),
    };
    const variants = rule
      .judge(makeCase(snapshot([server([certificate('A1')])], organisation)))
      .map((f) => f.variant);
    expect(variants).toEqual(['send-malformed', 'receive-not-found', 'hybrid-not-found']);
  });

  it('is content with a name that leads to a valid certificate, and with none', () => {
    const named = { sendConnectors: seen([sendConnector({}, `<I>${publicIssuer}<S>CN=mail.contoso.com`)]) };
    expect(rule.judge(makeCase(snapshot([server([certificate('A1')])], named)))).toEqual([]);
    expect(rule.judge(makeCase(snapshot([server([certificate('A1')])])))).toEqual([]);
  });
});
