import { describe, expect, test } from 'vitest';
import { isPlainObject, type Plain } from '../../../../main/exchange/plain.ts';
import {
  type FormatListReading,
  looksLikeFormatList,
  readFormatList,
} from '../../../../main/gather/saved/format-list/read-format-list.ts';
import { certificates, certificateTable, queueTable, wrappedPin } from './pasted-samples.ts';

function values(reading: FormatListReading, index: number): Record<string, unknown> {
  const properties = reading.objects[index]?.object.properties ?? new Map<string, Plain>();
  return Object.fromEntries(
    [...properties].map(([name, value]) => [name, isPlainObject(value) ? value.items : value]),
  );
}

function countsAddUp({ counts }: FormatListReading): boolean {
  return counts.lines === counts.used + counts.blank + counts.command + counts.other + counts.notRead;
}

describe('certificates pasted from the shell', () => {
  const reading = readFormatList(certificates);

  test('are recognised with their server and place', () => {
    expect(reading.objects.map(({ cmdlet, server, place }) => [cmdlet, server, place])).toEqual([
      ['Get-ExchangeCertificate', 'EX01', 'line 7'],
      ['Get-ExchangeCertificate', 'EX01', 'line 22'],
    ]);
  });

  test('have the values a live answer would have', () => {
    expect(values(reading, 0)).toEqual({
      AccessRules: null,
      CertificateDomains: ['mail.contoso.com', 'autodiscover.contoso.com'],
      HasPrivateKey: true,
      IsSelfSigned: false,
      Issuer: 'CN=Contoso Issuing CA 1, DC=contoso, DC=com',
      NotAfter: '2028-02-02T04:22:23Z',
      NotBefore: '2026-02-02T04:22:23Z',
      PublicKeySize: 2048,
      RootCAType: 'Enterprise',
      SerialNumber: '4900000000000000000000000000000000000012',
      Services: 'IMAP, POP, IIS, SMTP',
      Status: 'Valid',
      Subject: 'CN=mail.contoso.com',
      Thumbprint: '3DAF40EC85C62DD39D98696AB5413E3EB83D6415',
    });
  });

  test('have nothing for what was not shown, and say when a list was cut', () => {
    expect(reading.objects[1]?.object.properties.has('NotAfter')).toBe(false);
    expect(reading.objects[1]?.object.properties.has('AccessRules')).toBe(false);
    expect(reading.notRead).toContainEqual({
      reason: { code: 'incomplete', detail: 'AccessRules: the list was cut by the shell' },
      count: 1,
      where: 'line 22',
    });
  });

  test('say that the time zone of their dates is unknown', () => {
    expect(reading.objects[0]?.dates).toContainEqual({
      property: 'NotAfter',
      text: '02.02.2028 4:22:23',
      reading: { iso: '2028-02-02T04:22:23', zone: 'unknown' },
      decidedBy: null,
    });
    expect(reading.notRead.map(({ reason }) => reason.detail)).toContain(
      'NotAfter: no time zone, taken as UTC (up to 14 hours off)',
    );
  });

  test('account for every line', () => {
    expect(reading.counts).toEqual({ lines: 31, used: 22, blank: 5, command: 1, other: 3, notRead: 0 });
    expect(countsAddUp(reading)).toBe(true);
  });

  test.each([
    ['quoted twice', (text: string) => text.replace(/^/gmu, '>> ')],
    ['quoted with blanks between the marks', (text: string) => text.replace(/^/gmu, '> > ')],
    ['indented as a code block', (text: string) => text.replace(/^/gmu, '    ')],
    ['with non-breaking blanks', (text: string) => text.replaceAll(' ', '\u00a0')],
    ['with Unix line ends', (text: string) => text.replaceAll('\r\n', '\n')],
    ['with tabs', (text: string) => text.replace(/ {2,}: /gu, '\t: ')],
    ['with a blank line behind every line', (text: string) => text.replaceAll('\r\n', '\r\n\r\n')],
    ['with runs of blanks collapsed', (text: string) => text.replace(/ {2,}/gu, ' ')],
    ['with names as somebody typed them', (text: string) => text.replace(/^Thumbprint/gmu, 'thumbprint')],
  ])('read the same %s', (_, mangle) => {
    const again = readFormatList(mangle(certificates));
    expect(again.objects.length).toBe(2);
    expect(values(again, 0)).toEqual(values(reading, 0));
    expect(values(again, 1)).toEqual(values(reading, 1));
    expect(countsAddUp(again)).toBe(true);
  });
});

