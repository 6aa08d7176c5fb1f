import type { Story } from './story.ts';

/** Mail flows; the Auth certificate ran out three days ago and no next one is set. */
export const expiredAuth: Story = {
  servers: ['EX01', 'EX02'],
  authDays: [-1829, -3],
  arrange() {},
};
