// The fuzzers with as many cases as an evening has: `npm run fuzz -- --seed 7`. The same seed gives the same cases.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const FUZZERS = [
  'tests/fuzz',
  'tests/graphql/filters.property.test.ts',
  'tests/graphql/generated.test.ts',
  'tests/graphql/visibility.property.test.ts',
  'tests/live/live-content.property.test.ts',
  'tests/server/lane.test.ts',
  'tests/server/compiled.test.ts',
  'tests/attacks/raw.test.ts',
  'tests/store/sqlite.test.ts',
  'tests/store/postgres.test.ts',
  'tests/store/search/differential.test.ts',
];
const SEARCHES = '10000';

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' } } });
if (!/^\d{1,9}$/.test(values.seed)) {
  console.error('Say which seed, a whole number: npm run fuzz -- --seed 7');
  process.exit(2);
}
const root = resolve(import.meta.dirname, '../..');
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--test-timeout', '3600000', ...FUZZERS],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FUZZ_SEED: values.seed, PROPERTY_RUNS: SEARCHES },
  },
);
process.exit(status ?? 1);
