// Data as parsers give it, made fit to be kept: every text in NFC, and nothing that a store or an answer cannot hold.
import type { DataPath } from '../model/record.ts';
import { type Finding, nameOf } from './validate.ts';

// Far deeper than any record, far shallower than the stack.
const MAXIMUM_DEPTH = 100;

/** The data with every text in NFC, and what cannot be kept of it. */
export function normalise(data: unknown): { readonly data: unknown; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  // The way to the value that is being visited.
  const path: (string | number)[] = [];
  let isTooDeep = false;
  const report = (at: DataPath, message: string) =>
    findings.push({ path: at, part: 'value', code: 'BAD_VALUE', message });

  function within(step: string | number, value: unknown): unknown {
    if (path.length === MAXIMUM_DEPTH) {
      if (!isTooDeep)
        report(path.slice(0, 1), `${nameOf(path.slice(0, 1))} is nested deeper than ${MAXIMUM_DEPTH} levels`);
      isTooDeep = true;
      return undefined;
    }
    path.push(step);
    const result = visit(value);
    path.pop();
    return result;
  }

  function visit(value: unknown): unknown {
    if (typeof value === 'string') {
      const objection = objectionTo(value);
      if (objection !== undefined) report([...path], `${nameOf(path)} ${objection}`);
      return value.normalize('NFC');
    }
    if (Array.isArray(value)) return value.map((item, index) => within(index, item));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, within(key, item)]));
    }
    return value;
  }

  const result = visit(data);
  return { data: isTooDeep ? undefined : result, findings };
}

/** Why a text cannot be kept, said of it; undefined where it can. */
export function objectionTo(text: string): string | undefined {
  if (text.includes('\0')) return 'has a NUL character: remove it';
  return text.isWellFormed() ? undefined : 'has half of a surrogate pair, which is no character: remove it';
}
