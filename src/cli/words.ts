// How results of a compilation are told to people.
import { relative } from 'node:path';
import { UsageError } from '../config.ts';
import type { Compilation } from '../content/compile.ts';
import { formatProblem } from '../content/problems.ts';

/** Every problem on a line that starts with where it is, so that terminals and editors can go there; then how many there are. */
export function tellProblems(
  { problems }: Compilation,
  content: string,
): { readonly lines: string; readonly summary: string } {
  const folder = relative('', content);
  const files = new Set(problems.map(({ file }) => file)).size;
  return {
    lines: problems.map((problem) => formatProblem(problem, folder)).join('\n'),
    summary: `${count(problems.length, 'problem')} in ${count(files, 'file')}`,
  };
}

/** For example `5 articles, 1 actor`: the kinds of which there are any. */
export function tellCounts(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).filter(([, number]) => number > 0);
  if (parts.length === 0) return 'no records';
  // `statusChange` is a "status change".
  return parts
    .map(([kind, number]) =>
      count(
        number,
        kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
      ),
    )
    .join(', ');
}

/** Rows as lines, the columns one below the other. */
export function alignedRows(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => Array.from(row[at]!).length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** What was thrown: the message alone where it is meant for people, else with the place in the program. */
export function tellError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isMeant = error.constructor === Error || error instanceof UsageError || 'syscall' in error;
  return isMeant ? error.message : (error.stack ?? error.message);
}
