import type { CmdletParameters } from '../../exchange/connection.ts';
import type { PracticeWorld } from '../world.ts';
import { exchangeCertificate } from './certificates.ts';
import { certificateNotFound, serviceHostSilent } from './failures.ts';
import { type Answer, serverPartOf, textOf, withMachine } from './targets.ts';

/** With the real cmdlet's manners, including the dangerous one (exchange.md 1.1). */
export function getExchangeCertificate(world: PracticeWorld, given: CmdletParameters): Answer {
  const identity = textOf(given['Identity']);
  const server = identity === '' ? given['Server'] : serverPartOf(identity);
  return withMachine(world, server, (machine) => {
    if (!machine.serviceHostRunning) return serviceHostSilent(machine.name);
    const all = machine.personal;
    const thumbprint = textOf(given['Thumbprint']);
    if (thumbprint !== '') {
      const found = all.filter(({ certificate }) => certificate.thumbprint === thumbprint);
      if (found.length === 0) return certificateNotFound(thumbprint);
      return found.map((entry) => exchangeCertificate(world, machine, entry));
    }
    const wanted = identity.slice(identity.indexOf('\\') + 1);
    const named = all.filter(({ certificate }) => certificate.thumbprint === wanted);
    // An identity that names no certificate is no error: every certificate comes back.
    return (named.length > 0 ? named : all).map((entry) => exchangeCertificate(world, machine, entry));
  });
}
