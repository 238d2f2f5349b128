// Data against the shapes of the model: what zod finds wrong, told as problems that editors can act on.
import { z } from 'zod';
import type { DataPath } from '../model/record.ts';
import { didYouMean, type ProblemCode } from './problems.ts';

/** Something wrong at a path of the data. */
export interface Finding {
  readonly path: DataPath;
  /** Whether it is the key, not its value, that is wrong. */
  readonly part: 'key' | 'value';
  readonly code: ProblemCode;
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

// Far deeper than any record, far shallower than the stack.
const MAXIMUM_DEPTH = 100;

/** The value that `schema` makes of `data`, or what is wrong with it. */
export function validate<T>(schema: z.ZodType<T>, data: unknown): { value: T } | { findings: Finding[] } {
  const result = schema.safeParse(data, { reportInput: true });
  if (result.success) return { value: result.data };
  return { findings: result.error.issues.flatMap((issue) => findingsOf(issue, schema, [])) };
}

/** Every text of `data` in NFC; texts that no store and no answer can hold are findings. */
export function normalise(data: unknown): { data: unknown; findings: Finding[] } {
  const findings: Finding[] = [];
  const visit = (value: unknown, path: DataPath): unknown => {
    if (path.length > MAXIMUM_DEPTH) {
      findings.push({ path: [], part: 'value', code: 'BAD_VALUE', message: `the data is nested deeper than ${MAXIMUM_DEPTH} levels` });
      return undefined;
    }
    if (typeof value === 'string') {
      if (value.includes('\0') || !value.isWellFormed()) {
        findings.push({ path, part: 'value', code: 'BAD_VALUE', message: 'the text has a NUL character or half a surrogate pair: remove it' });
      }
      return value.normalize('NFC');
    }
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, [...path, key])]));
    }
    return value;
  };
  return { data: visit(data, []), findings };
}

function findingsOf(issue: Issue, schema: z.ZodType, parent: DataPath): Finding[] {
  const path = [...parent, ...(issue.path as (string | number)[])];
  const at = (code: ProblemCode, message: string): Finding => ({ path, part: 'value', code, message });
  const name = nameOf(path);
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => ({
      path: [...path, key],
      part: 'key',
      code: 'UNKNOWN_KEY',
      message: `"${key}" is not a key of ${path.length === 0 ? 'this record' : name}${didYouMean(key, known)}`,
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // Each way to write the value failed; the one that came furthest is the one that was meant.
    const ways = issue.errors.map((errors) => errors.flatMap((inner) => findingsOf(inner, schema, path)));
    return ways.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
  }
  if (issue.input === undefined && issue.code !== 'custom') {
    return [at('MISSING_KEY', `${name} is missing: ${descriptionAt(schema, path) ?? 'give it'}`)];
  }
  if (issue.input === null) {
    return [at('BAD_VALUE', `${name} has no value: give one, or remove the key`)];
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    return [at('BAD_VALUE', `${name} is ${shown(issue.input)}${didYouMean(String(issue.input), values)}: write one of ${values.join(', ')}`)];
  }
  if (issue.code === 'invalid_union') {
    const options = discriminatorOptions(schema, path);
    return [at('BAD_VALUE', `${name} is ${shown(issue.input)}${didYouMean(String(issue.input), options)}: write one of ${options.join(', ')}`)];
  }
  if (issue.code === 'invalid_type') {
    const written = typeof issue.input === 'number' && issue.expected === 'string' ? `: write "${issue.input}" in quotation marks` : '';
    const own = issue.message.startsWith('Invalid input') ? `is ${kindOfValue(issue.input)}, but takes ${kindOfType(issue.expected)}${written}` : issue.message;
    return [at(/is not a date/.test(own) ? 'BAD_DATE' : 'BAD_VALUE', `${name} ${own}`)];
  }
  const code = issue.code === 'custom' && issue.params?.['code'] === 'BAD_DATE' ? 'BAD_DATE' : 'BAD_VALUE';
  return [at(code, `${name}: ${issue.message}`)];
}

function depth(findings: readonly Finding[]): number {
  return Math.max(0, ...findings.map((finding) => finding.path.length * 2 + (finding.code === 'BAD_VALUE' ? 0 : 1)));
}

/** How a message names a place in the data: `statements[2].kind`. */
function nameOf(path: DataPath): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return text === '' ? 'the record' : text.replace(/^\./, '');
}

function schemaAt(schema: z.ZodType, path: DataPath): z.ZodType[] {
  let options: z.ZodType[] = [schema];
  for (const step of path) {
    options = options.flatMap(unwrapped).flatMap((option): z.ZodType[] => {
      if (option instanceof z.ZodObject) {
        const field = (option.shape as Record<string, z.ZodType>)[String(step)];
        return field ? [field] : [];
      }
      return option instanceof z.ZodArray ? [option.element as z.ZodType] : [];
    });
  }
  return options;
}

function unwrapped(schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return unwrapped(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodUnion) return (schema.options as z.ZodType[]).flatMap(unwrapped);
  return [schema];
}

function keysAt(schema: z.ZodType, path: DataPath): string[] {
  return schemaAt(schema, path)
    .flatMap(unwrapped)
    .flatMap((option) => (option instanceof z.ZodObject ? Object.keys(option.shape) : []));
}

function discriminatorOptions(schema: z.ZodType, path: DataPath): string[] {
  return schemaAt(schema, path)
    .flatMap(unwrapped)
    .flatMap((option) => (option instanceof z.ZodLiteral ? [...option.values].map(String) : []));
}

function descriptionAt(schema: z.ZodType, path: DataPath): string | undefined {
  return schemaAt(schema, path)
    .map((option) => option.description)
    .find((description) => description !== undefined);
}

function shown(value: unknown): string {
  return typeof value === 'object' ? kindOfValue(value) : JSON.stringify(value);
}

function kindOfValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return `the ${typeof value} ${JSON.stringify(value)}`;
}

function kindOfType(expected: string): string {
  const names: Readonly<Record<string, string>> = { string: 'text', number: 'a number', boolean: 'true or false', array: 'a list', object: 'a mapping', int: 'a whole number' };
  return names[expected] ?? expected;
}
