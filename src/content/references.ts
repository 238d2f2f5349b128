// Slugs to global ids, wherever the model says that a value is a reference.
import { z } from 'zod';
import { globalId, typeNamesOf, type TypeName } from '../model/kind.ts';
import type { DataPath, NamedReference } from '../model/record.ts';
import { folderName, referenceTargets, type ReferenceTarget, typesOfTarget } from '../model/reference.ts';

/** The type of the actor with a slug, as far as actors are compiled. */
export type ActorTypes = ReadonlyMap<string, TypeName>;

/** Data with global ids where it had slugs, and every id that it names. */
export interface Resolved<T> {
  readonly data: T;
  readonly references: readonly NamedReference[];
  /** Paths of references whose `kind/slug` names none of the kinds that they may lead to, with what they may be. */
  readonly unknownKinds: readonly { readonly path: DataPath; readonly written: string; readonly targets: readonly string[] }[];
}

/** Replaces every reference in `data`, which `schema` has validated. Whether the ids exist is for the store to say. */
export function resolveReferences<T>(schema: z.ZodType<T>, data: T, actors: ActorTypes, root: DataPath = []): Resolved<T> {
  const references: NamedReference[] = [];
  const unknownKinds: Resolved<T>['unknownKinds'][number][] = [];

  function visit(type: z.ZodType, value: unknown, path: DataPath): unknown {
    if (value === undefined) return value;
    const targets = referenceTargets(type);
    if (targets) {
      const target = idOf(String(value), targets, actors);
      if (target === undefined) unknownKinds.push({ path, written: String(value), targets: targets.map(folderName) });
      else references.push({ target, path });
      return target;
    }
    if (type instanceof z.ZodOptional || type instanceof z.ZodDefault) return visit(type.unwrap() as z.ZodType, value, path);
    if (type instanceof z.ZodDiscriminatedUnion) return visit(optionFor(type, value), value, path);
    if (type instanceof z.ZodArray) return (value as unknown[]).map((item, index) => visit(type.element as z.ZodType, item, [...path, index]));
    if (type instanceof z.ZodObject) {
      const entries = Object.entries(value as Record<string, unknown>);
      return Object.fromEntries(entries.map(([key, item]) => [key, visit((type.shape as Record<string, z.ZodType>)[key] as z.ZodType, item, [...path, key])]));
    }
    return value;
  }

  return { data: visit(schema, data, root) as T, references, unknownKinds };
}

function idOf(written: string, targets: readonly ReferenceTarget[], actors: ActorTypes): string | undefined {
  const [only, ...others] = targets;
  if (only !== undefined && others.length === 0) return globalId(typeOf(only, written, actors), written);
  const slash = written.indexOf('/');
  const target = targets.find((candidate) => folderName(candidate) === written.slice(0, slash));
  return target && globalId(typeOf(target, written.slice(slash + 1), actors), written.slice(slash + 1));
}

function typeOf(target: ReferenceTarget, slug: string, actors: ActorTypes): TypeName {
  const [only, ...others] = typesOfTarget(target);
  if (only !== undefined && others.length === 0) return only;
  // Of an actor that does not exist any type will do: the store finds it missing.
  return actors.get(slug) ?? typeNamesOf('actor')[0] ?? 'Person';
}

function optionFor(union: z.ZodDiscriminatedUnion, value: unknown): z.ZodType {
  const key = union.def.discriminator;
  const wanted = (value as Record<string, unknown>)[key];
  const option = (union.options as z.ZodObject[]).find((candidate) => (candidate.shape[key] as z.ZodLiteral).values.has(wanted as never));
  return option as z.ZodType;
}
