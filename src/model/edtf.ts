// Dates as news has them: `2025-05`, `2025-05-16~`, `2025-05-23/2025-05-25`, `2025-05-16/..`.
import { z } from 'zod';

/** First and last millisecond, UTC, that a date can mean; infinite where an interval is open. */
export interface DateBounds {
  readonly earliest: number;
  readonly latest: number;
}

const MAXIMUM_LENGTH = 64;
const CALENDAR = /^(-?\d{4})(?:-(\d\d|XX)(?:-(\d\d|XX))?)?[?~%]?$/;
const DECADE_OR_CENTURY = /^(?:(\d{3})X|(\d\d)XX)[?~%]?$/;
const LONG_YEAR = /^Y(-?[1-9]\d{4,5})[?~%]?$/;
// Without an offset a time would mean the zone of the machine that reads it.
const MOMENT =
  /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Bounds of an ISO 8601-2 (EDTF) date of level 0 or 1 without seasons, or undefined where the text is not one.
 * `~`, `?` and `%` do not widen them; an open or unknown end of an interval is infinite.
 */
export function dateBounds(text: string): DateBounds | undefined {
  if (text.length > MAXIMUM_LENGTH) return undefined;
  const [from = '', until, ...rest] = text.split('/');
  if (rest.length > 0) return undefined;
  if (until === undefined) return boundsOfPart(from);
  const start = isOpen(from) ? { earliest: -Infinity } : boundsOfPart(from);
  const end = isOpen(until) ? { latest: Infinity } : boundsOfPart(until);
  if (!start || !end || (isOpen(from) && isOpen(until)) || start.earliest > end.latest) return undefined;
  return { earliest: start.earliest, latest: end.latest };
}

/** An EDTF date of level 0 or 1 without seasons, as a validator of files. */
export const edtf = z
  .string({
    error: ({ input }) =>
      typeof input === 'number'
        ? `is the number ${input}, and a date is text: write "${input}"`
        : 'is not a date: write it as text, for example "2025-05-16"',
  })
  .refine((text) => dateBounds(text) !== undefined, {
    error: (issue) =>
      `${JSON.stringify(String(issue.input).slice(0, MAXIMUM_LENGTH))} ${objection(String(issue.input))}`,
    params: { code: 'BAD_DATE' },
  })
  .meta({
    description: 'ISO 8601-2 (EDTF) level 0 or 1 without seasons',
    examples: ['2025-05-16', '2025-05~', '2025-05-23/2025-05-25'],
  });

function isOpen(part: string): boolean {
  return part === '' || part === '..';
}

function boundsOfPart(part: string): DateBounds | undefined {
  const [, year, month, day] = CALENDAR.exec(part) ?? [];
  if (year !== undefined) return year === '-0000' ? undefined : calendarBounds(Number(year), month, day);
  const [, decade, century] = DECADE_OR_CENTURY.exec(part) ?? [];
  if (decade !== undefined) return yearBounds(Number(decade) * 10, 10);
  if (century !== undefined) return yearBounds(Number(century) * 100, 100);
  const [, longYear] = LONG_YEAR.exec(part) ?? [];
  if (longYear !== undefined) return yearBounds(Number(longYear), 1);
  const [, date] = MOMENT.exec(part) ?? [];
  if (date === undefined || !boundsOfPart(date)) return undefined;
  const moment = Date.parse(part);
  return { earliest: moment, latest: moment };
}

function calendarBounds(year: number, month = 'XX', day = 'XX'): DateBounds | undefined {
  if (month === 'XX') return day === 'XX' ? yearBounds(year, 1) : undefined;
  const ordinal = Number(month);
  if (ordinal < 1 || ordinal > 12) return undefined;
  if (day === 'XX') return bounds(startOf(year, ordinal), startOf(year, ordinal + 1));
  const date = startOf(year, ordinal, Number(day));
  // A day that the month does not have would be one of a neighbour.
  return new Date(date).getUTCDate() === Number(day)
    ? bounds(date, startOf(year, ordinal, Number(day) + 1))
    : undefined;
}

function yearBounds(first: number, count: number): DateBounds | undefined {
  return bounds(startOf(first), startOf(first + count));
}

/** Undefined for years that a JavaScript date cannot hold. */
function bounds(start: number, next: number): DateBounds | undefined {
  return Number.isNaN(start) || Number.isNaN(next) ? undefined : { earliest: start, latest: next - 1 };
}

function startOf(year: number, month = 1, day = 1): number {
  // Unlike Date.UTC it takes the years 0 to 99 as they are.
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

/** Why a text is not a date, and what to write. */
function objection(text: string): string {
  const [from = '', until = ''] = text.split('/');
  if (/^-?\d{4}-(?:2[1-9]|3\d|4[01])(?:\D|$)/.test(text)) {
    return 'is a season, which is not taken: write its months, for example "2025-03/2025-05"';
  }
  if (/^-?\d{4}-\d\d(?:-\d\d)?[?~%]?$/.test(text))
    return 'is not in the calendar: write a day or a month that exists';
  if (/T\d\d:\d\d(?::\d\d)?(?:\/|$)/.test(text)) {
    return 'has a time without an offset: write for example "2025-05-16T18:30:00Z"';
  }
  if (boundsOfPart(from) && boundsOfPart(until)) return 'ends before it begins: write the earlier date first';
  return 'is not a date of EDTF level 0 or 1: write for example "2025-05-16", "2025-05", "2025-05~" or "2025-05-23/2025-05-25"';
}
