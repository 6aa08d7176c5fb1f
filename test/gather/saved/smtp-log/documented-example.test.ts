import { expect, test } from 'vitest';
import { readText } from './log-text.ts';

// The synthetic example of exchange.md 6.4: true in form, invented in values; the case of KB 2888788.
const example = `#Software: Microsoft Exchange Server
#Version: 15.0.0.0
#Log-type: SMTP Send Protocol Log
#Date: 2026-01-15T08:00:00.000Z
#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context
2026-01-15T08:00:01.000Z,Outbound to Office 365,08DD00000000A001,0,,203.0.113.10:25,*,SendRoutingHeaders,Set Session Permissions
2026-01-15T08:00:01.010Z,Outbound to Office 365,08DD00000000A001,1,,203.0.113.10:25,*,,attempting to connect
2026-01-15T08:00:01.040Z,Outbound to Office 365,08DD00000000A001,2,192.0.2.5:41000,203.0.113.10:25,+,,
2026-01-15T08:00:01.080Z,Outbound to Office 365,08DD00000000A001,3,192.0.2.5:41000,203.0.113.10:25,<,"220 AM0XX01FT001.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at Thu, 15 Jan 2026 08:00:01 +0000",
2026-01-15T08:00:01.081Z,Outbound to Office 365,08DD00000000A001,4,192.0.2.5:41000,203.0.113.10:25,>,EHLO mail.contoso.com,
2026-01-15T08:00:01.110Z,Outbound to Office 365,08DD00000000A001,5,192.0.2.5:41000,203.0.113.10:25,<,250-STARTTLS,
2026-01-15T08:00:01.111Z,Outbound to Office 365,08DD00000000A001,6,192.0.2.5:41000,203.0.113.10:25,>,STARTTLS,
2026-01-15T08:00:01.140Z,Outbound to Office 365,08DD00000000A001,7,192.0.2.5:41000,203.0.113.10:25,<,220 2.0.0 SMTP server ready,
2026-01-15T08:00:01.141Z,Outbound to Office 365,08DD00000000A001,8,192.0.2.5:41000,203.0.113.10:25,*,,Sending certificate
2026-01-15T08:00:01.141Z,Outbound to Office 365,08DD00000000A001,9,192.0.2.5:41000,203.0.113.10:25,*,CN=mail.contoso.com,Certificate subject
2026-01-15T08:00:01.141Z,Outbound to Office 365,08DD00000000A001,10,192.0.2.5:41000,203.0.113.10:25,*,"CN=Contoso Issuing CA 1, DC=contoso, DC=com",Certificate issuer name
2026-01-15T08:00:01.141Z,Outbound to Office 365,08DD00000000A001,11,192.0.2.5:41000,203.0.113.10:25,*,4A00000012,Certificate serial number
2026-01-15T08:00:01.141Z,Outbound to Office 365,08DD00000000A001,12,192.0.2.5:41000,203.0.113.10:25,*,0123456789ABCDEF0123456789ABCDEF01234567,Certificate thumbprint
2026-01-15T08:00:01.141Z,Outbound to Office 365,08DD00000000A001,13,192.0.2.5:41000,203.0.113.10:25,*,mail.contoso.com;EX01.contoso.com,Certificate alternate names
2026-01-15T08:00:01.300Z,Outbound to Office 365,08DD00000000A001,20,192.0.2.5:41000,203.0.113.10:25,>,MAIL FROM:<a@contoso.com> SIZE=4000,
2026-01-15T08:00:01.340Z,Outbound to Office 365,08DD00000000A001,21,192.0.2.5:41000,203.0.113.10:25,<,454 4.7.0 Failed to establish appropriate TLS channel: UntrustedRoot: Access Denied,
2026-01-15T08:00:01.341Z,Outbound to Office 365,08DD00000000A001,22,192.0.2.5:41000,203.0.113.10:25,-,,Local
`;

test('the documented session shows the certificate that was offered and the refusal it drew', async () => {
  const log = await readText(example);
  expect(log.kind).toBe('smtp-send');
  expect(log.counts).toEqual({ records: 17, notRead: 0 });
  expect(log.partlyRead).toEqual([]);
  expect(log.sessions).toMatchObject([
    {
      id: '08DD00000000A001',
      direction: 'send',
      connector: 'Outbound to Office 365',
      started: '2026-01-15T08:00:01.000Z',
      local: '192.0.2.5:41000',
      remote: '203.0.113.10:25',
      tlsProtocol: null,
      tlsError: null,
      sentCertificate: {
        thumbprint: '0123456789ABCDEF0123456789ABCDEF01234567',
        subject: 'CN=mail.contoso.com',
        issuer: 'CN=Contoso Issuing CA 1, DC=contoso, DC=com',
        serialNumber: '4A00000012',
        notBefore: null,
        notAfter: null,
        names: ['mail.contoso.com', 'EX01.contoso.com'],
      },
      receivedCertificate: null,
      rejection: { code: '454', enhanced: '4.7.0', class: 'untrusted-root', reason: 'UntrustedRoot' },
      rows: 17,
      origin: { source: 'SEND.log', where: 'line 6' },
    },
  ]);
});

test('it makes no difference into which chunks the file falls', async () => {
  const whole = await readText(example);
  for (const size of [1, 2, 3, 7, 64, 1000]) expect(await readText(example, {}, size)).toEqual(whole);
});
