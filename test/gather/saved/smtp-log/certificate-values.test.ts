import { describe, expect, test } from 'vitest';
import { parseCertificateContext } from '../../../../main/gather/saved/smtp-log/certificate-labels.ts';
import { splitCertificateValues } from '../../../../main/gather/saved/smtp-log/certificate-values.ts';
import { readSession } from './log-text.ts';

// The context column of the newer one-row form, verbatim from exchange.md 6.4 and the real log.
const newer =
  'Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names';
// Builds in between: the older labels in one row and no dates, as in a log of 2016 that an administrator published.
const between =
  'Sending certificate Certificate subject Certificate issuer name Certificate serial number Certificate thumbprint Certificate alternate names';

const thumbprint = '0123456789ABCDEF0123456789ABCDEF01234567';
const serial40 = '0A1B2C3D4E5F60718293A4B5C6D7E8F901234567';
const dates = '2025-06-01T00:00:00.000Z 2026-06-01T23:59:59.000Z';
const unknown = {
  thumbprint: null,
  subject: null,
  issuer: null,
  serialNumber: null,
  notBefore: null,
  notAfter: null,
  names: [],
};

function split(data: string, context = newer) {
  const fields = parseCertificateContext(context)?.fields ?? [];
  return splitCertificateValues(fields, data);
}

