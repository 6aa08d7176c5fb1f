import { beforeEach, describe, expect, it } from 'vitest';
import { computedIisServices, computedServices } from '../../main/practice/computed/services.ts';
import { computedRootCaType, computedStatus } from '../../main/practice/computed/status.ts';
import type { Machine, PersonalEntry } from '../../main/practice/machine.ts';
import type { PracticeWorld } from '../../main/practice/world.ts';
import { certificateOf, machineOf, now, worldOf } from './practice-world.ts';

let world: PracticeWorld;
let machine: Machine;
beforeEach(async () => {
  world = await worldOf('untrusted-root');
  machine = machineOf(world, 'EX01');
});

const entry = (label: string): PersonalEntry => {
  const found = machine.personal.find(({ certificate }) => certificate.label === label);
  if (found === undefined) throw new Error(`${label} is not in the store`);
  return found;
};
const services = (label: string) => computedServices(world.directory, machine, entry(label));

describe('Services is computed from the machine and the directory, never stored (exchange.md 1.4)', () => {
  it('shows on a new server what Setup and the wizard lead to', () => {
    expect(services('public-mail')).toEqual(['IMAP', 'POP', 'IIS', 'SMTP']);
    expect(services('exchange-ex01')).toEqual(['IIS', 'SMTP']);
    expect(services('auth')).toEqual(['SMTP']);
    expect(services('federation')).toEqual(['SMTP', 'Federation']);
    expect(services('wmsvc-ex01')).toEqual([]);
  });

  it('shows SMTP on the auto-enrolled certificate, because its template lets NETWORK SERVICE read the key', () => {
    expect(services('internal-mail-ex01')).toEqual(['IMAP', 'POP', 'SMTP']);
    entry('internal-mail-ex01').networkServiceCanRead = false;
    expect(services('internal-mail-ex01')).toEqual(['IMAP', 'POP']);
  });

  it('shows no SMTP without a private key, whatever the permission says', () => {
    entry('public-mail').hasPrivateKey = false;
    expect(services('public-mail')).toEqual(['IMAP', 'POP', 'IIS']);
  });

  it('shows POP and IMAP on every certificate that carries the name of the settings', () => {
    const server = world.directory.servers[0];
    if (server === undefined) throw new Error('the organisation has no server');
    server.popCertificateName = 'EX01.contoso.com';
    expect(services('public-mail')).toEqual(['IMAP', 'IIS', 'SMTP']);
    expect(services('exchange-ex01')).toEqual(['POP', 'IIS', 'SMTP']);
    expect(services('internal-mail-ex01')).toEqual(['IMAP', 'POP', 'SMTP']);
  });

  it('moves IIS with the binding, away from the certificate that had it', () => {
    for (const binding of machine.iisBindings) {
      if (binding.siteId === 1) binding.thumbprint = entry('internal-mail-ex01').certificate.thumbprint;
    }
    expect(services('public-mail')).toEqual(['IMAP', 'POP', 'SMTP']);
    expect(computedIisServices(machine, entry('internal-mail-ex01'))).toEqual(['IIS://EX01/W3SVC/1']);
    expect(computedIisServices(machine, entry('exchange-ex01'))).toEqual(['IIS://EX01/W3SVC/2']);
  });

  it('shows Federation only while a trust names the certificate', () => {
    world.directory.federationTrusts = [];
    expect(services('federation')).toEqual(['SMTP']);
  });
});

describe('Status and RootCAType are the opinion of this server (exchange.md 1.2)', () => {
  const status = (label: string) => computedStatus(machine, entry(label).certificate, now);
  const rootType = (label: string) => computedRootCaType(machine, entry(label).certificate);

  it('calls the certificate valid that Exchange Online refuses: the server trusts the internal root', () => {
    expect([status('internal-mail-ex01'), rootType('internal-mail-ex01')]).toEqual(['Valid', 'Enterprise']);
    expect([status('public-mail'), rootType('public-mail')]).toEqual(['Valid', 'ThirdParty']);
  });

  it('tells its own certificates from the Auth certificate, which is in no root store', () => {
    expect([status('exchange-ex01'), rootType('exchange-ex01')]).toEqual(['Valid', 'Registry']);
    expect([status('auth'), rootType('auth')]).toEqual(['Valid', 'None']);
  });

  it('distrusts a certificate whose root was taken out of Root but is still at hand', () => {
    const root = certificateOf(world, 'internal-root');
    machine.roots = machine.roots.filter(({ certificate }) => certificate !== root);
    machine.intermediates.push(root);
    expect([status('internal-mail-ex01'), rootType('internal-mail-ex01')]).toEqual(['Untrusted', 'Unknown']);
  });

  it('cannot build the chain without the intermediate, unless it may fetch it', () => {
    machine.intermediates = [];
    expect(status('public-mail')).toBe('Valid');
    machine.fetchesIssuers = false;
    expect([status('public-mail'), rootType('public-mail')]).toEqual(['Invalid', 'Unknown']);
  });

  it('knows a root that came by Group Policy', () => {
    const root = certificateOf(world, 'internal-root');
    machine.roots = machine.roots.map((one) =>
      one.certificate === root ? { ...one, kind: 'group-policy' } : one,
    );
    expect(rootType('internal-mail-ex01')).toBe('GroupPolicy');
  });

  it('goes by the clock', () => {
    const { certificate } = entry('public-mail');
    expect(computedStatus(machine, certificate, '2026-06-04T00:00:00.000Z')).toBe('DateInvalid');
    expect(computedStatus(machine, certificate, '2025-11-01T00:00:00.000Z')).toBe('DateInvalid');
  });
});
