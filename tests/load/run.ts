// The service under load, as much of it as an evening has: `npm run load -- --seed 7 [heap] [overload] [streams]`.
import { parseArgs } from 'node:util';
import { loadRounds, tellHeap } from './heap.ts';
import { overload, tellOverload } from './overload.ts';
import { openStreams, tellStreams } from './streams.ts';
import { problemsOfHeap, problemsOfOverload, problemsOfStreams, problemsOfTime } from './verdicts.ts';

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const all = {
  async heap(seed: number) {
    const report = await loadRounds(seed, 5, 10_000);
    return [tellHeap(report), problemsOfHeap(report)] as const;
  },
  async overload(seed: number) {
    const report = await overload({ seed, connections: 500, seconds: 10 });
    return [tellOverload(report), [...problemsOfOverload(report), ...problemsOfTime(report)]] as const;
  },
  async streams() {
    const report = await openStreams({ streams: 1_000, switches: 100 });
    return [tellStreams(report), problemsOfStreams(report)] as const;
  },
};
const names = positionals.length > 0 ? positionals : Object.keys(all);
if (!/^\d{1,9}$/.test(values.seed) || names.some((name) => !Object.hasOwn(all, name))) {
  console.error('Say which seed, and what of it: npm run load -- --seed 7 [heap] [overload] [streams]');
  process.exit(2);
}
let isClean = true;
for (const name of names) {
  console.log(`\n${name}, seed ${values.seed}`);
  const [told, problems] = await all[name as keyof typeof all](Number(values.seed));
  console.log([told, ...problems].join('\n'));
  isClean &&= problems.length === 0;
}
process.exit(isClean ? 0 : 1);
