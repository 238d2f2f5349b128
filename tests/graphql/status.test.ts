// What held on a day, and what was known by then.
import { expect, test } from 'vitest';
import { useCorpus } from './corpus.ts';

const { ask } = useCorpus();

const exchange = async (args: string) => {
  const { data, errors } = await ask(`{ outcome(slug: "prisoner-exchange") { status${args} } }`);
  expect(errors).toBeUndefined();
  return (data as { outcome: { status: string | null } }).outcome.status;
};

test.each([
  ['', 'IMPLEMENTED', 'today, asked about today'],
  ['(asOf: "2025-05-17")', 'AGREED', 'asked today about 17 May'],
  ['(asOf: "2025-05-23")', 'PENDING', 'asked about the day on which it began'],
  ['(asOf: "2025-05-24")', 'PENDING', 'asked about a day of which an early report was wrong'],
  ['(asOf: "2025-05-26")', 'IMPLEMENTED', 'asked today about 26 May'],
  ['(asOf: "2025-05")', 'IMPLEMENTED', 'asked about May: its last day counts'],
  ['(asOf: "2025-05-15")', null, 'asked about the day before the talks'],
  ['(knownAt: "2025-05-20T12:00:00Z")', 'AGREED', 'by what was known on 20 May'],
  [
    '(asOf: "2025-05-26", knownAt: "2025-05-20T12:00:00Z")',
    'AGREED',
    'about 26 May, by what was known on 20 May',
  ],
  ['(knownAt: "2025-05-24T15:00:00Z")', 'IMPLEMENTED', 'while the early report stood uncorrected'],
  ['(knownAt: "2025-05-24T20:00:00Z")', 'PENDING', 'after the early report was corrected'],
  ['(knownAt: "2025-05-16T00:00:00Z")', null, 'before anything was published'],
])('status%s is %s: %s', async (args, status, _) => {
  expect(await exchange(args)).toBe(status);
});

test('the history shows what was voided, and only what was known', async () => {
  const { data } = await ask(`{
    outcome(slug: "prisoner-exchange") {
      all: history { id voidedBy { id } }
      early: history(knownAt: "2025-05-20T12:00:00Z") { id }
    }
  }`);
  expect(data).toEqual({
    outcome: {
      all: [
        { id: 'StatusChange:prisoner-exchange/agreed', voidedBy: null },
        { id: 'StatusChange:prisoner-exchange/begun', voidedBy: null },
        {
          id: 'StatusChange:prisoner-exchange/reported-complete',
          voidedBy: { id: expect.stringMatching(/^Correction:prisoner-exchange-under-way\//) },
        },
        { id: 'StatusChange:prisoner-exchange/completed', voidedBy: null },
      ],
      early: [{ id: 'StatusChange:prisoner-exchange/agreed' }],
    },
  });
});
