import { describe, expect, it } from 'vitest';
import { innermostReply, parseReply, type ReplyClass, reasonMeaning } from '../../main/domain/reply.ts';
import { shortest } from './shortest.ts';

/** Texts are those of exchange.md 6.1; names and addresses in them are invented. */
const channel = (reason: string): string =>
  `454 4.7.0 Failed to establish appropriate TLS channel: ${reason}Access Denied`;
const failover =
  'Attempted failover to alternate host, but that did not succeed. Either there are no alternate hosts, or delivery failed to all alternate hosts.';
const primary = (inner: string): string =>
  `451 4.4.0 Primary target IP address responded with: "${inner}." ${failover} The last endpoint attempted was 203.0.113.10:25`;

describe('each row of the catalogue', () => {
  it.each<[ReplyClass, string, string | null, string | null, string | null]>([
    ['untrusted-root', channel('UntrustedRoot: '), '454', '4.7.0', 'UntrustedRoot'],
    ['tls-channel-refused', channel('CertificateExpired: '), '454', '4.7.0', 'CertificateExpired'],
    ['tls-channel-refused', channel('NeverSeenBefore: '), '454', '4.7.0', 'NeverSeenBefore'],
    ['tls-channel-refused', channel(''), '454', '4.7.0', null],
    [
      'pin-not-found',
      '454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.',
      '454',
      '4.7.5',
      null,
    ],
    [
      'peer-certificate-invalid',
      '454 4.7.5 Certificate validation failure, Reason:UntrustedRoot',
      '454',
      '4.7.5',
      'UntrustedRoot',
    ],
    [
      'peer-certificate-invalid',
      '450 4.7.320 Certificate validation failed [Message=SubjectMismatch] [LastAttemptedIP=]',
      '450',
      '4.7.320',
      'SubjectMismatch',
    ],
    ['connection-timeout', '421 4.4.1 Connection timed out', '421', '4.4.1', null],
    ['no-private-key', 'TLS negotiation failed with error NoCredentials', null, null, null],
    [
      'no-private-key',
      '421 4.4.1 Connection timed out; TLS negotiation failed with error NoCredentials',
      '421',
      '4.4.1',
      null,
    ],
    ['key-not-readable', 'TLS negotiation failed with error UnknownCredentials.', null, null, null],
    ['socket-error', '421 4.4.2 Connection dropped due to SocketError', '421', '4.4.2', null],
    ['socket-error', 'TLS negotiation failed with error SocketError', null, null, null],
    [
      'starttls-missing',
      "450 4.4.101 Proxy session setup failed on Frontend with '451 4.4.0 … 451 5.7.3 STARTTLS is required to send mail'",
      '450',
      '4.4.101',
      null,
    ],
    ['starttls-missing', '451 5.7.3 STARTTLS is required to send mail', '451', '5.7.3', null],
    ['starttls-missing', '451 5.7.3 Must issue a STARTTLS command first', '451', '5.7.3', null],
    [
      'inbound-certificate-refused',
      '450 4.4.317 Cannot connect to remote server [Message=UntrustedRoot] [LastAttemptedServerName=mail.contoso.com]',
      '450',
      '4.4.317',
      'UntrustedRoot',
    ],
    [
      'inbound-certificate-refused',
      '450 4.4.317 Cannot connect to remote server: CertificateExpired',
      '450',
      '4.4.317',
      'CertificateExpired',
    ],
    [
      'inbound-certificate-refused',
      '450 4.4.317 Cannot connect to remote server [Message=SubjectMismatch]',
      '450',
      '4.4.317',
      'SubjectMismatch',
    ],
    [
      'temporary-server-error',
      '451 4.7.0 Temporary server error. Please try again later. PRX2',
      '451',
      '4.7.0',
      null,
    ],
    [
      'temporary-server-error',
      '451 4.7.0 Temporary server error. Please try again later. PRX5',
      '451',
      '4.7.0',
      null,
    ],
    ['kerberos', '454 4.7.0 Temporary authentication failure', '454', '4.7.0', null],
    ['tenant-attribution', '550 5.7.64 TenantAttribution; Relay Access Denied', '550', '5.7.64', null],
    ['tenant-attribution', '550 5.7.1 Unable to relay [ATTR36]', '550', '5.7.1', null],
    [
      'tenant-attribution',
      '550 5.7.51 TenantInboundAttribution; There is a partner connector configured that matched the message’s recipient domain; certificate',
      '550',
      '5.7.51',
      null,
    ],
    [
      'mta-sts',
      '450 4.7.5 Remote certificate must have a common name or subject alternative name matching the hostname (MTA-STS)',
      '450',
      '4.7.5',
      null,
    ],
    [
      'mta-sts',
      '550 5.7.5 Remote certificate must have a common name or subject alternative name matching the hostname (MTA-STS)',
      '550',
      '5.7.5',
      null,
    ],
    ['accepted', '250 2.0.0 OK', '250', '2.0.0', null],
    ['other', '550 5.1.10 RESOLVER.ADR.RecipientNotFound', '550', '5.1.10', null],
    ['other', '421 4.2.1 Unable to connect', '421', '4.2.1', null],
    ['other', 'whatever', null, null, null],
    ['other', '', null, null, null],
  ])('%s: %s', (replyClass, text, code, enhanced, reason) => {
    const reply = parseReply(text);
    expect(reply).toMatchObject({ class: replyClass, code, enhanced, reason, text });
  });

  it.each([321, 322, 323, 324, 325])('DANE, x.7.%i', (detail) => {
    expect(parseReply(`450 4.7.${detail} failed`)).toMatchObject({
      class: 'dane',
      enhanced: `4.7.${detail}`,
    });
    expect(parseReply(`4.7.${detail} failed`)).toMatchObject({ class: 'dane', code: null });
    expect(parseReply(`550 5.7.${detail} failed`)).toMatchObject({ class: 'dane', code: '550' });
  });
});

