// Slugs to global ids, wherever the model says that a value is a reference.
import { z } from 'zod';
import { globalId, type TypeName } from '../model/kind.ts';
import type { DataPath, NamedReference } from '../model/record.ts';
import { referenceTargets, type ReferenceTarget, targetOf, typesOfTarget } from '../model/reference.ts';
import { unwrapped } from './shape.ts';

/** The type of the actor with a slug; any type of one that is not known, since the store will find it missing. */
export type TypeOfActor = (slug: string) => TypeName;

/** Data with global ids where it had slugs, and every id that it names. */
export interface Resolved<T> {
  readonly data: T;
  readonly references: readonly NamedReference[];
}

/** Replaces every reference in `data`, which `schema` has validated. Whether the ids exist is for the store to say. */
export function resolveReferences<T>(schema: z.ZodType<T>, data: T, typeOfActor: TypeOfActor): Resolved<T> {
  const references: NamedReference[] = [];
  const found = (written: string, targets: readonly ReferenceTarget[], path: DataPath) => {
    const target = idOf(written, targets, typeOfActor);
    references.push({ target, path });
    return target;
  };
  const resolve = resolverOf(schema);
  return { data: (resolve ? resolve(data, [], found) : data) as T, references };
}

type Found = (written: string, targets: readonly ReferenceTarget[], path: DataPath) => string;
type Resolver = (value: unknown, path: DataPath, found: Found) => unknown;

// Undefined for validators without any reference in them.
const resolvers = new WeakMap<z.ZodType, Resolver | undefined>();

function resolverOf(schema: z.ZodType): Resolver | undefined {
  if (!resolvers.has(schema)) resolvers.set(schema, makeResolver(schema));
  return resolvers.get(schema);
}

function makeResolver(schema: z.ZodType): Resolver | undefined {
  const targets = referenceTargets(schema);
  if (targets)
    return (value, path, found) => (value === undefined ? value : found(String(value), targets, path));
  const plain = unwrapped(schema);
  if (plain !== schema) return resolverOf(plain);
  if (plain instanceof z.ZodDiscriminatedUnion) {
    return (value, path, found) => resolverOf(optionFor(plain, value))?.(value, path, found) ?? value;
  }
  if (plain instanceof z.ZodArray) {
    const resolve = resolverOf(plain.element as z.ZodType);
    return (
      resolve &&
      ((value, path, found) =>
        (value as unknown[] | undefined)?.map((item, index) => resolve(item, [...path, index], found)))
    );
  }
  return plain instanceof z.ZodObject ? objectResolver(plain) : undefined;
}

function objectResolver(schema: z.ZodObject): Resolver | undefined {
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([key, field]) => {
    const resolve = resolverOf(field);
    return resolve ? [[key, resolve] as const] : [];
  });
  if (fields.length === 0) return undefined;
  return (value, path, found) => {
    const resolved = { ...(value as Record<string, unknown>) };
    for (const [key, resolve] of fields)
      if (resolved[key] !== undefined) resolved[key] = resolve(resolved[key], [...path, key], found);
    return resolved;
  };
}

function optionFor(union: z.ZodDiscriminatedUnion, value: unknown): z.ZodType {
  const key = union.def.discriminator;
  const wanted = (value as Record<string, unknown>)[key];
  return (union.options as z.ZodObject[]).find((option) =>
    (option.shape[key] as z.ZodLiteral).values.has(wanted as never),
  ) as z.ZodType;
}

function idOf(written: string, targets: readonly ReferenceTarget[], typeOfActor: TypeOfActor): string {
  const named = targetOf(written, targets);
  if (!named) throw new RangeError(`"${written}" was not validated as a reference`);
  const [only, ...others] = typesOfTarget(named.target);
  return globalId(only !== undefined && others.length === 0 ? only : typeOfActor(named.slug), named.slug);
}
