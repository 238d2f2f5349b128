// What befalls processes, disks and databases, done for real: slower than the other tests, so run apart (`npm run test:faults`).
import { defineConfig, mergeConfig } from 'vitest/config';
import usual from './vitest.config.ts';

export default mergeConfig(
  { ...usual, test: { ...usual.test, include: [], exclude: [] } },
  defineConfig({
    test: {
      include: ['tests/faults/**/*.test.ts'],
      testTimeout: 240_000,
      hookTimeout: 240_000,
      // Every test starts processes, and the machines that this runs on are small.
      fileParallelism: false,
    },
  }),
);
