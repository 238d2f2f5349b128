// What came of a soak, as data and for people.
import type { Verdict } from './verdicts.ts';

/** What came of a soak so far. */
export interface Report {
  readonly seed: number;
  readonly minutes: number;
  readonly answers: Readonly<Record<Verdict, number>>;
  /** How many answers there were to each question. */
  readonly questions: Readonly<Record<string, number>>;
  readonly republications: number;
  /** From one publication to the next, in milliseconds. */
  readonly intervals: readonly number[];
  /** From the switch in the database until every service had shown the new corpus, in milliseconds, of each publication. */
  readonly switches: readonly number[];
  /** Resident memory of each service in bytes, at the beginning, at every full minute and at the end. */
  readonly memory: Readonly<Record<string, readonly number[]>>;
  /** What else went wrong, and the first answers that were not right. */
  readonly failures: readonly string[];
}

/** Whether nothing was wrong. */
export function isClean({ answers, republications, failures }: Report): boolean {
  const { right, ...others } = answers;
  return (
    right > 0 &&
    republications > 0 &&
    failures.length === 0 &&
    Object.values(others).every((count) => count === 0)
  );
}

/** One line about how it stands. */
export function tellProgress({ answers, republications, switches, memory }: Report): string {
  const { right, ...others } = answers;
  const bad = Object.entries(others).map(([verdict, count]) => `${verdict} ${count}`);
  const sizes = Object.values(memory).map((all) => mebibytes(all.at(-1) ?? 0));
  return `${right} right, ${bad.join(', ')}; ${republications} republications, last seen by all after ${rounded(switches.at(-1))} ms; memory ${sizes.join(' and ')} MiB`;
}

/** All of it, for people. */
export function tellReport(report: Report): string {
  const { answers, questions, republications, intervals, switches, memory, failures, seed, minutes } = report;
  const all = Object.values(answers).reduce((sum, count) => sum + count, 0);
  return [
    `Soak of ${minutes} minutes with seed ${seed}: ${isClean(report) ? 'nothing was wrong' : 'SOMETHING WAS WRONG'}`,
    `Answers          ${all}: ${Object.entries(answers)
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(', ')}`,
    `Questions        ${Object.entries(questions)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`,
    `Republications   ${republications}, one every ${rounded(median(intervals))} ms (median), ${rounded(Math.max(...intervals))} ms at most`,
    `Seen by all      after ${rounded(median(switches))} ms (median), ${rounded(Math.max(...switches))} ms at most`,
    ...Object.entries(memory).map(
      ([name, sizes]) =>
        `Memory of ${name.padEnd(6)} ${sizes.map(mebibytes).join(', ')} MiB, minute by minute`,
    ),
    ...failures.map((failure) => `! ${failure}`),
  ].join('\n');
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

function rounded(milliseconds: number | undefined): string {
  return milliseconds === undefined || !Number.isFinite(milliseconds) ? 'no' : milliseconds.toFixed(0);
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
