// Whatever valid query is sent to the bundled content, nothing fails inside, and the store is asked a bounded number of times.
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { failureCodes } from '../../src/errors.ts';
import type { CorpusReader } from '../../src/store/store.ts';
import { served, today, useCorpus } from './corpus.ts';
import { randomQuery, type Samples } from './random-query.ts';

const corpus = useCorpus();
const RUNS = Number(process.env['ONRECORD_GENERATED_QUERIES'] ?? 5_000);
const DEEPEST = 7;

const samples: Samples = {
  cursor: ['"not a cursor"'],
  slug: [
    'istanbul-talks-stall',
    'rustem-umerov',
    'ukraine',
    'istanbul-talks-stall/lasting-war',
    'prisoner-exchange',
    'istanbul-direct-talks-2025',
    'kharkiv',
    'ceasefire',
    'axios',
    'none',
  ],
  ID: [
    'Article:istanbul-talks-stall',
    'Person:rustem-umerov',
    'Country:ukraine',
    'Place:kharkiv',
    'Topic:ceasefire',
    'Topic:politics',
    'Event:istanbul-talks-first-round',
    'Outcome:prisoner-exchange',
    'Source:axios',
    'Statement:istanbul-talks-stall/lasting-war',
    'Person:nobody',
    'nonsense',
    'Q212',
  ],
  wikidata: ['Q212', 'Q159', 'Q1', 'nonsense'],
  String: ['ceasefire', 'Podoliak', 'U', 'medtop:20000567', '"a phrase', 'AND OR', ''],
  EDTF: ['2025', '2025-05', '2025-05-16', '2025-05-16/..', '2025-06~'],
  DateTime: ['2025-05-20T00:00:00Z', '2025-07-01T12:00:00+03:00'],
  BCP47: ['en', 'es', 'uk'],
};

test(
  `${RUNS} generated queries give no internal error, and few calls to the store for each level`,
  async () => {
    const failures: unknown[] = [];
    let answered = 0;
    for (let seed = 1; seed <= RUNS; seed += 1) {
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
