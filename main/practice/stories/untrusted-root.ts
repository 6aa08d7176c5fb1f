import { autoEnrol, unpinOutbound } from '../scene/auto-enrolment.ts';
import { machineNamed } from '../scene/scene.ts';
import {
  holdQueue,
  lastErrorDetails,
  logSending,
  primaryTargetResponded,
  reply,
  sendSession,
} from '../scene/traffic.ts';
import { writeDeliveryFailed } from '../scene/transport-events.ts';
import { range, type Story } from './story.ts';

const enrolledMinutesAgo = 1873;

/**
 * KB 2888788: a certificate of the internal authority is newer than the public one and wins. EX01 shows every proof;
 * EX02 has only its queue, because SmtpSend logging is at Lowest there and the account is no administrator.
 */
export const untrustedRoot: Story = {
  servers: ['EX01', 'EX02'],
  async arrange(scene) {
    unpinOutbound(scene);
    const first = machineNamed(scene, 'EX01');
    const second = machineNamed(scene, 'EX02');
    const own = await autoEnrol(scene, first, enrolledMinutesAgo / 1440);
    const other = await autoEnrol(scene, second, enrolledMinutesAgo / 1440 - 0.02);
    const refusal = reply.untrustedRoot;

    logSending(scene, first, range(12 - enrolledMinutesAgo, 0, 60), { offered: own, refusal });
    first.sendSessions.unshift(
      ...range(-enrolledMinutesAgo - 120, -enrolledMinutesAgo, 60).map((offset) =>
        sendSession(scene, first, scene.clock.minutes(offset), { offered: scene.publicMail }),
      ),
    );
    writeDeliveryFailed(scene, first, range(12 - enrolledMinutesAgo, 0, 30), refusal);
    holdQueue(scene, first, 312, primaryTargetResponded(refusal));

    second.smtpSendLogLevel = 'Lowest';
    logSending(scene, second, range(42 - enrolledMinutesAgo, 0, 60), { offered: other, refusal });
    holdQueue(scene, second, 87, lastErrorDetails(refusal));
    scene.account.windowsGroups = new Map([
      ['EX01', ['Administrators']],
      ['EX02', ['Remote Management Users', 'Event Log Readers']],
    ]);
  },
};
