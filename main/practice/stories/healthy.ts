import type { Story } from './story.ts';

/** Nothing to find: pinned, public, complete, proved by the log. */
export const healthy: Story = {
  servers: ['EX01', 'EX02'],
  arrange() {},
};