describe('words that look alike are kept apart', () => {
  it.each<[string, ReplyClass]>([
    [
      '450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required]',
      'starttls-missing',
    ],
    ['450 4.4.317 Cannot connect to remote server [Message=SocketError]', 'socket-error'],
    ['450 4.4.317 Cannot connect to remote server [Message=Connection timed out]', 'connection-timeout'],
    ['450 4.4.317 Cannot connect [Message=Failed to connect. Winsock error code: 10061]', 'other'],
    ['451 5.7.3 Cannot achieve Exchange Server authentication', 'other'],
    ['421 4.4.2 Connection dropped due to ConnectionReset', 'other'],
    ['550 5.7.1 host dane.contoso.com said no, see prx1.contoso.com and attr3', 'tenant-attribution'],
    ['451 4.7.1 try dane.contoso.com or prx1.contoso.com', 'other'],
  ])('%s', (text, replyClass) => expect(parseReply(text).class).toBe(replyClass));

  it('reads a chain status that a log line states', () => {
    const status = "Client certificate chain validation status: 'EmptyCertificate'";
    expect(parseReply(status)).toMatchObject({ class: 'other', reason: 'EmptyCertificate' });
    expect(parseReply('Valid until the certificate is Revoked').reason).toBeNull();
  });

  it('takes no address or date for a code', () => {
    expect(parseReply('host 203.0.113.250 4.4.4.4 at 454 seconds')).toMatchObject({
      code: null,
      enhanced: null,
    });
  });
});