describe('dates that can be read both ways', () => {
  const two = (notAfter: string, other: string) =>
    [
      'Thumbprint : 3DAF40EC85C62DD39D98696AB5413E3EB83D6415',
      'Services   : SMTP',
      `NotAfter   : ${notAfter}`,
      '',
      'Thumbprint : BBA9F942B32F3E0F6E0C4E735BD1F38D4C06612E',
      'Services   : SMTP',
      `NotAfter   : ${other}`,
    ].join('\n');

  test('are unknown in the object and shown both ways beside it', () => {
    const reading = readFormatList(two('06/08/2028 10:00', '05/07/2029 10:00'));
    expect(reading.objects[0]?.object.properties.has('NotAfter')).toBe(false);
    expect(reading.objects[0]?.dates[0]?.reading).toEqual({
      ambiguous: ['2028-08-06T10:00:00', '2028-06-08T10:00:00'],
      zone: 'unknown',
    });
    expect(reading.complete).toBe(false);
  });

  test('are decided by a later date of the same text, which is named', () => {
    const reading = readFormatList(two('06/08/2028 10:00', '25/07/2029 10:00'));
    expect(values(reading, 0)['NotAfter']).toBe('2028-08-06T10:00:00Z');
    expect(reading.objects[0]?.dates[0]?.decidedBy).toBe('line 7');
  });
});

describe('tables', () => {
  test('of certificates give the positional services, and cut values are unknown', () => {
    const reading = readFormatList(certificateTable);
    expect(values(reading, 0)).toEqual({
      Thumbprint: '3DAF40EC85C62DD39D98696AB5413E3EB83D6415',
      ServicesStringForm: 'IP.WS..',
      Subject: 'CN=mail.contoso.com',
    });
    expect(reading.objects[1]?.object.properties.has('Subject')).toBe(false);
    expect(reading.notRead).toEqual([
      {
        reason: { code: 'incomplete', detail: 'Subject: cut by the width of the table' },
        count: 1,
        where: 'line 6',
      },
    ]);
    expect(reading.counts).toEqual({ lines: 7, used: 4, blank: 2, command: 1, other: 0, notRead: 0 });
  });

  test('of queues keep numbers that stand at the right', () => {
    const reading = readFormatList(queueTable);
    expect(reading.objects.map(({ cmdlet }) => cmdlet)).toEqual(['Get-Queue', 'Get-Queue', 'Get-Queue']);
    expect(values(reading, 1)).toMatchObject({ Identity: 'EX01\\38', Status: 'Retry', MessageCount: 12345 });
    expect(reading.objects[1]?.object.properties.has('NextHopDomain')).toBe(false);
    expect(values(reading, 0)['NextHopDomain']).toBe('mailbox database 1');
  });

  test('with wrapped cells put them together', () => {
    const wrapped = [
      'Identity               AddressSpaces                Enabled',
      '--------               -------------                -------',
      'Outbound to Office 365 {SMTP:contoso.mail.onmicroso True',
      '                       ft.com;1}',
      'Internet               {SMTP:*;1}                   True',
    ].join('\n');
    const reading = readFormatList(wrapped);
    expect(reading.objects.length).toBe(2);
    expect(values(reading, 0)).toEqual({
      Identity: 'Outbound to Office 365',
      AddressSpaces: ['SMTP:contoso.mail.onmicrosoft.com;1'],
      Enabled: true,
    });
  });

  test('whose blanks a mail collapsed are read by words, and other rows are reported', () => {
    const collapsed = certificateTable.replace(/ {2,}/gu, ' ');
    const reading = readFormatList(collapsed);
    expect(reading.objects.length).toBe(1);
    expect(reading.counts.notRead).toBe(1);
    expect(reading.notRead[0]?.reason.detail).toBe('a row that does not follow its table');
  });
});