// Each row has the newer form "<Subject> <Issuer> <SerialNumber> <Thumbprint> <NotBefore> <NotAfter> <CertificateDomains>"
// of exchange.md 6.4; like the real log, it begins with a blank. All values are invented.
describe('all values of a certificate in one row', () => {
  const expected = {
    thumbprint,
    subject: 'CN=mail.contoso.com',
    issuer: 'CN=Contoso Issuing CA 1, DC=contoso, DC=com',
    serialNumber: '4A00000012',
    notBefore: '2025-06-01T00:00:00.000Z',
    notAfter: '2026-06-01T23:59:59.000Z',
    names: ['mail.contoso.com', 'EX01.contoso.com'],
  };

  test('are told apart from the right', () => {
    const data = ` CN=mail.contoso.com CN=Contoso Issuing CA 1, DC=contoso, DC=com 4A00000012 ${thumbprint} ${dates} mail.contoso.com;EX01.contoso.com`;
    expect(split(data)).toEqual(expected);
    expect(split(data.trim())).toEqual(expected);
  });

  test('a serial number of 40 hex digits is not taken for the thumbprint', () => {
    expect(split(` CN=a.example CN=CA ${serial40} ${thumbprint} ${dates} a.example`)).toMatchObject({
      thumbprint,
      serialNumber: serial40,
    });
  });

  test('a self-signed certificate has the same name twice', () => {
    expect(split(` CN=EX01 CN=EX01 12AB ${thumbprint} ${dates} EX01;EX01.contoso.com`)).toMatchObject({
      subject: 'CN=EX01',
      issuer: 'CN=EX01',
      names: ['EX01', 'EX01.contoso.com'],
    });
  });

  test.each([
    [
      'commas and quotes in values',
      'CN=mail.contoso.com, O="Contoso, Ltd.", C=US',
      'CN=thawte SHA256 SSL CA, O="thawte, Inc.", C=US',
    ],
    ['doubled quotes in a quoted value', 'CN="The ""Mail"" Server, 1", C=DE', 'CN=CA'],
    [
      'blanks in values',
      'CN=mail server one, OU=Domain Control Validated',
      'CN=Sectigo RSA Domain Validation CA, L=Salford',
    ],
    [
      'several common names',
      'CN=mail.contoso.com, CN=Servers, CN=Contoso',
      'CN=Issuing CA, CN=AIA, CN=Public Key Services',
    ],
    ['a key inside quotes', 'CN="a CN=b", O=Contoso', 'CN=Issuing CA'],
    [
      'several attributes in one level',
      'CN=mail.contoso.com + SERIALNUMBER=7, C=DE',
      'CN=Issuing CA + OU=PKI',
    ],
    [
      'an issuer without a common name',
      'CN=mail.contoso.com, C=US',
      'OU=Class 2 Certification Authority, O="Go Daddy, Inc.", C=US',
    ],
    [
      'keys by number',
      'CN=mail.contoso.com, OID.2.5.4.15=Private Organization',
      'OID.2.5.4.97=NTRDE-HRB1, CN=Issuing CA',
    ],
    [
      'an e-mail address first',
      'E=admin@contoso.com, CN=mail.contoso.com',
      'E=pki@contoso.com, CN=Issuing CA',
    ],
    ['other scripts', 'CN=דואר.ישראל, O=חברה לדוגמה', 'CN=Удостоверяющий центр, O="ООО ""Пример"""'],
  ])('%s do not hide where the issuer begins', (_what, subject, issuer) => {
    expect(split(` ${subject} ${issuer} 4A12 ${thumbprint} ${dates} mail.contoso.com`)).toMatchObject({
      subject,
      issuer,
      thumbprint,
    });
  });

  test('an edited row with two possible places takes the one before CN=', () => {
    expect(split(` CN=a, O=Foo S=Bar CN=Issuer 4A12 ${thumbprint} ${dates} a`)).toMatchObject({
      subject: 'CN=a, O=Foo S=Bar',
      issuer: 'CN=Issuer',
    });
  });

  test('when nothing decides, both names are unknown and the thumbprint is not', () => {
    expect(split(` CN=a CN=b CN=c 4A12 ${thumbprint} ${dates} a`)).toMatchObject({
      subject: null,
      issuer: null,
      thumbprint,
    });
  });

  test('a certificate without a subject leaves two blanks at the beginning', () => {
    expect(split(`  CN=Issuing CA 4A12 ${thumbprint} ${dates} a.example`)).toMatchObject({
      subject: null,
      issuer: 'CN=Issuing CA',
    });
    expect(split(` CN=Issuing CA 4A12 ${thumbprint} ${dates} a.example`)).toMatchObject({
      subject: null,
      issuer: null,
      thumbprint,
    });
  });

  test('a certificate without alternate names', () => {
    expect(split(` CN=a CN=CA 4A12 ${thumbprint} ${dates} `)).toMatchObject({ thumbprint, names: [] });
  });

  test.each([
    ['8/16/2021 1:57:31 PM 8/16/2022 1:57:31 PM', '2021-08-16T13:57:31.000Z', '2022-08-16T13:57:31.000Z'],
    ['06.08.2021 13:57:31 06.08.2022 13:57:31', '2021-08-06T13:57:31.000Z', '2022-08-06T13:57:31.000Z'],
    ['6. 8. 2021 13:57:31 6. 8. 2022 13:57:31', '2021-08-06T13:57:31.000Z', '2022-08-06T13:57:31.000Z'],
    ['2021. 08. 06. 13:57:31 2022. 08. 06. 13:57:31', '2021-08-06T13:57:31.000Z', '2022-08-06T13:57:31.000Z'],
    ['2021/8/6 下午 1:57:31 2022/8/6 下午 1:57:31', '2021-08-06T13:57:31.000Z', '2022-08-06T13:57:31.000Z'],
    ['06/08/2021 13:57:31 06/08/2022 13:57:31', null, null],
    ['06/08/2021 13:57:31 30/08/2022 13:57:31', '2021-08-06T13:57:31.000Z', '2022-08-30T13:57:31.000Z'],
    ['2021-08-06 13:57:31Z 2022-08-06 13:57:31Z', '2021-08-06T13:57:31.000Z', '2022-08-06T13:57:31.000Z'],
  ])('the dates may be printed as %s', (printed, notBefore, notAfter) => {
    expect(split(` CN=a.example CN=CA ${serial40} ${thumbprint} ${printed} a.example;b.example`)).toEqual({
      thumbprint,
      subject: 'CN=a.example',
      issuer: 'CN=CA',
      serialNumber: serial40,
      notBefore,
      notAfter,
      names: ['a.example', 'b.example'],
    });
  });

  test('a name that looks like the beginning of a date is a name', () => {
    expect(split(` CN=a CN=CA 4A12 ${thumbprint} ${dates} 10.1.2.3`)).toMatchObject({
      notAfter: '2026-06-01T23:59:59.000Z',
      names: ['10.1.2.3'],
    });
  });
});

