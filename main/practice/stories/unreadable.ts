import { machineNamed } from '../scene/scene.ts';
import type { Story } from './story.ts';

/**
 * What can be seen is in order, and it is not enough: a view-only account without a second channel, a custom role
 * without queues, and a server whose Service Host does not answer for its certificates.
 */
export const unreadable: Story = {
  servers: ['EX01', 'EX02'],
  arrange(scene) {
    scene.account.roleGroups = ['View-Only Organization Management'];
    scene.account.withheld = ['Get-Queue', 'Get-AuthConfig', 'Get-FederationTrust'];
    scene.account.windowsGroups = new Map();
    machineNamed(scene, 'EX01').serviceHostRunning = false;
  },
};
