import { contosoName } from '../certificates/certificate-name.ts';
import { personalEntry } from '../scene/base-server.ts';
import type { Story } from './story.ts';

/** Renewed in time under the same issuer and subject; the pin names both, and the old one comes first in the store. */
export const renewedTwin: Story = {
  servers: ['EX01', 'EX02'],
  publicMailDays: [-190, 9],
  async arrange(scene) {
    const renewed = await scene.authorities.public.issue({
      label: 'public-mail-renewed',
      subject: contosoName('mail.contoso.com'),
      names: scene.publicMail.names,
      notBefore: scene.clock.days(-5),
      notAfter: scene.clock.days(194),
    });
    for (const machine of scene.machines) {
      machine.personal.push(personalEntry(renewed, { friendlyName: 'mail.contoso.com', exportable: true }));
    }
  },
};
