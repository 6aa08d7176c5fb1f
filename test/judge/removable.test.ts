import { describe, expect, it } from 'vitest';
import type { OrganisationReadings, ServerReadings } from '../../main/domain/snapshot.ts';
import { removability } from '../../main/judge/removable.ts';
import { removalAdvice } from '../../main/judge/removal-advice.ts';
import { wordsIn } from '../../main/report/words.ts';
import {
  certificate,
  makeCase,
  privateIssuer,
  receiveConnector,
  seen,
  sendConnector,
  server,
  snapshot,
  thumbprint,
} from './make-case.ts';

const good = certificate('A1', { services: ['SMTP'] });
const bad = certificate('B1', { issuer: privateIssuer, services: ['IMAP', 'POP', 'SMTP'] });
const pin = `<I>${privateIssuer}<S>CN=mail.contoso.com`;

const transport = (internalTransportCertificateThumbprint: string | null) =>
  seen({ internalTransportCertificateThumbprint, sendProtocolLogPath: null, messageExpirationSeconds: null });
const auth = (nextThumbprint: string | null) =>
  seen({
    currentThumbprint: thumbprint('F1'),
    previousThumbprint: '',
    nextThumbprint,
    nextEffectiveDate: null,
  });
const trusts = (currentThumbprint: string) =>
  seen([{ name: 'MFG', currentThumbprint, previousThumbprint: '', nextThumbprint: '' }]);
const binding = (bound: string) => seen([{ site: 'Exchange Back End', port: 444, thumbprint: bound }]);
const hybrid = seen({
  tlsCertificateName: sendConnector({}, pin).tlsCertificateName,
  sendingTransportServers: [],
  receivingTransportServers: [],
  edgeTransportServers: [],
  onPremisesSmartHost: null,
  domains: [],
});

/** An organisation of which everything that could need a certificate was read, and nothing needs B1. */
function organisation(over: Partial<OrganisationReadings> = {}, on: Partial<ServerReadings> = {}) {
  const one = server([good, bad], {
    transportService: transport(thumbprint('C5')),
    iisBindings: binding(thumbprint('A1')),
    ...on,
  });
  const made = snapshot([one], {
    receiveConnectors: seen([receiveConnector()]),
    authConfig: auth(''),
    federationTrusts: seen([]),
    hybridConfiguration: seen(null),
    ...over,
  });
  return { c: makeCase(made), server: one };
}

function asked(over?: Partial<OrganisationReadings>, on?: Partial<ServerReadings>) {
  const { c, server: one } = organisation(over, on);
  return removability(c, one, bad);
}

describe('removing a certificate', () => {
  it('is free when everything that could name it was read and nothing does', () => {
    expect(asked()).toEqual({ uses: [], notRead: [] });
  });

  it.each([
    ['internal-transport', {}, { transportService: transport(thumbprint('B1')) }],
    ['auth', { authConfig: auth(thumbprint('B1')) }, {}],
    ['federation', { federationTrusts: trusts(thumbprint('B1')) }, {}],
    ['iis-binding', {}, { iisBindings: binding(thumbprint('B1')) }],
    ['send-connector', { sendConnectors: seen([sendConnector({ name: 'Partner' }, pin)]) }, {}],
    ['receive-connector', { receiveConnectors: seen([receiveConnector({}, pin)]) }, {}],
    ['hybrid-configuration', { hybridConfiguration: hybrid }, {}],
  ])('is not offered while it is used: %s', (use, over, on) => {
    expect(asked(over, on).uses).toEqual([use]);
    expect(wordsIn('en').has(`advice.removal-blocked-${use}`)).toBe(true);
  });

  it('is not free while something was not read, a whole answer or one field of it', () => {
    const one = server([good, bad]);
    expect(removability(makeCase(snapshot([one])), one, bad).notRead).toEqual([
      'Get-TransportService',
      'Get-AuthConfig',
      'Get-FederationTrust',
      'Get-ReceiveConnector',
      'Get-HybridConfiguration',
    ]);
    expect(asked({ authConfig: auth(null) }).notRead).toEqual(['Get-AuthConfig']);
    expect(asked({}, { transportService: transport(null) }).notRead).toEqual(['Get-TransportService']);
  });

  it('comes after saving it and moving its services, each step with its command', () => {
    const { c } = organisation();
    expect(removalAdvice(c, 'EX01', bad, good).map((a) => [a.key, a.command])).toEqual([
      ['export-before-removal', null],
      [
        'move-services',
        `Enable-ExchangeCertificate -Server 'EX01' -Thumbprint '${thumbprint('A1')}' -Services 'IMAP','POP'`,
      ],
      [
        'move-services-and-remove',
        `Remove-ExchangeCertificate -Server 'EX01' -Thumbprint '${thumbprint('B1')}'`,
      ],
    ]);
  });

  it('gives the reason instead of a command', () => {
    const { c } = organisation({}, { transportService: transport(thumbprint('B1')) });
    expect(removalAdvice(c, 'EX01', bad, good)).toMatchObject([
      { key: 'removal-blocked-internal-transport', command: null },
    ]);
  });
});
