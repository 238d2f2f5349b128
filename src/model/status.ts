// Where an outcome stands, told from its changes of status.
import { type DateBounds, dateBounds } from './edtf.ts';
import type { StatusChange } from './outcome.ts';

/** The bounds by which a change of status counts: it holds from its earliest day on. */
export function countedDate(date: string): DateBounds {
  const bounds = dateBounds(date);
  if (!bounds) throw new RangeError(`"${date}" is not a date of EDTF level 0 or 1`);
  return bounds;
}

/**
 * The change that says where an outcome stands: the last of its history.
 * Changes count from their earliest day; ties go by `recordedAt`, then by their order in the file, which is that of `history`.
 */
export function lastChange(history: readonly StatusChange[]): StatusChange | undefined {
  let last: StatusChange | undefined;
  for (const change of history) if (!last || compareChanges(last, change) <= 0) last = change;
  return last;
}

function compareChanges(a: StatusChange, b: StatusChange): number {
  return (
    compareNumbers(countedDate(a.date).earliest, countedDate(b.date).earliest) ||
    compareNumbers(Date.parse(a.recordedAt), Date.parse(b.recordedAt))
  );
}

// Subtraction would make NaN of two infinite bounds.
function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
