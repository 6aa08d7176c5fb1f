import { holdQueue, logSending, primaryTargetResponded, reply, sendSession } from '../scene/traffic.ts';
import { writeDeliveryFailed } from '../scene/transport-events.ts';
import { range, type Story } from './story.ts';

const clearedMinutesAgo = 4326;

/**
 * The public authority's issuing certificate has gone from LocalMachine\CA. Windows fetches it for its own check, so the
 * server finds nothing wrong, but it sends the leaf alone and the other side fetches nothing.
 */
export const missingIntermediate: Story = {
  servers: ['EX01', 'EX02'],
  arrange(scene) {
    const issuing = scene.authorities.public.issuing;
    const refusal = reply.untrustedRoot;
    for (const machine of scene.machines) {
      machine.intermediates = machine.intermediates.filter((certificate) => certificate !== issuing);
      logSending(scene, machine, range(5 - clearedMinutesAgo, 0, 120), {
        offered: scene.publicMail,
        refusal,
      });
      machine.sendSessions.unshift(
        ...range(-clearedMinutesAgo - 120, -clearedMinutesAgo, 60).map((offset) =>
          sendSession(scene, machine, scene.clock.minutes(offset), { offered: scene.publicMail }),
        ),
      );
      writeDeliveryFailed(scene, machine, range(5 - clearedMinutesAgo, 0, 180), refusal);
      holdQueue(scene, machine, 420, primaryTargetResponded(refusal));
    }
  },
};
