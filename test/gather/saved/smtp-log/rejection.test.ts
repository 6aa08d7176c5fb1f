import { describe, expect, test } from 'vitest';
import { header, lines, readSession, readText, sessionRows } from './log-text.ts';

// Dialogues by RFC 5321; refusals are those of exchange.md 6.1. All rows have the form of exchange.md 6.4.
const hello = ['<,220 ready,', '>,EHLO mail.contoso.com,', '<,250-STARTTLS,', '<,250 SIZE,'];
const untrusted = '454 4.7.0 Failed to establish appropriate TLS channel: UntrustedRoot: Access Denied';
const accepted = ['>,DATA,', '<,354 Start mail input,', '<,250 2.6.0 Queued mail for delivery,'];

describe('a refusal because of the certificate', () => {
  test.each([
    ['after MAIL FROM', [...hello, '>,MAIL FROM:<a@contoso.com>,', `<,${untrusted},`]],
    ['after EHLO', ['<,220 ready,', '>,EHLO mail.contoso.com,', `<,${untrusted},`]],
    [
      'before a later refusal for another reason',
      [
        ...hello,
        '>,MAIL FROM:<a@contoso.com>,',
        `<,${untrusted},`,
        '>,RCPT TO:<b@x>,',
        '<,503 5.5.1 Bad sequence of commands,',
      ],
    ],
    [
      'before a mail that was taken',
      [...hello, '>,MAIL FROM:<a@contoso.com>,', `<,${untrusted},`, ...accepted],
    ],
  ])('%s is the rejection', async (_where, rows) => {
    expect((await readSession(rows)).rejection).toMatchObject({
      class: 'untrusted-root',
      reason: 'UntrustedRoot',
      text: untrusted,
    });
  });

  test('a certificate that could not be found is noted by the server itself', async () => {
    const note =
      '454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.';
    expect((await readSession([...hello, `*,,${note}`, '-,,Local'])).rejection).toMatchObject({
      class: 'pin-not-found',
      text: note,
    });
    expect((await readSession([...hello, `*,${note},`, '-,,Local'])).rejection).toMatchObject({
      class: 'pin-not-found',
    });
  });

  test('a wrapper of the front end is unwrapped', async () => {
    const wrapped =
      '451 4.4.0 Primary target IP address responded with: ""454 4.7.0 Failed to establish appropriate TLS channel: CertificateExpired: Access Denied."" Attempted failover to alternate host, but that did not succeed.';
    const { rejection } = await readSession([...hello, '>,MAIL FROM:<a@contoso.com>,', `<,"${wrapped}",`]);
    expect(rejection).toMatchObject({
      code: '451',
      class: 'tls-channel-refused',
      reason: 'CertificateExpired',
      inner: { code: '454' },
    });
  });

  test('a refusal of several lines is one refusal', async () => {
    const rows = [
      ...hello,
      '>,MAIL FROM:<a@contoso.com>,',
      '<,550-5.7.64 TenantAttribution;,',
      '<,550 5.7.64 Relay Access Denied [ATTR36],',
    ];
    const { rejection } = await readSession(rows);
    expect(rejection).toMatchObject({
      class: 'tenant-attribution',
      text: '550-5.7.64 TenantAttribution;\n550 5.7.64 Relay Access Denied [ATTR36]',
    });
  });

  test('a refusal whose last line the log has lost is still seen', async () => {
    const rows = [
      ...hello,
      '>,MAIL FROM:<a@contoso.com>,',
      '<,550-5.7.64 TenantAttribution; Relay Access Denied,',
    ];
    expect((await readSession(rows)).rejection).toMatchObject({ class: 'tenant-attribution' });
  });
});

