// Data against the shapes of the model: what zod finds wrong, told as problems that editors can act on.
import type { z } from 'zod';
import type { DataPath } from '../model/record.ts';
import { didYouMean, type ProblemCode } from './problems.ts';
import { Salvage, valueAt } from './salvage.ts';
import { descriptionAt, keysAt, literalsAt } from './shape.ts';

/** Something wrong at a path of the data. */
export interface Finding {
  readonly path: DataPath;
  /** Whether it is the key, not its value, that is wrong. */
  readonly part: 'key' | 'value';
  readonly code: ProblemCode;
  readonly message: string;
}

/** What a validator makes of data. */
export interface Validated<T> {
  /** With findings, it is what is left without what is wrong; undefined where that is no record. */
  readonly value?: T;
  readonly findings: readonly Finding[];
  /** Paths of what was left out of the value. */
  readonly removed: readonly DataPath[];
  /** Where in the data stands what the value has at a path. */
  readonly pathInData: (path: DataPath) => DataPath;
}

/** What has to go with a value: without some of what tells exact words apart, they would be sought in wrong places. */
function removable(path: DataPath): DataPath {
  const exact = path.indexOf('exact');
  return exact === -1 ? path : path.slice(0, exact);
}

type Issue = z.core.$ZodIssue;

// What is wrong at some depth takes as many steps to be left out.
const MOST_ROUNDS = 8;

/** The value that `schema` makes of `data`, and what is wrong with it. */
export function validate<T>(schema: z.ZodType<T>, data: unknown): Validated<T> {
  const result = schema.safeParse(data, { reportInput: true });
  if (result.success) return { value: result.data, findings: [], removed: [], pathInData: (path) => path };
  const findings = result.error.issues.flatMap((issue) => findingsOf(issue, schema, data, []));
  const salvage = new Salvage(data);
  let paths = findings.map(({ path }) => path);
  for (
    let round = 0;
    round < MOST_ROUNDS && paths.every((path) => salvage.remove(removable(path)));
    round += 1
  ) {
    const { data: rest, removed, pathInWhole } = salvage.rest();
    const again = schema.safeParse(rest);
    if (again.success) return { value: again.data, findings, removed, pathInData: pathInWhole };
    const others = again.error.issues.flatMap((issue) => findingsOf(issue, schema, rest, []));
    paths = others.map(({ path }) => pathInWhole(path));
  }
  return { findings, removed: [], pathInData: (path) => path };
}

function findingsOf(issue: Issue, schema: z.ZodType, data: unknown, parent: DataPath): Finding[] {
  const path = [...parent, ...(issue.path as (string | number)[])];
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    const owner = path.length === 0 ? 'this record' : nameOf(path);
    return issue.keys.map((key) => ({
      path: [...path, key],
      part: 'key',
      code: 'UNKNOWN_KEY',
      message: `${shown(key)} is not a key of ${owner}${didYouMean(key, known)}`,
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // Each way to write the value failed; the one that came furthest is the one that was meant.
    const ways = issue.errors.map((errors) =>
      errors.flatMap((inner) => findingsOf(inner, schema, data, path)),
    );
    return ways.toSorted((a, b) => progress(b) - progress(a))[0] ?? [];
  }
  const value = valueAt(data, path);
  if (value === undefined && issue.code !== 'custom') {
    return [
      {
        path,
        part: 'value',
        code: 'MISSING_KEY',
        message: `${nameOf(path)} is missing: ${meaningAt(schema, path)}`,
      },
    ];
  }
  const message = objectionTo(value, issue, schema, path);
  return [
    {
      path,
      part: 'value',
      code: codeOf(issue, message),
      message: /^(?:is|has|says) /.test(message)
        ? `${nameOf(path)} ${message}`
        : `${nameOf(path)}: ${message}`,
    },
  ];
}

function objectionTo(value: unknown, issue: Issue, schema: z.ZodType, path: DataPath): string {
  if (value === null) return 'has no value: give one, or remove the key';
  if (issue.code === 'invalid_value') return notOneOf(value, issue.values.map(String));
  if (issue.code === 'invalid_union') return notOneOf(value, literalsAt(schema, path));
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input')) {
    const advice =
      issue.expected === 'string' && typeof value !== 'object' ? ': put it in quotation marks' : '';
    return `is ${described(value)}, but takes ${typeNames[issue.expected] ?? issue.expected}${advice}`;
  }
  if (issue.code === 'too_big' && issue.message.startsWith('Too big'))
    return tooBig(issue.origin, issue.maximum);
  if (issue.code === 'too_small' && issue.message.startsWith('Too small'))
    return tooSmall(issue.origin, issue.minimum, issue.inclusive);
  return issue.message;
}

function notOneOf(value: unknown, choices: readonly string[]): string {
  const meant = typeof value === 'string' ? didYouMean(value, choices) : '';
  return `is ${described(value)}${meant}: write one of ${choices.join(', ')}`;
}

function tooBig(origin: string, maximum: number | bigint): string {
  if (origin === 'string') return `is longer than ${maximum} characters: shorten it`;
  return origin === 'array'
    ? `has more than ${maximum} members: leave some out`
    : `is more than ${maximum}, which is the most`;
}

function tooSmall(origin: string, minimum: number | bigint, inclusive = true): string {
  if (origin === 'number' || origin === 'int')
    return inclusive ? `is less than ${minimum}, which is the least` : `is not more than ${minimum}`;
  return 'is empty: give something, or remove the key';
}

function codeOf(issue: Issue, message: string): ProblemCode {
  if (issue.code === 'custom') return (issue.params?.['code'] as ProblemCode | undefined) ?? 'BAD_VALUE';
  const isDate = issue.code === 'invalid_format' ? issue.format === 'datetime' : /\bdate\b/.test(message);
  return isDate ? 'BAD_DATE' : 'BAD_VALUE';
}

/** How far a way to write a value came: deeper is farther, and to miss or add a key is farther than to have a wrong value. */
function progress(findings: readonly Finding[]): number {
  return Math.max(0, ...findings.map(({ path, code }) => path.length * 2 + (code === 'BAD_VALUE' ? 0 : 1)));
}

/** How a message names a place in the data: `statements[2].kind`. */
export function nameOf(path: DataPath): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return text === '' ? 'the record' : text.replace(/^\./, '');
}

/** What stands at a path, as the end of a sentence. */
function meaningAt(schema: z.ZodType, path: DataPath): string {
  const text =
    descriptionAt(schema, path)?.replace(/\.$/, '') ?? `write one of ${literalsAt(schema, path).join(', ')}`;
  return /^[A-Z][a-z ]/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping (key: value)',
  int: 'a whole number',
};

function described(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return shown(value);
  return Number.isNaN(value)
    ? 'not a number'
    : `${typeof value === 'number' ? 'the number ' : ''}${String(value)}`;
}

const SHOWN_LENGTH = 60;

function shown(text: string): string {
  return JSON.stringify(text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text);
}
