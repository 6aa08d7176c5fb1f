import { describe, expect, it } from 'vitest';
import { staleTlsCertificateName as rule } from '../../../main/judge/rules/stale-tls-certificate-name.ts';
import {
  certificate,
  makeCase,
  privateIssuer,
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

const listed = (...names: readonly string[]) =>
  seen(names.map((name) => ({ name, fqdn: null, role: 'Mailbox', version: null, site: null })));

const hybrid = (sendingTransportServers: readonly string[] = []) =>
  seen({
    tlsCertificateName: receiveConnector({}, oldPin).tlsCertificateName,
    sendingTransportServers,
    receivingTransportServers: [],
    edgeTransportServers: [],
    onPremisesSmartHost: null,
    domains: [],
  });

function variants(made: ReturnType<typeof snapshot>): readonly string[] {
  return rule.judge(makeCase(made)).map((f) => f.variant);
}

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
      hybridConfiguration: hybrid(),
      exchangeServers: listed('EX01'),
    };
    expect(variants(snapshot([server([certificate('A1')])], organisation))).toEqual([
      'send-malformed',
      'receive-not-found',
      'hybrid-not-found',
    ]);
  });

  it('says that no server holds what the hybrid configuration names only when all of them were read', () => {
    const made = (over: Parameters<typeof snapshot>[1]) =>
      variants(snapshot([server([certificate('A1')])], { hybridConfiguration: hybrid(), ...over }));
    expect(made({})).toEqual([]);
    expect(made({ exchangeServers: listed('EX01', 'EX02') })).toEqual([]);
    expect(made({ exchangeServers: listed('EX01'), hybridConfiguration: hybrid(['EX02']) })).toEqual([]);
  });

  it('does not take a list that ended early for the whole store, unless the server itself complains', () => {
    const organisation = { sendConnectors: seen([sendConnector({}, oldPin)]) };
    const partial = (made: ReturnType<typeof snapshot>) => ({
      ...made,
      sources: made.sources.map((source) => ({ ...source, complete: false })),
    });
    expect(variants(partial(snapshot([server([certificate('A1')])], organisation)))).toEqual([]);
    const complains = server([certificate('A1')], { sendSessions: seen([session('A1', reply)]) });
    expect(variants(partial(snapshot([complains], organisation)))).toEqual(['send-not-found']);
  });

  it('never names a private namesake: that would turn waiting mail into refused mail', () => {
    const organisation = { sendConnectors: seen([sendConnector({}, oldPin)]) };
    const namesake = certificate('B1', { issuer: privateIssuer });
    const [finding] = rule.judge(
      makeCase(snapshot([server([namesake])], organisation), { B1: 'not-trusted' }),
    );
    expect(finding?.advice.map((a) => a.key)).toEqual(['rerun-hybrid-wizard', 'retry-queue']);
  });

  it('corrects the connector of the server that is stale, not its namesake on another server', () => {
    const relay = (on: string, pin: string | null) =>
      receiveConnector(
        { name: 'Relay', identity: `${on}\\Relay`, server: on, fqdn: 'mail.contoso.com' },
        pin,
      );
    const organisation = {
      receiveConnectors: seen([
        relay('EX01', `<I>${publicIssuer}<S>CN=mail.contoso.com`),
        relay('EX02', oldPin),
      ]),
    };
    const servers = [
      server([certificate('A1')]),
      server([certificate('A1')], { name: 'EX02', fqdn: 'EX02.contoso.com' }),
    ];
    const commands = rule
      .judge(makeCase(snapshot(servers, organisation), { A1: 'trusted' }))
      .map((f) => f.advice[0]?.command);
    expect(commands).toHaveLength(1);
    expect(commands[0]).toContain("Set-ReceiveConnector -Identity 'EX02\\Relay'");
  });

  it('clears the name of a receive connector only where the search then finds a certificate', () => {
    const cure = (fqdn: string) =>
      rule.judge(
        makeCase(
          snapshot([server([certificate('A1', { subject: 'CN=other', names: ['mail.contoso.com'] })])], {
            receiveConnectors: seen([receiveConnector({ fqdn }, oldPin)]),
          }),
        ),
      )[0]?.advice[0];
    expect(cure('mail.contoso.com')).toMatchObject({ key: 'clear-receive-connector' });
    expect(cure('mail.contoso.com')?.command).toMatch(/-TlsCertificateName \$null$/u);
    expect(cure('none.contoso.com')).toMatchObject({
      key: 'no-certificate-for-receive-connector',
      command: null,
    });
  });

  it('is content with a name that leads to a valid certificate, and with none', () => {
    const named = { sendConnectors: seen([sendConnector({}, `<I>${publicIssuer}<S>CN=mail.contoso.com`)]) };
    expect(rule.judge(makeCase(snapshot([server([certificate('A1')])], named)))).toEqual([]);
    expect(rule.judge(makeCase(snapshot([server([certificate('A1')])])))).toEqual([]);
  });
});
