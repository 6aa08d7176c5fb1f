import { cmdlets } from '../exchange/cmdlets.ts';
import type { CmdletParameters } from '../exchange/connection.ts';
import type { PlainObject } from '../exchange/plain.ts';
import { field } from '../exchange/shapes/fields.ts';
import type { Invocation } from './invocation.ts';
import type { ServerLink } from './server-link.ts';
import { wireParameters } from './wire/wire-values.ts';

/**
 * How certificates were read (docs/bridge-protocol.md, section 8). `projection` and `management-shell` tell their services;
 * with the others they are unknown, and with `bytes` the key permissions as well.
 */
export type CertificateWay = 'projection' | 'bytes-and-second-channel' | 'management-shell' | 'bytes';

export interface CertificateAnswer {
  readonly invocation: Invocation;
  /** Null when the cmdlet gave no records by any way. */
  readonly way: CertificateWay | null;
}

/**
 * `Get-ExchangeCertificate` in the first of four ways that tells the services: selected on the server; as bytes, together
 * with what the second channel can say of the keys; through Exchange's own tools on this computer; as bytes alone.
 * Plain remoting carries a certificate as its bytes and loses what Exchange says of it (exchange.md 1.5).
 */
export async function readCertificates(
  link: ServerLink,
  parameters: CmdletParameters,
): Promise<CertificateAnswer> {
  const { properties } = cmdlets['Get-ExchangeCertificate'].answer;
  const question = { cmdlet: 'Get-ExchangeCertificate', parameters: wireParameters(parameters), properties };
  const projected = await link.invoke('exchange', { ...question, project: true });
  if (projected.code === null && projected.records.every(tellsServices)) {
    return { invocation: projected, way: 'projection' };
  }
  if (projected.code !== null && projected.code !== 'projection-refused') {
    return { invocation: projected, way: null };
  }
  const bytes = await link.invoke('exchange', question);
  if (bytes.code !== null) return { invocation: bytes, way: null };
  if ((await link.tryOpen('windows')) === null) return { invocation: bytes, way: 'bytes-and-second-channel' };
  const shell = await throughManagementShell(link, question);
  if (shell !== null) return { invocation: shell, way: 'management-shell' };
  return { invocation: bytes, way: 'bytes' };
}

/** Only Windows PowerShell has Exchange's snap-in, and only where the management tools are installed. */
async function throughManagementShell(
  link: ServerLink,
  question: Parameters<ServerLink['invoke']>[1],
): Promise<Invocation | null> {
  if (link.hello?.edition !== 'Desktop' || (await link.tryOpen('management-shell')) !== null) return null;
  const invocation = await link.invoke('management-shell', question);
  return invocation.code === null && invocation.records.every(tellsServices) ? invocation : null;
}

function tellsServices(record: PlainObject): boolean {
  const services = field(record, 'Services') ?? field(record, 'ServicesStringForm');
  return services !== undefined && services !== null;
}
