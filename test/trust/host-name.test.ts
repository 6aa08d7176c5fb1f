import { describe, expect, it } from 'vitest';
import { checkHostName, serverName } from '../../main/trust/checks/host-name.ts';
import * as der from './support/der-writer.ts';
import { altNames, dns, extension, ip, makeLeaf, makeRoot, oids } from './support/make-certificate.ts';

const root = makeRoot();

function presents(names: readonly Buffer[], host: string): boolean {
  const leaf = makeLeaf(root, 'x.test', {
    subject: der.name(['CN', 'common.contoso.com']),
    change: { [oids.subjectAltName]: names.length === 0 ? null : altNames(...names) },
  });
  return checkHostName(leaf.parsed, serverName(host)).length === 0;
}

describe('the host a certificate stands for', () => {
  it.each([
    ['mail.contoso.com', 'mail.contoso.com', true],
    ['mail.contoso.com', 'MAIL.Contoso.COM', true],
    ['mail.contoso.com', 'mail.contoso.com.', true],
    ['mail.contoso.com', 'web.contoso.com', false],
    ['mail.contoso.com', 'contoso.com', false],
    ['contoso.com', 'mail.contoso.com', false],
    ['*.contoso.com', 'mail.contoso.com', true],
    ['*.contoso.com', 'a.mail.contoso.com', false],
    ['*.contoso.com', 'contoso.com', false],
    ['ma*.contoso.com', 'mail.contoso.com', false],
    ['mail.*.com', 'mail.contoso.com', false],
    ['*.com', 'contoso.com', false],
    ['*', 'contoso', false],
    ['xn--*-kva.contoso.com', 'xn--bcher-kva.contoso.com', false],
    ['xn--bcher-kva.contoso.com', 'bücher.contoso.com', true],
    ['mail.contoso.com', '*.contoso.com', false],
    ['mail_1.contoso.com', 'mail_1.contoso.com', true],
    ['192.0.2.1', '192.0.2.1', false],
    ['mail.contoso.com', '', false],
    ['mail.contoso.com, fabrikam.com', 'fabrikam.com', false],
    ['fabrikam.com\0.contoso.com', 'fabrikam.com', false],
  ])('%j for %j: %j', (presented, host, expected) => {
    expect(presents([dns(presented)], host)).toBe(expected);
  });

  it('is never read from the common name', () => {
    expect(presents([], 'common.contoso.com')).toBe(false);
    expect(presents([dns('mail.contoso.com')], 'common.contoso.com')).toBe(false);
  });

  it('may be an address, octet for octet', () => {
    expect(presents([ip(192, 0, 2, 1)], '192.0.2.1')).toBe(true);
    expect(presents([ip(192, 0, 2, 1)], '192.0.2.2')).toBe(false);
    expect(presents([ip(192, 0, 2, 1)], '::ffff:192.0.2.1')).toBe(false);
    expect(presents([ip(...new Array(15).fill(0), 1)], '[::1]')).toBe(true);
  });

  it('is not found in names that cannot be decoded', () => {
    const odd = extension(oids.subjectAltName, Buffer.from('mail.contoso.com'));
    const leaf = makeLeaf(root, 'x.test', { change: { [oids.subjectAltName]: odd } });
    expect(checkHostName(leaf.parsed, { kind: 'DNS', value: 'mail.contoso.com' })).toHaveLength(1);
  });
});
