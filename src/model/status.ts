// Where an outcome stands, told from its changes of status: on a day, and by what was known then.
import { type DateBounds, dateBounds } from './edtf.ts';
import type { StatusChange } from './outcome.ts';

/** A change of status and when it was first voided: ISO 8601, undefined where it was not. */
export interface KnownChange {
  readonly change: StatusChange;
  readonly voidedAt?: string | undefined;
}

/** From where to look at a history. */
export interface StatusQuestion {
  /** An EDTF date: what held on that day; of an imprecise date, on the last day that it can mean. */
  readonly asOf?: string | null | undefined;
  /** A moment: using only what had been published by then. */
  readonly knownAt?: string | null | undefined;
}

/** The bounds by which a change of status counts: it holds from its earliest day on. Throws a RangeError for what is no date. */
export function countedDate(date: string): DateBounds {
  const bounds = dateBounds(date);
  if (!bounds) throw new RangeError(`"${date}" is not a date of EDTF level 0 or 1`);
  return bounds;
}

/**
 * The change that says where an outcome stands; undefined where nothing was recorded.
 * Without `asOf` and `knownAt` it is the last of the history, whatever the clock says. Changes count from their earliest day;
 * ties go by `recordedAt`, then by their order in `history`. A voided change counts only for a `knownAt` before it was voided.
 */
export function standingChange(
  history: readonly KnownChange[],
  { asOf, knownAt }: StatusQuestion = {},
): StatusChange | undefined {
  const day = typeof asOf === 'string' ? countedDate(asOf).latest : Infinity;
  let standing: StatusChange | undefined;
  for (const { change, voidedAt } of history) {
    const counts =
      isKnown(change, knownAt) && !isVoided(voidedAt, knownAt) && countedDate(change.date).earliest <= day;
    if (counts && (!standing || compareChanges(standing, change) <= 0)) standing = change;
  }
  return standing;
}

/** Whether a change had been recorded by a moment; without one, always. */
export function isKnown(change: StatusChange, knownAt: string | null | undefined): boolean {
  return typeof knownAt !== 'string' || Date.parse(change.recordedAt) <= Date.parse(knownAt);
}

function isVoided(voidedAt: string | undefined, knownAt: string | null | undefined): boolean {
  return (
    voidedAt !== undefined && (typeof knownAt !== 'string' || Date.parse(voidedAt) <= Date.parse(knownAt))
  );
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