describe('a session that failed for another reason is not blamed on the certificate', () => {
  const sent = '*,0123456789ABCDEF0123456789ABCDEF01234567,Sending certificate Thumbprint';
  test.each([
    [
      'a refused logon',
      ['>,AUTH LOGIN,', '<,334 <authentication response>,', '<,535 5.7.3 Authentication unsuccessful,'],
      'other',
      '535',
    ],
    [
      'Kerberos between servers',
      ['>,X-EXPS GSSAPI,', '<,454 4.7.0 Temporary authentication failure,'],
      'kerberos',
      '454',
    ],
    [
      'greylisting',
      [
        '>,MAIL FROM:<a@contoso.com>,',
        '<,250 2.1.0 Ok,',
        '>,RCPT TO:<b@x>,',
        '<,451 4.7.1 Greylisting in action,',
      ],
      'other',
      '451',
    ],
    [
      'an unknown recipient',
      ['>,RCPT TO:<b@x>,', '<,550 5.1.1 User unknown,', '>,QUIT,', '<,221 Bye,'],
      'other',
      '550',
    ],
    [
      'a message too large',
      ['>,MAIL FROM:<a@contoso.com> SIZE=9999999,', '<,552 5.3.4 Message size exceeds fixed limit,'],
      'other',
      '552',
    ],
    [
      'a busy front end',
      ['>,MAIL FROM:<a@contoso.com>,', '<,451 4.7.0 Temporary server error. Please try again later. PRX2,'],
      'temporary-server-error',
      '451',
    ],
    ['DNS', ['*,,451 4.4.0 DNS query failed'], 'other', '451'],
    ['a time-out', ['<,421 4.4.1 Connection timed out,'], 'connection-timeout', '421'],
  ])('%s', async (_what, rows, replyClass, code) => {
    const session = await readSession([...hello, sent, ...rows]);
    expect(session.rejection).toMatchObject({ class: replyClass, code });
    expect(session.sentCertificate?.thumbprint).toBe('0123456789ABCDEF0123456789ABCDEF01234567');
    expect(session.tlsError).toBeNull();
  });

  test.each([
    ['no reply at all', ['+,,', '-,,Remote']],
    [
      'a connection that nobody answered',
      [
        '*,,attempting to connect',
        '*,,"Failed to connect. Winsock error code: 10060, Win32 error code: 10060"',
      ],
    ],
    [
      'a logon that Windows refused without a reply',
      ['*,,Outbound Authentication failed with LogonDenied', '-,,Local'],
    ],
    ['a dropped connection', [...hello, '>,STARTTLS,', '-,,Remote(SocketError)']],
  ])('%s leaves no rejection', async (_what, rows) => {
    const session = await readSession(rows);
    expect(session.rejection).toBeNull();
    expect(session.tlsError).toBeNull();
  });
});

