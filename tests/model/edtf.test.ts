// Bounds of dates: compared with days that are counted one by one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateBounds, edtf } from '../../src/model/edtf.ts';

const DAY = 86_400_000;

interface Expected {
  readonly text: string;
  readonly earliest: number;
  readonly latest: number;
}

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysIn = (year: number, month: number) =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** Milliseconds from 1970 to a day, by the calendar and not by `Date`. */
function millisecondsTo(year: number, month: number, day: number): number {
  const before = year - 1;
  // Leap days from the year 1 on; for years before it the same formula counts backwards.
  const leapDays = (until: number) =>
    Math.floor(until / 4) - Math.floor(until / 100) + Math.floor(until / 400);
  const days = before * 365 + leapDays(before) - (1969 * 365 + leapDays(1969));
  const ofYear = Array.from({ length: month - 1 }, (_, index) => daysIn(year, index + 1)).reduce(
    (sum, count) => sum + count,
    0,
  );
  return (days + ofYear + day - 1) * DAY;
}

const digits = (value: number, width: number) =>
  `${value < 0 ? '-' : ''}${String(Math.abs(value)).padStart(width, '0')}`;
const span = (text: string, from: [number, number, number], until: [number, number, number]): Expected => ({
  text,
  earliest: millisecondsTo(...from),
  latest: millisecondsTo(...until) + DAY - 1,
});

const year = fc
  .oneof(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: -9999, max: 9999 }))
  .filter((value) => !Object.is(value, -0));
const month = fc.integer({ min: 1, max: 12 });
const years = (text: string, first: number, last: number) => span(text, [first, 1, 1], [last, 12, 31]);
const months = (text: string, y: number, m: number) => span(text, [y, m, 1], [y, m, daysIn(y, m)]);

const calendarDate: fc.Arbitrary<Expected> = fc.oneof(
  year.map((y) => years(digits(y, 4), y, y)),
  fc.tuple(year, month).map(([y, m]) => months(`${digits(y, 4)}-${digits(m, 2)}`, y, m)),
  fc.tuple(year, month, fc.nat()).map(([y, m, seed]) => {
    const d = 1 + (seed % daysIn(y, m));
    return span(`${digits(y, 4)}-${digits(m, 2)}-${digits(d, 2)}`, [y, m, d], [y, m, d]);
  }),
  fc
    .integer({ min: 0, max: 999 })
    .map((decade) => years(`${digits(decade, 3)}X`, decade * 10, decade * 10 + 9)),
  fc
    .integer({ min: 0, max: 99 })
    .map((century) => years(`${digits(century, 2)}XX`, century * 100, century * 100 + 99)),
  year.map((y) => years(`${digits(y, 4)}-XX`, y, y)),
  year.map((y) => years(`${digits(y, 4)}-XX-XX`, y, y)),
  fc.tuple(year, month).map(([y, m]) => months(`${digits(y, 4)}-${digits(m, 2)}-XX`, y, m)),
  fc.integer({ min: 10_000, max: 200_000 }).map((y) => years(`Y${y}`, y, y)),
  fc.integer({ min: -200_000, max: -10_000 }).map((y) => years(`Y${y}`, y, y)),
);

