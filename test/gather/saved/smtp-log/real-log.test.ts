import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { looksLikeSmtpLog } from '../../../../main/gather/saved/smtp-log/looks-like-smtp-log.ts';
import { readSmtpLog } from '../../../../main/gather/saved/smtp-log/read-smtp-log.ts';

const path = '../shared/real-data/smtp-logs/smtp_auth_successful.log';
const present = existsSync(path);
const why = present ? '' : ` (skipped: ${path} is absent)`;

// A receive log of Exchange 2016 from the tests of IPBan (MIT); its publisher shortened the certificate's values.
test.skipIf(!present)(
  `a real receive log is read to the last row, and its shortened values stay unknown${why}`,
  async () => {
    const log = await readSmtpLog(createReadStream(path), { source: 'recv.log' });
    expect(log).toEqual({
      kind: 'smtp-receive',
      encoding: 'utf-8',
      header: {
        software: 'Microsoft Exchange Server',
        version: '15.0.0.0',
        logType: 'SMTP Receive Protocol Log',
        date: '2020-04-02T07:00:14.501Z',
      },
      sessions: [
        {
          id: '08D7D4D2EFBC4CC6',
          direction: 'receive',
          connector: 'SRV-XCH03\\External Authenticated Relay',
          started: '2020-04-02T07:57:37.405Z',
          local: '192.168.0.101:10587',
          remote: '180.20.20.20:50767',
          tlsProtocol: 'SP_PROT_TLS1_2_SERVER',
          tlsError: null,
          sentCertificate: {
            thumbprint: null,
            subject: null,
            issuer: null,
            serialNumber: null,
            notBefore: null,
            notAfter: null,
            names: ['*.example.com', 'example.com'],
          },
          receivedCertificate: null,
          messageTaken: false,
          rejection: null,
          rows: 22,
          origin: { source: 'recv.log', where: 'line 6' },
        },
      ],
      rest: { sessions: 0, rows: 0 },
      counts: { records: 22, notRead: 0 },
      notRead: [],
      partlyRead: [{ reason: 'certificate-redacted', count: 1, where: 'line 12' }],
      first: '2020-04-02T07:57:37.405Z',
      last: '2020-04-02T07:57:40.532Z',
    });
  },
);

test.skipIf(!present)(`a real log is recognised by its content${why}`, () => {
  const bytes = readFileSync(path);
  expect(looksLikeSmtpLog(bytes)).toBe(true);
  expect(looksLikeSmtpLog(bytes.subarray(bytes.indexOf('2020-04-02T07:57')))).toBe(true);
});
