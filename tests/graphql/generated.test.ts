// Whatever valid query is sent to the bundled content, nothing fails inside, and the store is asked a bounded number of times.
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { failureCodes } from '../../src/errors.ts';
import type { CorpusReader } from '../../src/store/store.ts';
import { fuzzSeed, many } from '../many.ts';
import { served, today, useCorpus } from './corpus.ts';
import { randomQuery } from './random-query.ts';
import { samples } from './samples.ts';

const corpus = useCorpus();
const RUNS = many(250, 10_000);
const FIRST = 1_000_000 * (fuzzSeed - 1) + 1;
const DEEPEST = 7;

test(
  `${RUNS} generated queries give no internal error, and few calls to the store for each level`,
  async () => {
    const failures: unknown[] = [];
    let answered = 0;
    for (let seed = FIRST; seed < FIRST + RUNS; seed += 1) {
      const depth = 2 + (seed % (DEEPEST - 1));
      const query = randomQuery(served, samples, seed, depth);
      expect(validate(served, parse(query)), query).toEqual([]);
      let calls = 0;
      const reader = counting(corpus.store.reader(today), () => (calls += 1));
      const { data, errors = [] } = await corpus.ask(query, {}, reader);
      const inside = errors.filter(({ code }) => !Object.hasOwn(failureCodes, String(code)));
      if (inside.length > 0) failures.push({ seed, query, inside });
      if (data) answered += 1;
      // Computed fields follow chains of records, each in a bounded number of steps of its own.
      expect(calls, query).toBeLessThanOrEqual(12 * depth);
    }
    expect(failures.slice(0, 3)).toEqual([]);
    expect(answered).toBeGreaterThan(RUNS / 2);
  },
  60_000 + RUNS * 50,
);

function counting(reader: CorpusReader, count: () => void): CorpusReader {
  return new Proxy(reader, {
    get(target, method) {
      const value: unknown = Reflect.get(target, method);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        count();
        return (value as (...args: unknown[]) => unknown).apply(target, args);
      };
    },
  });
}
