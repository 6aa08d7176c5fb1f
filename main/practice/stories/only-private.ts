import { autoEnrol, unpinOutbound } from '../scene/auto-enrolment.ts';
import { defaultFrontend, removeCertificate } from '../scene/scene.ts';
import { holdQueue, logSending, primaryTargetResponded, reply } from '../scene/traffic.ts';
import { writeDeliveryFailed } from '../scene/transport-events.ts';
import { range, type Story } from './story.ts';

/** No public certificate carries the name: taking the internal one away would leave none at all. */
export const onlyPrivate: Story = {
  servers: ['EX01', 'EX02'],
  async arrange(scene) {
    unpinOutbound(scene);
    if (scene.directory.hybridConfiguration !== null) {
      scene.directory.hybridConfiguration.tlsCertificateName = null;
    }
    const refusal = reply.untrustedRoot;
    for (const machine of scene.machines) {
      removeCertificate(machine, scene.publicMail);
      defaultFrontend(scene, machine.name).tlsCertificateName = null;
      const internal = await autoEnrol(scene, machine, 40);
      for (const binding of machine.iisBindings) {
        if (binding.siteId === 1) binding.thumbprint = internal.thumbprint;
      }
      machine.receiveSessions = [];
      logSending(scene, machine, range(-2881, 0, 120), { offered: internal, refusal });
      writeDeliveryFailed(scene, machine, range(-2881, 0, 120), refusal);
      holdQueue(scene, machine, 96, primaryTargetResponded(refusal));
    }
  },
};
