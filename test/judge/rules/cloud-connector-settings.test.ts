import { describe, expect, it } from 'vitest';
import type { SendConnector } from '../../../main/domain/connector.ts';
import { cloudConnectorSettings as rule } from '../../../main/judge/rules/cloud-connector-settings.ts';
import { makeCase, privateIssuer, seen, sendConnector, server, snapshot } from '../make-case.ts';

function variants(over: Partial<SendConnector>, pin: string | null = null): readonly string[] {
  const made = snapshot([server([])], { sendConnectors: seen([sendConnector(over, pin)]) });
  return rule.judge(makeCase(made)).map((f) => f.variant);
}

describe('cloud-connector-settings', () => {
  it('finds the settings that hybrid mail needs', () => {
    expect(variants({ cloudServicesMailEnabled: false })).toEqual(['cloud-mail-off']);
    expect(variants({ ignoreStartTls: true })).toEqual(['starttls-ignored']);
    expect(variants({ tlsAuthLevel: 'DomainValidation', tlsDomain: 'outlook.com' })).toEqual([
      'wrong-tls-domain',
    ]);
    expect(variants({ requireTls: false }, `<I>${privateIssuer}<S>CN=mail.contoso.com`)).toEqual([
      'tls-not-required',
    ]);
  });

  it('recognises a hand-made connector by its smart host, not by its name', () => {
    expect(variants({ name: 'To the cloud', cloudServicesMailEnabled: false })).toEqual(['cloud-mail-off']);
    const other = {
      smartHosts: ['mx.fabrikam.com'],
      addressSpaces: ['SMTP:fabrikam.com;1'],
      cloudServicesMailEnabled: false,
    };
    expect(variants(other)).toEqual([]);
  });

  it('does not flag a connector without a named certificate, nor what was not read', () => {
    expect(variants({})).toEqual([]);
    expect(variants({ cloudServicesMailEnabled: null, requireTls: null, tlsAuthLevel: null })).toEqual([]);
  });

  it('expects the domain of the cloud that the connector leads to, and offers no other', () => {
    const found = (over: Partial<SendConnector>) => {
      const made = snapshot([server([])], {
        sendConnectors: seen([sendConnector({ tlsAuthLevel: 'DomainValidation', ...over })]),
      });
      return rule.judge(makeCase(made))[0];
    };
    const high = { smartHosts: ['contoso-us.mail.protection.office365.us'] };
    expect(found({ ...high, tlsDomain: 'mail.protection.office365.us' })).toBeUndefined();
    expect(found({ ...high, tlsDomain: 'mail.protection.outlook.com' })?.advice[0]?.command).toContain(
      "-TlsDomain 'mail.protection.office365.us'",
    );
    const china = { smartHosts: [], addressSpaces: ['SMTP:contoso.mail.partner.onmschina.cn;1'] };
    expect(found({ ...china, tlsDomain: 'contoso.com' })?.values['expected']).toBe(
      'mail.protection.partner.outlook.cn',
    );
    const unknown = { smartHosts: [], addressSpaces: ['SMTP:contoso.com;1'], cloudServicesMailEnabled: true };
    expect(found({ ...unknown, tlsDomain: 'contoso.com' })?.advice[0]?.command).toBeNull();
  });
});
