import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import {
  formatDistinguishedName,
  parseDistinguishedName,
  sameDistinguishedName,
} from '../../main/domain/distinguished-name.ts';
import {
  matchesTlsCertificateName,
  parseTlsCertificateName,
} from '../../main/domain/tls-certificate-name.ts';

/** Exports of real Exchange servers, from the test data of microsoft/CSS-Exchange. */
const exports = '../shared/real-data/exchange-clixml';
const absent = existsSync(exports) ? '' : ' (skipped: ../shared/real-data is absent)';

describe.skipIf(absent !== '')(`names that Exchange exported${absent}`, () => {
  const text = [
    'connector-and-certificate-scenarios/GetExchangeCertificate.xml',
    'connector-and-certificate-scenarios/GetExchangeCertificateMultipleMatches.xml',
    'e16/GetExchangeCertificate.xml',
    'auth-certificate-monitor/GetExchangeCertifiateWithNewAuthConfigCert.xml',
    'connector-and-certificate-scenarios/GetSendConnector.xml',
    'connector-and-certificate-scenarios/GetReceiveConnector.xml',
  ]
    .map((file) => (absent === '' ? readFileSync(`${exports}/${file}`, 'utf8') : ''))
    .join('\n');

  it('print back letter for letter', () => {
    const names = [...text.matchAll(/\[(?:Subject|Issuer)\](?:_x000D__x000A_|\s)+([^_\n]+)/g)].map(
      ([, name]) => name?.trim() ?? '',
    );
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(formatDistinguishedName(parseDistinguishedName(name) ?? [])).toBe(name);
  });

  it('stand in TlsCertificateName as issuer and subject', () => {
    const pins = [...text.matchAll(/<ToString>&lt;I&gt;(.*?)&lt;S&gt;(.*?)<\/ToString>/g)];
    expect(pins.length).toBeGreaterThan(0);
    for (const [, issuer = '', subject = ''] of pins) {
      const name = parseTlsCertificateName(`<I>${issuer}<S>${subject}`);
      expect(name).toEqual({ issuer, subject });
      if (name !== null) expect(matchesTlsCertificateName({ issuer, subject }, name)).toBe(true);
    }
  });
});

describe('the subjects of the roots that Node carries', () => {
  const subjects = rootCertificates.map((pem) => new X509Certificate(pem).subject.replaceAll('\n', ','));

  it('are read, and are the same name when turned round as Windows prints them', () => {
    expect(subjects.length).toBeGreaterThan(100);
    for (const subject of subjects) {
      const names = parseDistinguishedName(subject);
      expect(names, subject).not.toBeNull();
      const windows = formatDistinguishedName([...(names ?? [])].reverse());
      expect(sameDistinguishedName(subject, windows), subject).toBe(true);
      expect(parseDistinguishedName(windows)).toEqual([...(names ?? [])].reverse());
    }
  });

  it('are different names', () => {
    const [first = '', ...others] = subjects;
    for (const other of others) expect(sameDistinguishedName(first, other)).toBe(first === other);
  });
});
