// What befalls processes, disks and databases, done for real: slower than the other tests, so run apart (`npm run test:faults`).
import { defineConfig, mergeConfig } from 'vitest/config';
import usual from './vitest.config.ts';

export default mergeConfig(
  { ...usual, test: { ...usual.test, include: [], exclude: [] } },
  defineConfig({
    test: { include: ['tests/faults/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 180_000 },
  }),
);
