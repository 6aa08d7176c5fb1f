import { entryOf, machineNamed, serverNamed } from '../scene/scene.ts';
import { holdQueue, logSending, primaryTargetResponded, reply } from '../scene/traffic.ts';
import { range, type Story } from './story.ts';

/** EX01 was rebuilt and got the public certificate from a .cer file: chosen by the pin, useless in the handshake. */
export const noPrivateKey: Story = {
  servers: ['EX01', 'EX02'],
  arrange(scene) {
    const machine = machineNamed(scene, 'EX01');
    const entry = entryOf(machine, scene.publicMail);
    entry.hasPrivateKey = false;
    entry.exportable = false;
    entry.networkServiceCanRead = false;
    // IIS takes no certificate without a key, so the site got the server's own one.
    for (const binding of machine.iisBindings) {
      if (binding.siteId === 1) binding.thumbprint = serverNamed(scene, 'EX01').internalTransportThumbprint;
    }
    machine.receiveSessions = [];
    logSending(scene, machine, range(-1441, 0, 60), { offered: scene.publicMail, tlsError: 'NoCredentials' });
    holdQueue(scene, machine, 58, primaryTargetResponded(reply.timedOut));
  },
};
