import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/lab/lab-engine.ts'],
    testTimeout: 30_000,
  },
});