describe('wrappers are opened', () => {
  const untrusted = channel('UntrustedRoot: ');
  const led = (inner: string): string =>
    `[{LRT=1/15/2026 8:00:01 AM};{LED=${inner}};{FQDN=contoso-com.mail.protection.outlook.com};{IP=203.0.113.10}]`;

  it.each<[string, string]>([
    ['primary target', primary(untrusted)],
    ['queue viewer', led(untrusted)],
    ['target host', `451 4.4.395 Target host responded with error -> ${untrusted}`],
    ['target host with a full stop', `451 4.4.395 Target host responded with error. -> ${untrusted}`],
    ['front end', `450 4.4.101 Proxy session setup failed on Frontend with '${untrusted}'`],
    ['without braces', `LED=${untrusted} MSG=UntrustedRoot FQDN=mail.contoso.com IP=203.0.113.10 LHT=`],
    ['queue viewer around primary target', led(primary(untrusted))],
    ['queue viewer around target host', led(`451 4.4.395 Target host responded with error. -> ${untrusted}`)],
    [
      'front end around primary target',
      `450 4.7.0 Proxy session setup failed on Frontend with '${primary(untrusted)}'`,
    ],
    ['all of them', led(`450 4.7.0 Proxy session setup failed on Frontend with '${primary(untrusted)}'`)],
    ['typographic quotes', primary(untrusted).replace('"', '\u201C').replace('"', '\u201D')],
    ['lines of a console', primary(untrusted).replaceAll('. ', '.\r\n   ')],
  ])('%s', (_, text) => {
    const reply = parseReply(text);
    expect(reply).toMatchObject({ class: 'untrusted-root', reason: 'UntrustedRoot', text });
    expect(reply.inner).not.toBeNull();
    expect(innermostReply(reply)).toMatchObject({ code: '454', enhanced: '4.7.0', inner: null });
    expect(innermostReply(reply).text).toMatch(/^454 4\.7\.0 Failed .*Access Denied\.?$/);
  });

  it('keeps the codes of the wrapper on the outside', () => {
    expect(parseReply(primary(untrusted))).toMatchObject({ code: '451', enhanced: '4.4.0' });
    expect(parseReply(led('450 4.4.317 Cannot connect to remote server'))).toMatchObject({
      code: '450',
      enhanced: '4.4.317',
      class: 'inbound-certificate-refused',
    });
  });

  it('does not confuse the Kerberos failure with the certificate', () => {
    const reply = parseReply(primary('454 4.7.0 Temporary authentication failure'));
    expect(reply.class).toBe('kerberos');
  });

  it('takes the reason from MSG when the reply itself has none', () => {
    const text =
      '[{LED=450 4.4.317 Cannot connect to remote server};{MSG=CertificateExpired};{FQDN=};{IP=};{LRT=}]';
    expect(parseReply(text)).toMatchObject({
      class: 'inbound-certificate-refused',
      reason: 'CertificateExpired',
    });
  });

  it('lets the wrapper speak when what is inside says nothing', () => {
    const text = "450 4.4.101 Proxy session setup failed on Frontend with '421 4.2.1 Unable to connect'";
    expect(parseReply(text)).toMatchObject({ class: 'starttls-missing', inner: { class: 'other' } });
  });

  it('leaves an empty wrapper and an arrow without a reply alone', () => {
    expect(parseReply('[{LED=};{FQDN=}]').inner).toBeNull();
    expect(parseReply('451 4.4.0 a -> b').inner).toBeNull();
  });

  it('is the innermost of itself without a wrapper', () => {
    const reply = parseReply(untrusted);
    expect(innermostReply(reply)).toBe(reply);
  });
});