describe('a refusal that ended nothing is no rejection', () => {
  test.each([
    [
      'a logon tried again with success',
      [
        '>,AUTH NTLM,',
        '<,535 5.7.3 Authentication unsuccessful,',
        '>,AUTH LOGIN,',
        '<,334 VXNlcm5hbWU6,',
        '>,dXNlcg==,',
        '<,334 UGFzc3dvcmQ6,',
        '<,235 2.7.0 Authentication successful,',
      ],
    ],
    [
      'EHLO refused and HELO taken',
      ['>,EHLO mail,', '<,502 5.5.1 Not implemented,', '>,HELO mail,', '<,250 Hello,'],
    ],
    [
      'an unknown extension before a mail that was taken',
      [
        ...hello,
        '>,XSHADOW abc,',
        '<,500 5.3.3 Unrecognized command,',
        '>,MAIL FROM:<a@contoso.com>,',
        '<,250 Ok,',
        ...accepted,
      ],
    ],
    [
      'a logon refused and the mail taken without',
      [
        ...hello,
        '>,AUTH NTLM,',
        '<,535 5.7.3 Authentication unsuccessful,',
        '>,MAIL FROM:<a@contoso.com>,',
        '<,250 Ok,',
        '>,BDAT 100 LAST,',
        '<,250 2.6.0 Queued mail for delivery,',
      ],
    ],
  ])('%s', async (_what, rows) => {
    expect((await readSession(rows)).rejection).toBeNull();
  });

  test('a channel that was closed because it idled after the mail was taken', async () => {
    const rows = [
      ...hello,
      '>,MAIL FROM:<a@contoso.com>,',
      '<,250 Ok,',
      ...accepted,
      '<,421 4.4.1 Connection timed out,',
    ];
    expect((await readSession(rows)).rejection).toBeNull();
    const before = [
      ...hello,
      '>,MAIL FROM:<a@contoso.com>,',
      '<,250 Ok,',
      '<,421 4.4.1 Connection timed out,',
    ];
    expect((await readSession(before)).rejection).toMatchObject({ class: 'connection-timeout' });
  });

  test('one refused recipient among several stays one, although the mail was taken', async () => {
    const rows = [
      ...hello,
      '>,MAIL FROM:<a@contoso.com>,',
      '>,RCPT TO:<b@x>,',
      '>,RCPT TO:<c@x>,',
      '<,250 Ok,',
      '<,550 5.1.1 User unknown,',
      '<,250 Ok,',
      ...accepted,
    ];
    expect((await readSession(rows)).rejection).toMatchObject({ text: '550 5.1.1 User unknown' });
  });

  test('pipelined commands get the replies in their order', async () => {
    const rows = [
      ...hello,
      '>,XPROXYTO a,',
      '>,MAIL FROM:<a@contoso.com>,',
      '<,502 5.5.1 Not implemented,',
      '<,250 2.1.0 Ok,',
      '>,RCPT TO:<b@x>,',
      '<,250 Ok,',
      ...accepted,
    ];
    expect((await readSession(rows)).rejection).toBeNull();
  });
});

describe('in a receive log', () => {
  test('our own refusals count', async () => {
    const rows = [
      '>,220 ready,',
      '<,EHLO client,',
      '>,250 Hello,',
      '<,MAIL FROM:<a@x>,',
      '>,451 5.7.3 Must issue a STARTTLS command first,',
    ];
    expect((await readSession(rows, 'Receive')).rejection).toMatchObject({ class: 'starttls-missing' });
  });

  test('what a client writes that looks like a refusal does not', async () => {
    const rows = [
      '>,220 ready,',
      '<,EHLO client,',
      '>,250 Hello,',
      `<,${untrusted},`,
      '<,QUIT,',
      '>,221 Bye,',
    ];
    expect((await readSession(rows, 'Receive')).rejection).toBeNull();
  });
});

describe('TLS', () => {
  test.each(['NoCredentials', 'UnknownCredentials', 'SocketError', 'TimedOut'])(
    'a negotiation that failed with %s',
    async (error) => {
      const session = await readSession([
        ...hello,
        '>,STARTTLS,',
        '<,220 2.0.0 SMTP server ready,',
        `*,,TLS negotiation failed with error ${error}`,
        '-,,Local',
      ]);
      expect(session).toMatchObject({ tlsError: error, tlsProtocol: null, rejection: null });
    },
  );

  test('the protocol is given as Windows names it', async () => {
    const text =
      '*,,"TLS protocol SP_PROT_TLS1_3_CLIENT negotiation succeeded using bulk encryption algorithm CALG_AES_256 with strength 256 bits, MAC hash algorithm CALG_SHA_384"';
    expect(await readSession([...hello, text])).toMatchObject({
      tlsProtocol: 'SP_PROT_TLS1_3_CLIENT',
      tlsError: null,
    });
  });
});

test('a session of 10,000 refusals is read in order and to its end', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => [
    `>,RCPT TO:<${index}@x>,`,
    `<,550 5.1.1 ${index} unknown,`,
  ]).flat();
  const log = await readText(header() + lines(sessionRows('A1', many)));
  expect(log.sessions[0]).toMatchObject({ rows: 20_000, rejection: { text: '550 5.1.1 9999 unknown' } });
});