describe('builds that wrote the older labels in one row, without dates', () => {
  test('names, thumbprint and serial number stand at the end', () => {
    const data = ` CN=mail.contoso.com, OU=IT, O=contoso International (L.L.C), L=Dubai, S=Dubai, C=AE CN=thawte SHA256 SSL CA, O="thawte, Inc.", C=US 0D92CFF6070B73AD5722EC8B4DA3389B ${thumbprint} mail.contoso.com`;
    expect(split(data, between)).toEqual({
      ...unknown,
      thumbprint,
      subject: 'CN=mail.contoso.com, OU=IT, O=contoso International (L.L.C), L=Dubai, S=Dubai, C=AE',
      issuer: 'CN=thawte SHA256 SSL CA, O="thawte, Inc.", C=US',
      serialNumber: '0D92CFF6070B73AD5722EC8B4DA3389B',
      names: ['mail.contoso.com'],
    });
  });

  test('with a serial number of 40 digits and no alternate names', () => {
    expect(split(` CN=a CN=CA ${serial40} ${thumbprint} `, between)).toMatchObject({
      serialNumber: serial40,
      thumbprint,
    });
  });
});

describe('values that somebody took out before sharing the log', () => {
  test.each([
    [
      'everything but the names',
      ' CN=*.example.com, OU=Redacted Certificate Information *.example.com;example.com',
      { names: ['*.example.com', 'example.com'] },
    ],
    [
      'the thumbprint, marked',
      ` CN=a CN=CA ${serial40} *** ${dates} a.example`,
      { serialNumber: serial40, thumbprint: null, subject: 'CN=a' },
    ],
    [
      'the thumbprint, unmarked',
      ` CN=a CN=CA, C=US ${serial40} ${dates} a.example`,
      { serialNumber: null, thumbprint: null },
    ],
    [
      'the serial number, marked',
      ` CN=a CN=CA xxxxxxxx ${thumbprint} ${dates} a.example`,
      { serialNumber: null, thumbprint, issuer: 'CN=CA' },
    ],
    [
      'the serial number, unmarked',
      ` CN=a CN=CA, C=US ${thumbprint} ${dates} a.example`,
      { serialNumber: null, thumbprint: null },
    ],
    [
      'the subject',
      ` *** CN=CA 4A12 ${thumbprint} ${dates} a.example`,
      { subject: null, issuer: 'CN=CA', thumbprint },
    ],
    [
      'parts of the names',
      ` CN=xxxxxx, OU=xxxx CN=CA, O=*** 4A12 ${thumbprint} ${dates} *.xxx.xxx;a.example`,
      { subject: null, issuer: null, thumbprint, names: ['a.example'] },
    ],
    [
      'part of the thumbprint',
      ` CN=a CN=CA 4A12 0123456789AB... ${dates} a.example`,
      { thumbprint: null, serialNumber: '4A12' },
    ],
  ])('%s', (_what, data, expected) => {
    expect(split(data)).toMatchObject(expected);
  });

  test('a row of which nothing can be told gives nothing', () => {
    expect(split(' ***')).toBeNull();
    expect(split('')).toBeNull();
    expect(split(' CN=a CN=b')).toBeNull();
  });
});

