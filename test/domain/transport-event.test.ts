import { describe, expect, it } from 'vitest';
import {
  describeEvent,
  type EventMeaning,
  TRANSPORT_PROVIDERS,
  WANTED_EVENT_IDS,
} from '../../main/domain/transport-event.ts';

const provider = 'MSExchangeTransport';
const connector = 'Outbound to Office 365';
const thumbprint = '0123456789ABCDEF0123456789ABCDEF01234567';
const refusal = '454 4.7.0 Failed to establish appropriate TLS channel: UntrustedRoot: Access Denied';
const pin = '<I>CN=Contoso Issuing CA 1, DC=contoso<S>CN=mail.contoso.com';
const nothing = { connector: null, messageId: null, reply: null, name: null, thumbprint: null };

/** Insertion strings are invented; their order is that of exchange.md 5 and the texts TechNet prints for Exchange 2010. */
describe('each event tells what happened, and to whom', () => {
  it.each<[number, readonly string[], EventMeaning, object]>([
    [
      2000,
      ['3f2f0c1e-0000-0000-0000-000000000000', 'DNS'],
      'dns-failed',
      { connector: '3f2f0c1e-0000-0000-0000-000000000000' },
    ],
    [2002, [connector, '203.0.113.10:25'], 'connection-error', { connector }],
    [
      2003,
      [connector, '203.0.113.10:25', '535 5.7.3 Authentication unsuccessful'],
      'outbound-authentication-failed',
      { connector, reply: { code: '535' } },
    ],
    [
      2004,
      [connector, '<a@contoso.com>', refusal],
      'delivery-failed',
      { connector, messageId: '<a@contoso.com>', reply: { class: 'untrusted-root', text: refusal } },
    ],
    [
      2005,
      [connector, 'contoso.mail.onmicrosoft.com', refusal],
      'connection-failed',
      { connector, name: 'contoso.mail.onmicrosoft.com', reply: { class: 'untrusted-root' } },
    ],
    [2006, [connector, '203.0.113.10:25'], 'remote-disconnected', { connector }],
    [2007, [connector, '203.0.113.10:25'], 'session-started', { connector }],
    [2014, ['192.0.2.5', connector], 'source-address-invalid', { connector }],
    [
      2015,
      [connector, 'fabrikam.com', 'mail.fabrikam.com'],
      'tls-required-not-established',
      { connector, name: 'fabrikam.com', reply: null },
    ],
    [
      2016,
      ['NoCredentials', connector, 'ExchangeAuth', 'SMTPSVC/EX02.contoso.com'],
      'outbound-authentication-failed',
      { connector },
    ],
    [
      2017,
      ['LogonDenied', connector, 'ExchangeAuth', 'SMTPSVC/EX02.contoso.com'],
      'outbound-authentication-failed',
      { connector },
    ],
    [2018, [thumbprint, '192.0.2.9'], 'direct-trust-failed', { thumbprint, name: null }],
    [2018, ['CN=EDGE01', '192.0.2.9'], 'direct-trust-failed', { thumbprint: null, name: 'CN=EDGE01' }],
    [2022, [connector, 'x'], 'tls-auth-level-not-met', { connector }],
    [2022, ['SubjectMismatch', connector, 'DomainValidation'], 'tls-auth-level-not-met', { connector }],
    [
      1032,
      ['EX01\\Default Frontend EX01'],
      'tls-required-not-established',
      { connector: 'EX01\\Default Frontend EX01' },
    ],
    [
      1035,
      ['LogonDenied', 'Default Frontend EX01', 'Ntlm', '192.0.2.7'],
      'inbound-authentication-failed',
      { connector: 'Default Frontend EX01' },
    ],
    [1036, ['CN=EDGE01', '192.0.2.9'], 'direct-trust-failed', { name: 'CN=EDGE01' }],
    [12012, [], 'internal-certificate-not-in-directory', nothing],
    [12013, [thumbprint], 'internal-certificate-not-in-store', { thumbprint }],
    [
      12014,
      ['mail.contoso.com', 'Default Frontend EX01'],
      'no-certificate-for-name',
      { name: 'mail.contoso.com', connector: 'Default Frontend EX01' },
    ],
    [12014, [pin, connector], 'no-certificate-for-name', { name: pin, connector }],
    [12015, [thumbprint], 'internal-certificate-expired', { thumbprint }],
    [
      12016,
      ['mail.contoso.com', thumbprint],
      'certificate-expired',
      { name: 'mail.contoso.com', thumbprint },
    ],
    [12016, ['mail.contoso.com'], 'certificate-expired', { name: 'mail.contoso.com', thumbprint: null }],
    [12017, [thumbprint, '71'], 'internal-certificate-expires-soon', { thumbprint }],
    [
      12018,
      ['CN=mail.contoso.com', thumbprint, '71'],
      'certificate-expires-soon',
      { name: 'CN=mail.contoso.com', thumbprint },
    ],
    [12019, ['CN=EX02'], 'remote-certificate-expired', { name: 'CN=EX02' }],
    [12020, ['mail.fabrikam.com'], 'remote-certificate-expired', { name: 'mail.fabrikam.com' }],
    [12022, [], 'internal-certificate-corrupt', nothing],
    [12023, [thumbprint, 'F'.repeat(40)], 'fell-back-to-server-name', { thumbprint }],
    [12024, [thumbprint, 'F'.repeat(40)], 'fell-back-to-ephemeral', { thumbprint }],
    [11005, ['x'], 'peer-validation-failed', nothing],
    ...[11011, 11012, 11013, 11014, 11015, 11016, 11017, 11018, 11019, 11020, 11021].map(
      (id): [number, readonly string[], EventMeaning, object] => [
        id,
        ['fabrikam.com', connector, 'UntrustedRoot'],
        'peer-validation-failed',
        { name: 'fabrikam.com', connector },
      ],
    ),
    [
      11022,
      ['fabrikam.com:AcceptOorgProtocol', 'Default Frontend EX01', 'UntrustedRoot', 'fabrikam.com'],
      'peer-validation-failed',
      { name: 'fabrikam.com', connector: 'Default Frontend EX01' },
    ],
    [
      11023,
      ['203.0.113.10:25', 'mail.fabrikam.com', connector],
      'peer-validation-failed',
      { name: 'mail.fabrikam.com', connector },
    ],
  ])('%i', (id, data, meaning, subject) => {
    expect(describeEvent(provider, id, data)).toMatchObject({ meaning, subject });
  });

  it('has a case above for every id it asks for', () => {
    for (const id of WANTED_EVENT_IDS)
      expect(describeEvent(provider, id, []).meaning, String(id)).not.toBeNull();
  });
});

