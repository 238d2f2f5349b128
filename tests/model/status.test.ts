// Which change says where an outcome stands: compared with a sort of all that count.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateBounds } from '../../src/model/edtf.ts';
import type { StatusChange } from '../../src/model/outcome.ts';
import {
  countedDate,
  type KnownChange,
  standingChange,
  type StatusQuestion,
} from '../../src/model/status.ts';

// Few of each, so that ties are common.
const date = fc.constantFrom(
  '2025',
  '2025-05',
  '2025-05-16',
  '2025-05-16~',
  '2025-05-15/2025-05-20',
  '2025-05-17/..',
  '../2025-05-17',
  '2025-06-01',
);
const moment = fc.constantFrom(
  '2025-05-16T10:00:00.000Z',
  '2025-05-17T10:00:00.000Z',
  '2025-05-18T10:00:00.000Z',
);
const history: fc.Arbitrary<KnownChange[]> = fc
  .array(fc.record({ date, recordedAt: moment, voidedAt: fc.option(moment, { nil: undefined }) }), {
    maxLength: 6,
  })
  .map((changes) =>
    changes.map(({ voidedAt, ...change }, index) => ({
      change: { ...change, slug: `c${index}` } as StatusChange,
      voidedAt,
    })),
  );
const question: fc.Arbitrary<StatusQuestion> = fc.record({
  asOf: fc.option(fc.oneof(date, fc.constant(undefined))),
  knownAt: fc.option(fc.oneof(moment, fc.constant('2025-05-01T00:00:00Z'), fc.constant(undefined))),
});

test('it is the last of those that count: by earliest day, then by when they were recorded, then by their order', () => {
  fc.assert(
    fc.property(history, question, (changes, { asOf, knownAt }) => {
      const counting = changes
        .map(({ change, voidedAt }, index) => ({
          change,
          voidedAt,
          index,
          earliest: dateBounds(change.date)?.earliest ?? NaN,
          recorded: Date.parse(change.recordedAt),
        }))
        .filter(({ recorded }) => !knownAt || recorded <= Date.parse(knownAt))
        .filter(
          ({ voidedAt }) => voidedAt === undefined || (knownAt && Date.parse(knownAt) < Date.parse(voidedAt)),
        )
        .filter(({ earliest }) => !asOf || earliest <= (dateBounds(asOf)?.latest ?? NaN));
      const sorted = counting.toSorted((a, b) =>
        a.earliest === b.earliest
          ? a.recorded - b.recorded || a.index - b.index
          : a.earliest < b.earliest
            ? -1
            : 1,
      );
      expect(standingChange(changes, { asOf, knownAt })).toBe(sorted.at(-1)?.change);
    }),
    { numRuns: 3_000 },
  );
});

test('of no changes none stands', () => {
  expect(standingChange([])).toBeUndefined();
});

test('what is no date cannot count', () => {
  expect(() => countedDate('2025-21')).toThrow(
    new RangeError('"2025-21" is not a date of EDTF level 0 or 1'),
  );
});
