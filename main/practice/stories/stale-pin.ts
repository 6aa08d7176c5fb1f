import { contosoName } from '../certificates/certificate-name.ts';
import { personalEntry } from '../scene/base-server.ts';
import { removeCertificate } from '../scene/scene.ts';
import { holdQueue, receiveSession, reply, sendSession } from '../scene/traffic.ts';
import { writeDeliveryFailed, writeNoCertificate } from '../scene/transport-events.ts';
import { range, type Story } from './story.ts';

const renewedMinutesAgo = 2896;

/** The public certificate was renewed under a new issuing authority; every pin still names the old issuer. */
export const stalePin: Story = {
  servers: ['EX01', 'EX02'],
  async arrange(scene) {
    const successor = await scene.authorities.successor();
    const renewed = await successor.issue({
      label: 'public-mail-renewed',
      subject: contosoName('mail.contoso.com'),
      names: scene.publicMail.names,
      notBefore: scene.clock.minutes(-renewedMinutesAgo - 600),
      notAfter: scene.clock.days(196),
    });
    const pin = { issuer: scene.publicMail.issuer, subject: scene.publicMail.subject };
    for (const machine of scene.machines) {
      removeCertificate(machine, scene.publicMail);
      machine.personal.push(personalEntry(renewed, { friendlyName: 'mail.contoso.com', exportable: true }));
      machine.intermediates.push(successor.issuing);
      for (const binding of machine.iisBindings) {
        if (binding.siteId === 1) binding.thumbprint = renewed.thumbprint;
      }

      const before = range(-renewedMinutesAgo - 240, -renewedMinutesAgo, 60).map(scene.clock.minutes);
      const since = range(15 - renewedMinutesAgo, 0, 120).map(scene.clock.minutes);
      machine.sendSessions = [
        ...before.map((at) => sendSession(scene, machine, at, { offered: scene.publicMail })),
        ...since.map((at) => sendSession(scene, machine, at, { offered: null, withoutTls: true })),
      ];
      machine.receiveSessions = before.map((at) => receiveSession(scene, machine, at, scene.publicMail));

      const often = range(15 - renewedMinutesAgo, 0, 240);
      writeNoCertificate(scene, machine, often, pin, scene.outbound.name);
      const frontend = `Default Frontend ${machine.name}`;
      writeNoCertificate(scene, machine, often, pin, frontend, 'MSExchangeFrontEndTransport');
      writeDeliveryFailed(scene, machine, often, reply.pinNotFound);
      holdQueue(scene, machine, 140, reply.pinNotFound);
    }
  },
};
