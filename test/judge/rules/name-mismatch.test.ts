import { describe, expect, it } from 'vitest';
import { nameMismatch as rule } from '../../../main/judge/rules/name-mismatch.ts';
import { certificate, makeCase, seen, sendConnector, server, snapshot } from '../make-case.ts';

const other = certificate('A1', { subject: 'CN=smtp.contoso.com', names: ['smtp.contoso.com'] });

describe('name-mismatch', () => {
  it('says that no certificate carries the name, and which name one does carry', () => {
    const [finding] = rule.judge(makeCase(snapshot([server([other])]), { A1: 'trusted' }));
    expect(finding).toMatchObject({
      status: 'error',
      variant: 'no-name',
      values: { name: 'mail.contoso.com' },
    });
    expect(finding?.advice.map((a) => a.key)).toEqual([
      'pin-connector',
      'change-connector-name',
      'get-public-certificate',
    ]);
  });

  it('finds that the server name is used when the connector has no Fqdn', () => {
    const organisation = { sendConnectors: seen([sendConnector({ fqdn: '' })]) };
    expect(rule.judge(makeCase(snapshot([server([other])], organisation)))[0]?.values).toMatchObject({
      name: 'EX01.contoso.com',
    });
  });

  it('leaves a certificate without a key to its own rule, and is content with a match', () => {
    expect(rule.judge(makeCase(snapshot([server([certificate('A1', { hasPrivateKey: false })])])))).toEqual(
      [],
    );
    expect(rule.judge(makeCase(snapshot([server([certificate('A1')])])))).toEqual([]);
  });

  it('gives no command for a certificate that a connector could not find or use by its name', () => {
    const keys = (over: Parameters<typeof certificate>[1]) =>
      rule
        .judge(makeCase(snapshot([server([{ ...other, ...over }])]), { A1: 'trusted' }))[0]
        ?.advice.map((a) => a.key);
    expect(keys({ status: 'Revoked' })).toEqual(['get-public-certificate']);
    expect(keys({ status: 'Untrusted' })).toEqual([
      'pin-connector-later',
      'pin-obstacle-not-valid',
      'get-public-certificate',
    ]);
    expect(keys({ hasPrivateKey: null })).toEqual([
      'pin-connector-later',
      'pin-obstacle-key-not-known',
      'get-public-certificate',
    ]);
  });

  it('asks no authority for a name that none may issue, and no short name where the full one is known', () => {
    const last = (connector: Parameters<typeof sendConnector>[0], fqdn: string | null) =>
      rule
        .judge(
          makeCase(snapshot([server([], { fqdn })], { sendConnectors: seen([sendConnector(connector)]) })),
        )[0]
        ?.advice.at(-1);
    expect(last({ fqdn: '' }, 'EX01.contoso.local')?.key).toBe('get-public-certificate-other-name');
    expect(last({ fqdn: '' }, 'EX01.contoso.com')).toMatchObject({
      key: 'get-public-certificate',
      values: { name: 'EX01.contoso.com' },
    });
  });
});
