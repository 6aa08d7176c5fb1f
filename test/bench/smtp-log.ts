import { createReadStream, rmSync } from 'node:fs';
import { mkdtemp, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSmtpLog } from '../../main/gather/saved/smtp-log/read-smtp-log.ts';
import type { BenchCase } from './bench-case.ts';

const megabyte = 1_000_000;
const sessionsAtOnce = 20;

const chunkBytes = 256 * 1024;

/** At least 60 MB in a second, and less than 400 MB of memory whatever the size. */
export const smtpLog: BenchCase = {
  name: 'SMTP protocol log read',
  unit: 'MB',
  size: 60,
  goalSeconds: 1,
  goalMegabytes: 400,
  async prepare(size) {
    const folder = await mkdtemp(join(tmpdir(), 'rootcause-bench-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const path = await writeLog(join(folder, 'send.log'), size);
    return () => readSmtpLog(createReadStream(path, { highWaterMark: chunkBytes }), { source: path });
  },
};

/** Writes a made-up send log of that many megabytes and returns its path; every row has a form of exchange.md 6.4. */
async function writeLog(path: string, megabytes: number): Promise<string> {
  const file = await open(path, 'w');
  try {
    let written = (await file.write(header)).bytesWritten;
    for (let batch = 0; written < megabytes * megabyte; batch++) {
      written += (await file.write(interleaved(batch))).bytesWritten;
    }
  } finally {
    await file.close();
  }
  return path;
}

const header = `#Software: Microsoft Exchange Server\r
#Version: 15.0.0.0\r
#Log-type: SMTP Send Protocol Log\r
#Date: 2026-01-15T08:00:00.000Z\r
#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\r
`;

/** Twenty sessions whose rows alternate, as on a server that sends in parallel. */
function interleaved(batch: number): string {
  const sessions = Array.from({ length: sessionsAtOnce }, (_, index) =>
    session(batch * sessionsAtOnce + index),
  );
  const longest = Math.max(...sessions.map((rows) => rows.length));
  let text = '';
  for (let row = 0; row < longest; row++) for (const rows of sessions) text += rows[row] ?? '';
  return text;
}

const certificate =
  '" CN=mail.contoso.com, O=""Contoso, Ltd."", L=Redmond, S=WA, C=US CN=Contoso Issuing CA 1, DC=contoso, DC=com 4A00000012 0123456789ABCDEF0123456789ABCDEF01234567 2025-06-01T00:00:00.000Z 2026-06-01T00:00:00.000Z mail.contoso.com;EX01.contoso.com"';
const certificateContext =
  'Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names';
const tls =
  '"TLS protocol SP_PROT_TLS1_2_CLIENT negotiation succeeded using bulk encryption algorithm CALG_AES_256 with strength 256 bits, MAC hash algorithm CALG_SHA_384 with strength 0 bits and key exchange algorithm CALG_ECDH_EPHEM with strength 384 bits"';

function session(index: number): readonly string[] {
  const id = (0x08dd00000000a000n + BigInt(index)).toString(16).toUpperCase().padStart(16, '0');
  const time = new Date(Date.UTC(2026, 0, 15, 8) + Math.floor(index / sessionsAtOnce) * 700).toISOString();
  const refused = index % 7 === 0;
  const answer = refused
    ? '<,454 4.7.0 Failed to establish appropriate TLS channel: UntrustedRoot: Access Denied,'
    : '<,250 2.1.0 Sender OK,';
  const rows = [
    '*,SendRoutingHeaders,Set Session Permissions',
    '*,,attempting to connect',
    '+,,',
    '<,"220 AM0XX01FT001.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at Thu, 15 Jan 2026 08:00:01 +0000",',
    '>,EHLO mail.contoso.com,',
    '<,250  AM0XX01FT001.mail.protection.outlook.com Hello [192.0.2.5] SIZE 157286400 PIPELINING DSN ENHANCEDSTATUSCODES STARTTLS 8BITMIME BINARYMIME CHUNKING SMTPUTF8,',
    '>,STARTTLS,',
    '<,220 2.0.0 SMTP server ready,',
    `*,${certificate},${certificateContext}`,
    `*,,${tls}`,
    '*,0A1B2C3D4E5F60718293A4B5C6D7E8F901234567,Received certificate Certificate thumbprint',
    '>,EHLO mail.contoso.com,',
    '<,250  AM0XX01FT001.mail.protection.outlook.com Hello [192.0.2.5] SIZE 157286400 PIPELINING DSN ENHANCEDSTATUSCODES 8BITMIME BINARYMIME CHUNKING SMTPUTF8,',
    `*,,sending message with RecordId ${index} and InternetMessageId <${index}@contoso.com>`,
    '>,MAIL FROM:<a@contoso.com> SIZE=4000,',
    answer,
    ...(refused
      ? []
      : [
          '>,RCPT TO:<b@fabrikam.example>,',
          '<,250 2.1.5 Recipient OK,',
          '>,BDAT 4000 LAST,',
          `<,"250 2.6.0 <${index}@contoso.com> [InternalId=${index}, Hostname=AM0XX01.outlook.com] 9000 bytes in 0.1, 90 KB/sec Queued mail for delivery",`,
        ]),
    '>,QUIT,',
    '<,221 2.0.0 Service closing transmission channel,',
    '-,,Local',
  ];
  return rows.map((row, sequence) => {
    const local = sequence < 2 ? '' : `192.0.2.5:${20_000 + (index % 40_000)}`;
    return `${time},Outbound to Office 365,${id},${sequence},${local},203.0.113.10:25,${row}\r\n`;
  });
}