describe('a row for each value', () => {
  const group = (announcement: string, print: string) => [
    `*,,${announcement}`,
    '*,"CN=*.contoso.com, OU=""IT, Mail"", O=Contoso",Certificate subject',
    '*,"CN=Issuing CA, O=""thawte, Inc.""",Certificate issuer name',
    '*,4a12,Certificate serial number',
    `*,${print},Certificate thumbprint`,
    '*,*.contoso.com;contoso.com,Certificate alternate names',
  ];
  const tls =
    '*,,TLS protocol SP_PROT_TLS1_2_CLIENT negotiation succeeded using bulk encryption algorithm CALG_AES_256';

  // The labels are those of exchange.md 6.4.
  test('ours and the peer’s certificate are kept apart', async () => {
    const session = await readSession([
      ...group('Sending certificate', thumbprint),
      ...group('Remote certificate', serial40),
      tls,
    ]);
    expect(session.sentCertificate).toEqual({
      ...unknown,
      thumbprint,
      subject: 'CN=*.contoso.com, OU="IT, Mail", O=Contoso',
      issuer: 'CN=Issuing CA, O="thawte, Inc."',
      serialNumber: '4A12',
      names: ['*.contoso.com', 'contoso.com'],
    });
    expect(session.receivedCertificate?.thumbprint).toBe(serial40);
  });

  // Servers print the peer's certificate in full, and once more by its thumbprint: a form seen in a published log of 2019.
  test('a certificate named again by its thumbprint keeps its other values', async () => {
    const rows = [
      ...group('Remote certificate', serial40),
      tls,
      '*,,Received certificate',
      `*,${serial40},Certificate thumbprint`,
    ];
    const { receivedCertificate } = await readSession(rows);
    expect(receivedCertificate).toMatchObject({
      thumbprint: serial40,
      issuer: 'CN=Issuing CA, O="thawte, Inc."',
    });
  });

  test('a certificate with another thumbprint is another certificate', async () => {
    const rows = [
      ...group('Remote certificate', serial40),
      '*,,Received certificate',
      `*,${thumbprint},Certificate thumbprint`,
    ];
    expect((await readSession(rows)).receivedCertificate).toEqual({ ...unknown, thumbprint });
  });

  test('a thumbprint alone in one row', async () => {
    const { receivedCertificate } = await readSession([`*, ${serial40},Received certificate Thumbprint`]);
    expect(receivedCertificate).toEqual({ ...unknown, thumbprint: serial40 });
  });

  // KB 4051498 prints a group whose first row is missing, before a failed negotiation.
  test('values without an announcement are ours when the negotiation then fails', async () => {
    const rows = [
      ...group('', thumbprint).slice(1),
      '*,,TLS negotiation failed with error UnknownCredentials',
    ];
    const session = await readSession(rows);
    expect(session.sentCertificate?.thumbprint).toBe(thumbprint);
    expect(session.tlsError).toBe('UnknownCredentials');
  });

  test('values without an announcement are nobody’s when the negotiation succeeds', async () => {
    const session = await readSession([...group('', thumbprint).slice(1), tls]);
    expect(session.sentCertificate).toBeNull();
    expect(session.receivedCertificate).toBeNull();
    expect(session.tlsProtocol).toBe('SP_PROT_TLS1_2_CLIENT');
  });

  test('in a receive log, what the server sends is ours as well', async () => {
    const rows = [...group('Sending certificate', thumbprint), ...group('Received certificate', serial40)];
    const session = await readSession(rows, 'Receive');
    expect(session.sentCertificate?.thumbprint).toBe(thumbprint);
    expect(session.receivedCertificate?.thumbprint).toBe(serial40);
  });

  test('a certificate that was announced and never described was still sent', async () => {
    expect((await readSession(['*,,Sending certificate', '-,,Remote'])).sentCertificate).toEqual(unknown);
  });

  test('a list of names too long to be read whole is unknown', async () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `host${index}.contoso.com`).join(';');
    const rows = ['*,,Sending certificate', `*,${names},Certificate alternate names`];
    expect((await readSession(rows)).sentCertificate).toEqual(unknown);
    const fewer = ['*,,Sending certificate', `*,${names.slice(0, 100_000)},Certificate alternate names`];
    expect((await readSession(fewer)).sentCertificate?.names.length).toBeGreaterThan(4000);
  });

  test('redacted values are unknown', async () => {
    const rows = [
      '*,,Sending certificate',
      '*,CN=*.xxx.xxx.xxx,Certificate subject',
      '*,"CN=xxxxxx, OU=xxxxxx, O=xxxx",Certificate issuer name',
      '*,xxxxxxxxxxxx,Certificate serial number',
      '*,***,Certificate thumbprint',
    ];
    expect((await readSession(rows)).sentCertificate).toEqual(unknown);
  });
});

describe('context labels', () => {
  test.each([
    ['Sending certificate', { side: 'sent', fields: [] }],
    ['Received certificate', { side: 'received', fields: [] }],
    ['Remote certificate', { side: 'received', fields: [] }],
    ['Validated received certificate', { side: 'received', fields: [] }],
    ['Certificate thumbprint', { side: null, fields: ['thumbprint'] }],
    ['Received certificate Certificate thumbprint', { side: 'received', fields: ['thumbprint'] }],
    [
      newer,
      {
        side: 'sent',
        fields: ['subject', 'issuer', 'serialNumber', 'thumbprint', 'notBefore', 'notAfter', 'names'],
      },
    ],
    [between, { side: 'sent', fields: ['subject', 'issuer', 'serialNumber', 'thumbprint', 'names'] }],
  ])('%s', (context, expected) => {
    expect(parseCertificateContext(context)).toEqual(expected);
  });

  test.each([
    'Set Session Permissions',
    "Client certificate chain validation status: 'EmptyCertificate'",
    'Sending certificates',
    'Thumbprint',
    'Sending certificate and something else',
    '',
  ])('%j announces no certificate', (context) => {
    expect(parseCertificateContext(context)).toBeNull();
  });
});
