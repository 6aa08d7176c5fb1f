import type { Machine } from '../machine.ts';
import type { PracticeCertificate } from '../world.ts';
import { personalEntry } from './base-server.ts';
import type { Scene } from './scene.ts';

/**
 * What Active Directory auto-enrolment does to a server without asking anybody: a certificate of the internal authority
 * for the public mail name. The template lets NETWORK SERVICE read the key, so that Exchange shows SMTP.
 * Its label is `internal-mail-` and the server's name.
 */
export async function autoEnrol(
  scene: Scene,
  machine: Machine,
  daysAgo: number,
): Promise<PracticeCertificate> {
  const certificate = await scene.authorities.internal.issue({
    label: `internal-mail-${machine.name.toLowerCase()}`,
    subject: [['CN', 'mail.contoso.com']],
    names: ['mail.contoso.com', 'autodiscover.contoso.com', machine.fqdn],
    notBefore: scene.clock.days(-daysAgo),
    notAfter: scene.clock.days(728 - daysAgo),
  });
  machine.personal.push(personalEntry(certificate));
  return certificate;
}

/** The connector names no certificate, so that Exchange searches by Fqdn: the state before the wizard pinned one. */
export function unpinOutbound(scene: Scene): void {
  scene.outbound.tlsCertificateName = null;
  scene.outbound.whenChanged = scene.clock.days(-30);
}