describe('kinds of objects', () => {
  test.each([
    ['Get-SendConnector', ['Name : To cloud', 'SmartHosts : {x.mail.protection.outlook.com}', 'Fqdn :']],
    ['Get-ReceiveConnector', ['Name : Default', 'Bindings : {0.0.0.0:25}', 'TlsCertificateName :']],
    ['Get-AuthConfig', ['CurrentCertificateThumbprint : ABC', 'Realm :']],
    ['Get-TransportService', ['Name : EX01', 'InternalTransportCertificateThumbprint : ABC']],
    ['Get-ExchangeServer', ['Name : EX01', 'AdminDisplayVersion : Version 15.2 (Build 1.2)']],
    ['Get-HybridConfiguration', ['TlsCertificateName : x', 'Domains : {contoso.com}']],
    ['Get-Queue', ['Identity : EX01\\3', 'LastError : [{LED=454 4.7.0 x}]']],
  ])('%s is recognised by its properties', (cmdlet, lines) => {
    expect(readFormatList(lines.join('\n')).objects.map((object) => object.cmdlet)).toEqual([cmdlet]);
  });

  test('too few properties are decided by the command in front', () => {
    const lines = ['Name               : x', 'TlsCertificateName : <I>CN=a<S>CN=b'];
    expect(readFormatList(lines.join('\n')).objects).toEqual([]);
    const prompt = ['[PS] C:\\>Get-SendConnector | fl Name,TlsCertificateName', '', ...lines];
    expect(readFormatList(prompt.join('\n')).objects[0]?.cmdlet).toBe('Get-SendConnector');
  });

  test('a certificate of some store is not taken for one of LocalMachine\\My', () => {
    const dir = ['Thumbprint : 3DAF40EC85C62DD39D98696AB5413E3EB83D6415', 'Subject    : CN=Contoso Root CA'];
    const reading = readFormatList(dir.join('\n'));
    expect(reading.objects).toEqual([]);
    expect(reading.notRead[0]?.reason.detail).toBe('an object of no kind we read, with Thumbprint, Subject');
  });

  test('the thumbprint of the command belongs to the object (KB 2888788 shows it so)', () => {
    const text = [
      'Get-ExchangeCertificate -Thumbprint 3daf40ec85c62dd39d98696ab5413e3eb83d6415 | fl friendlyname,services',
      '',
      'FriendlyName : Microsoft Exchange',
      'Services     : IMAP, POP, IIS, SMTP',
    ].join('\n');
    expect(values(readFormatList(text), 0)).toEqual({
      FriendlyName: 'Microsoft Exchange',
      Services: 'IMAP, POP, IIS, SMTP',
      Thumbprint: '3DAF40EC85C62DD39D98696AB5413E3EB83D6415',
    });
  });

  test('mail headers and prose are no objects', () => {
    const mail = [
      'From: Bob',
      'Subject: RE: certificate',
      '',
      'Objet : RE: x',
      'De : Bob',
      '',
      'Thanks : a lot',
    ];
    expect(readFormatList(mail.join('\n')).objects).toEqual([]);
    expect(looksLikeFormatList(mail.join('\n'))).toBe(false);
    expect(looksLikeFormatList(certificates)).toBe(true);
  });

  test('a key named __proto__ is data', () => {
    const text = ['Thumbprint : ABC', 'Services   : SMTP', '__proto__  : x', 'constructor : y'].join('\n');
    readFormatList(text);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('a pin wrapped over several lines', () => {
  test('is joined at its commas without inventing blanks', () => {
    expect(values(readFormatList(wrappedPin), 0)['TlsCertificateName']).toBe(
      '<I>CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1, O=DigiCert Inc, C=US<S>CN=mail.contoso.com, OU=IT, O="Contoso, Ltd.", L=Redmond, S=Washington, C=US',
    );
  });

  test('is unknown when a blank may or may not have stood at the end of a full line', () => {
    const doubtful = [
      'CloudServicesMailEnabled : True',
      'TlsCertificateName       : <I>CN=DigiCert Global G2 TLS RSA',
      '                           SHA256<S>CN=x',
    ];
    const reading = readFormatList(doubtful.join('\n'));
    expect(reading.objects[0]?.object.properties.has('TlsCertificateName')).toBe(false);
    expect(reading.notRead[0]?.reason.detail).toBe(
      'TlsCertificateName: a blank may be missing where a line was wrapped',
    );
  });

  test('is decided by the same words elsewhere in the mail', () => {
    const helped = [
      'CloudServicesMailEnabled : True',
      'TlsCertificateName       : <I>CN=DigiCert Global G2 TLS RSA',
      '                           SHA256<S>CN=x',
      '',
      'We bought it from DigiCert Global G2 TLS RSA SHA256 2020 CA1',
    ];
    expect(values(readFormatList(helped.join('\n')), 0)['TlsCertificateName']).toBe(
      '<I>CN=DigiCert Global G2 TLS RSA SHA256<S>CN=x',
    );
  });
});
