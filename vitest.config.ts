import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongFirst } from './tests/long-first.ts';

const require = createRequire(import.meta.url);

export default defineConfig({
  resolve: {
    // Without it Vitest loads graphql twice (once as ESM, once as CommonJS), and schemas of one copy are refused by the other.
    alias: [{ find: /^graphql$/, replacement: require.resolve('graphql/index.js') }],
  },
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/judges/**', 'tests/faults/**', '**/node_modules/**'],
    globalSetup: ['tests/postgres/setup.ts'],
    sequence: { sequencer: LongFirst },
    // Loading the program takes longer than most files, so files share what one of them has loaded.
    isolate: false,
    // Vitest leaves one core to itself; many tests wait for processes, databases and the clock, so there is one more instead.
    maxWorkers: availableParallelism() + 1,
    // A busy machine is slow, and how long something takes is never what is tested.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