describe('the text around a reply does not matter', () => {
  const untrusted = channel('UntrustedRoot: ');
  it.each([
    `  ${untrusted}  `,
    `"${untrusted}"`,
    `Remote Server returned '${untrusted}'`,
    `Remote Server at mail.contoso.com (203.0.113.10) returned '${untrusted}'`,
    `#4.7.0 smtp;${untrusted}`,
    `The server said: ${untrusted} [AM0XX01FT001.eop-EUR01.prod.protection.outlook.com]`,
    untrusted.replace('454 4.7.0', '454-4.7.0'),
    untrusted.replaceAll(' ', '  '),
    untrusted.replace('channel: ', 'channel:\r\n 454 4.7.0 '),
    untrusted.toUpperCase(),
  ])('%j', (text) => {
    const reply = parseReply(text);
    expect(reply).toMatchObject({ class: 'untrusted-root', code: '454', enhanced: '4.7.0', text });
    expect(reply.reason?.toLowerCase()).toBe('untrustedroot');
  });

  it('keeps a text whole that is too long to be read to its end', () => {
    const text = `${untrusted} ${'x'.repeat(100_000)}`;
    expect(parseReply(text)).toMatchObject({ class: 'untrusted-root', text });
    expect(parseReply(`${'x'.repeat(100_000)} ${untrusted}`).class).toBe('other');
  });

  it('joins the lines of one reply', () => {
    const lines =
      '454-4.7.0 Failed to establish appropriate\r\n454-4.7.0 TLS channel:\r\n454 4.7.0 UntrustedRoot: Access Denied';
    expect(parseReply(lines)).toMatchObject({ class: 'untrusted-root', reason: 'UntrustedRoot' });
  });

  it('reads a code that has no enhanced code', () => {
    expect(parseReply('421 Service not available')).toMatchObject({ code: '421', enhanced: null });
    expect(parseReply("returned '550 Requested action not taken'")).toMatchObject({ code: '550' });
    expect(parseReply('220 mail.contoso.com Microsoft ESMTP MAIL Service ready').class).toBe('accepted');
  });
});

describe('each word of the chain status', () => {
  it.each<[string, string, string | null]>([
    ['Valid', 'ok', '00000000'],
    ['ValidSelfSigned', 'ok', '00000000'],
    ['EmptyCertificate', 'missing', null],
    ['SubjectMismatch', 'name', null],
    ['NoCNMatch', 'name', '800B010F'],
    ['SignatureFailure', 'signature', '80096004'],
    ['UntrustedRoot', 'trust', '800B0109'],
    ['UntrustedTestRoot', 'trust', '800B010D'],
    ['InternalChainFailure', 'chain', '800B010A'],
    ['WrongUsage', 'usage', '800B0110'],
    ['PurposeError', 'usage', '800B0106'],
    ['CertificateExpired', 'dates', '800B0101'],
    ['ValidityPeriodNesting', 'dates', '800B0102'],
    ['BasicConstraintsError', 'chain', '80096019'],
    ['WrongRole', 'chain', '800B0103'],
    ['Revoked', 'revocation', '80092010'],
    ['CertificateRevoked', 'revocation', '800B010C'],
    ['RevocationOffline', 'revocation', '80092013'],
    ['RevocationFailure', 'revocation', '800B010E'],
    ['NoRevocationCheck', 'revocation', '80092012'],
  ])('%s', (word, category, hresult) => {
    expect(reasonMeaning(word)).toEqual({ category, hresult, known: true });
    expect(reasonMeaning(word.toUpperCase()).known).toBe(true);
    expect(parseReply(channel(`${word}: `)).reason).toBe(word);
  });

  it.each(['NeverSeenBefore', '', '__proto__', 'constructor'])('%j is unknown', (word) => {
    expect(reasonMeaning(word)).toEqual({ category: 'unknown', hresult: null, known: false });
  });
});

describe('hostile text', () => {
  const units = [
    '{LED=',
    '[{LED=450 4.4.317 ',
    'responded with: "',
    'Primary target IP address responded with: "451 ',
    "Proxy session setup failed on Frontend with '",
    '-> 454 ',
    '->',
    '454-4.7.0 x\n',
    '\n',
    ' ',
    '"',
    'TLS channel: ',
    'LED=a MSG=b ',
    'UntrustedRoot',
    '4.',
    '\u0130',
  ];

  it.each(units)('a megabyte of %j ends, and nests no deeper than eight', (unit) => {
    const reply = parseReply(unit.repeat(1_000_000 / unit.length));
    let depth = 0;
    for (let inner = reply.inner; inner !== null; inner = inner.inner) depth += 1;
    expect(depth).toBeLessThanOrEqual(8);
  });

  it.each(units)('four times as much of %j takes about four times as long', (unit) => {
    const small = shortest(() => parseReply(unit.repeat(16_000 / unit.length)));
    const large = shortest(() => parseReply(unit.repeat(64_000 / unit.length)));
    expect(large).toBeLessThan(10 * Math.max(small, 20));
  });
});