describe('what is not about TLS is left alone', () => {
  it.each([1012, 2001, 11024, 11026, 12021, 12025, 12026, 12027, 12028, 12029, 12030, 0, -1, Number.NaN])(
    '%d',
    (id) => {
      expect(describeEvent(provider, id, [connector])).toEqual({ meaning: null, subject: null });
      expect(WANTED_EVENT_IDS).not.toContain(id);
    },
  );

  it.each(['MSExchange Certificate Deployment', 'Schannel', '', '__proto__', 'MSExchangeTransport2'])(
    'the source %j',
    (foreign) => expect(describeEvent(foreign, 2004, [])).toEqual({ meaning: null, subject: null }),
  );
});

describe('records as they come', () => {
  it('speak for all transport services, in any case', () => {
    expect(TRANSPORT_PROVIDERS).toHaveLength(4);
    for (const name of TRANSPORT_PROVIDERS) {
      expect(describeEvent(name.toUpperCase(), 12014, ['a', 'b']).meaning).toBe('no-certificate-for-name');
    }
  });

  it('leave unknown what the record does not hold', () => {
    for (const id of WANTED_EVENT_IDS) {
      expect(describeEvent(provider, id, []).subject).toEqual(nothing);
      expect(describeEvent(provider, id, ['', '  ', '', '']).subject).toEqual(nothing);
    }
    expect(describeEvent(provider, 2004, [connector]).subject).toEqual({ ...nothing, connector });
    expect(describeEvent(provider, 12013, ['not a thumbprint']).subject).toEqual(nothing);
  });

  it('ask for the default query set of exchange.md 5.5 and its neighbours', () => {
    const asked = [
      1032, 1035, 1036, 2000, 2002, 2003, 2004, 2005, 2006, 2007, 2014, 2015, 2016, 2017, 2018, 2022, 11005,
      11011, 11012, 11013, 11014, 11015, 11016, 11017, 11018, 11019, 11020, 11021, 11022, 11023, 12012, 12013,
      12014, 12015, 12016, 12017, 12018, 12019, 12020, 12022, 12023, 12024,
    ];
    expect(WANTED_EVENT_IDS).toEqual(asked);
  });
});
