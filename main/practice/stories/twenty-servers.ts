import type { Machine } from '../machine.ts';
import { autoEnrol, unpinOutbound } from '../scene/auto-enrolment.ts';
import { machineNamed, removeCertificate, type Scene, serverNamed } from '../scene/scene.ts';
import { holdQueue, logSending, primaryTargetResponded, reply } from '../scene/traffic.ts';
import { writeDeliveryFailed, writeNoCertificate } from '../scene/transport-events.ts';
import { range, type Story } from './story.ts';

const servers = range(1, 21, 1).map((number) => `EX${String(number).padStart(2, '0')}`);
const enrolled = ['EX05', 'EX11', 'EX17'];
const forgotten = 'EX13';

/** Twenty source servers that were alike once: three got the internal certificate, one never got the public one. */
export const twentyServers: Story = {
  servers,
  async arrange(scene) {
    unpinOutbound(scene);
    for (const machine of scene.machines) machine.smtpSendLogLevel = 'Lowest';
    for (const name of enrolled) await enrol(scene, machineNamed(scene, name));
    forget(scene, machineNamed(scene, forgotten));
  },
};

async function enrol(scene: Scene, machine: Machine): Promise<void> {
  const refusal = reply.untrustedRoot;
  const internal = await autoEnrol(scene, machine, 3);
  if (machine.name === 'EX05') machine.smtpSendLogLevel = 'Expert';
  logSending(scene, machine, range(-1441, 0, 120), { offered: internal, refusal });
  writeDeliveryFailed(scene, machine, range(-1441, 0, 60), refusal);
  holdQueue(scene, machine, 40, primaryTargetResponded(refusal));
}

/** Without a certificate the session goes on, and Exchange Online cannot tell whose it is (exchange.md 4.3 step 8). */
function forget(scene: Scene, machine: Machine): void {
  removeCertificate(machine, scene.publicMail);
  for (const binding of machine.iisBindings) {
    if (binding.siteId === 1)
      binding.thumbprint = serverNamed(scene, machine.name).internalTransportThumbprint;
  }
  machine.receiveSessions = [];
  logSending(scene, machine, range(-1441, 0, 120), { offered: null, refusal: reply.channelRefused });
  writeNoCertificate(scene, machine, range(-1441, 0, 240), 'mail.contoso.com', scene.outbound.name);
  holdQueue(scene, machine, 25, primaryTargetResponded(reply.channelRefused));
}
