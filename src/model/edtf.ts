// Dates as news has them: `2025-05`, `2025-05-16~`, `2025-05-23/2025-05-25`, `2025-05-16/..`.
import parse from 'edtf';
import { z } from 'zod';

/** First and last millisecond, UTC, that a date can mean; infinite where an interval is open. */
export interface DateBounds {
  readonly earliest: number;
  readonly latest: number;
}

const MAXIMUM_LENGTH = 64;
// Without an offset a time would mean the zone of the machine that reads it.
const TIME_WITHOUT_OFFSET = /T\d\d:\d\d:\d\d(?:\.\d+)?(?:$|\/)/;

/**
 * Bounds of an ISO 8601-2 (EDTF) date of level 0 or 1 without seasons, or undefined where the text is not one.
 * `~`, `?` and `%` do not widen them; an open or unknown end of an interval is infinite.
 */
export function dateBounds(text: string): DateBounds | undefined {
  if (text.length > MAXIMUM_LENGTH || TIME_WITHOUT_OFFSET.test(text)) return undefined;
  const [from, until, ...rest] = text.split('/');
  if (rest.length > 0 || from === undefined) return undefined;
  if (until === undefined) return boundsOfPart(from);
  // The library turns an unknown end into 1970, so each end is read by itself.
  const start = isOpen(from) ? { earliest: -Infinity, latest: -Infinity } : boundsOfPart(from);
  const end = isOpen(until) ? { earliest: Infinity, latest: Infinity } : boundsOfPart(until);
  if (!start || !end || (isOpen(from) && isOpen(until)) || start.earliest > end.latest) return undefined;
  return { earliest: start.earliest, latest: end.latest };
}

/** An EDTF date of level 0 or 1 without seasons, as a validator of files. */
export const edtf = z
  .string({ error: 'is not a date: write it as text, for example "2025-05-16"' })
  .refine((text) => dateBounds(text) !== undefined, {
    error: (issue) =>
      `${JSON.stringify(issue.input)} is not a date of EDTF level 0 or 1: write for example "2025-05-16", "2025-05", "2025-05~" or "2025-05-23/2025-05-25"`,
    params: { code: 'BAD_DATE' },
  })
  .meta({ description: 'ISO 8601-2 (EDTF) level 0 or 1 without seasons', examples: ['2025-05-16', '2025-05~', '2025-05-23/2025-05-25'] });

function isOpen(part: string): boolean {
  return part === '' || part === '..';
}

function boundsOfPart(part: string): DateBounds | undefined {
  try {
    // Seasons are a type of their own, so naming the types leaves them out.
    const date = parse(part, { level: 1, types: ['Date', 'Year'] });
    return Number.isFinite(date.min) && Number.isFinite(date.max) ? { earliest: date.min, latest: date.max } : undefined;
  } catch {
    return undefined;
  }
}
