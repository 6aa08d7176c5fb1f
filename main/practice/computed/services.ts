import type { ExchangeService } from '../../domain/services.ts';
import type { Directory } from '../directory.ts';
import type { Machine, PersonalEntry } from '../machine.ts';

/**
 * Services as Exchange computes them (exchange.md 1.4): nothing is stored on the certificate, so a key permission
 * shows as SMTP and a shared name shows as POP and IMAP on every certificate that carries it.
 */
export function computedServices(
  directory: Directory,
  machine: Machine,
  entry: PersonalEntry,
): readonly ExchangeService[] {
  const server = directory.servers.find(({ name }) => name === machine.name);
  const { thumbprint } = entry.certificate;
  const services: ExchangeService[] = [];
  if (server !== undefined && carries(entry, server.imapCertificateName)) services.push('IMAP');
  if (server !== undefined && carries(entry, server.popCertificateName)) services.push('POP');
  if (machine.iisBindings.some((binding) => binding.thumbprint === thumbprint)) services.push('IIS');
  if (entry.hasPrivateKey && entry.networkServiceCanRead) services.push('SMTP');
  if (directory.federationTrusts.some((trust) => isNamedBy(trust, thumbprint))) services.push('Federation');
  return services;
}

/** `IIS://EX01/W3SVC/1` for each site whose binding names the certificate. */
export function computedIisServices(machine: Machine, entry: PersonalEntry): readonly string[] {
  const sites = machine.iisBindings.filter(({ thumbprint }) => thumbprint === entry.certificate.thumbprint);
  return sites.map(({ siteId }) => `IIS://${machine.name}/W3SVC/${siteId}`);
}

function carries(entry: PersonalEntry, name: string): boolean {
  return entry.certificate.names.some((own) => own.toLowerCase() === name.toLowerCase());
}

function isNamedBy(trust: Directory['federationTrusts'][number], thumbprint: string): boolean {
  return [trust.currentThumbprint, trust.previousThumbprint, trust.nextThumbprint].includes(thumbprint);
}