const moment: fc.Arbitrary<Expected> = fc
  .record({
    y: fc.integer({ min: 1, max: 9999 }),
    m: month,
    seed: fc.nat(),
    minutes: fc.integer({ min: 0, max: 1439 }),
    second: fc.integer({ min: 0, max: 59 }),
    offset: fc.integer({ min: -1439, max: 1439 }),
  })
  .map(({ y, m, seed, minutes, second, offset }) => {
    const clock = (value: number) => `${digits(Math.floor(value / 60), 2)}:${digits(value % 60, 2)}`;
    const zone = offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${clock(Math.abs(offset))}`;
    const day = 1 + (seed % daysIn(y, m));
    const at = millisecondsTo(y, m, day) + (minutes - offset) * 60_000 + second * 1000;
    return {
      text: `${digits(y, 4)}-${digits(m, 2)}-${digits(day, 2)}T${clock(minutes)}:${digits(second, 2)}${zone}`,
      earliest: at,
      latest: at,
    };
  });

const qualified = fc
  .tuple(calendarDate, fc.constantFrom('', '', '~', '?', '%'))
  .map(([date, mark]) => ({ ...date, text: date.text + mark }));
const single: fc.Arbitrary<Expected> = fc.oneof(qualified, moment);

test('the bounds of a date are its first and last millisecond, whatever is said of how sure it is', () => {
  fc.assert(
    fc.property(single, ({ text, earliest, latest }) => {
      expect([text, dateBounds(text)]).toEqual([text, { earliest, latest }]);
    }),
    { numRuns: 5_000 },
  );
});

test('an interval goes from the first of its beginning to the last of its end, or has no bound', () => {
  const open = fc.constantFrom('', '..');
  fc.assert(
    fc.property(single, single, open, ({ text, earliest }, end, nothing) => {
      const expected = earliest <= end.latest ? { earliest, latest: end.latest } : undefined;
      expect([text, end.text, dateBounds(`${text}/${end.text}`)]).toEqual([text, end.text, expected]);
      expect(dateBounds(`${text}/${nothing}`)).toEqual({ earliest, latest: Infinity });
      expect(dateBounds(`${nothing}/${end.text}`)).toEqual({ earliest: -Infinity, latest: end.latest });
    }),
    { numRuns: 2_000 },
  );
});

test('a day that is not in the calendar is no date', () => {
  fc.assert(
    fc.property(year, fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 40 }), (y, m, d) => {
      fc.pre(m < 1 || m > 12 || d < 1 || d > daysIn(y, m));
      expect(dateBounds(`${digits(y, 4)}-${digits(m, 2)}-${digits(d, 2)}`)).toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ...[
    '',
    '/',
    '..',
    '../..',
    '../',
    '2025/2026/2027',
    '-0000',
    '+2025',
    '025',
    '10000',
    'Y2025',
    'Y02025',
    'Y999999',
    'Y-999999',
  ],
  // Seasons, level 2, weeks, days of the year, the basic format.
  ...[
    '2025-21',
    '2025-41',
    '2025-05/2025-24',
    '{2025}',
    '[2025,2026]',
    '?2025',
    '2025?-05',
    '1XXX',
    'XXXX',
    '2XX5',
    '2025-1X',
    '2025-XX-16',
    'Y17E7',
    '1950S2',
    '2025-W20',
    '2025-136',
    '20250516',
  ],
  // Times without an offset, and such as there are none.
  ...[
    '2025-05-16T12:00:00',
    '2025-05-16T12:00',
    '2025-05-16T24:00:00Z',
    '2025-05-16T12:60:00Z',
    '2025-05-16T12:00:60Z',
    '2025-02-29T12:00:00Z',
    '2025-05-16T12:00:00+24:00',
    '2025-05-16T12:00:00+2',
    '2025-05T12:00:00Z',
  ],
  // Other ways to write dates.
  ...[
    ' 2025',
    '2025 ',
    '2025-5-6',
    '16.05.2025',
    '２０２５',
    '2025–05',
    '2025-05-16z',
    'yesterday',
    `2025${'-05'.repeat(40)}`,
    '__proto__',
  ],
])('%j is no date', (text) => {
  expect(dateBounds(text)).toBeUndefined();
  expect(edtf.safeParse(text).success).toBe(false);
});

test('anything is a date or is not, without an error', () => {
  const text = fc
    .array(fc.constantFrom(...'0123456789-/.X~?%TZ:+Y '), { maxLength: 30 })
    .map((characters) => characters.join(''));
  fc.assert(
    fc.property(text, (written) => {
      const bounds = dateBounds(written);
      if (bounds) expect(bounds.earliest).toBeLessThanOrEqual(bounds.latest);
      expect(edtf.safeParse(written).success).toBe(bounds !== undefined);
    }),
    { numRuns: 5_000 },
  );
});
