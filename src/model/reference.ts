// References between records, as files write them: by slug, or `kind/slug` where several kinds may be meant.
import { z } from 'zod';
import { type Kind, type TypeName, typeNamesOf } from './kind.ts';

/** What a reference may lead to: a kind, or one type of actor. */
export type ReferenceTarget = Kind | 'person' | 'organization' | 'country';

/** The part of a validator's metadata that makes it a reference. */
export interface ReferenceMeta {
  readonly references: readonly ReferenceTarget[];
}

/** `[a-z0-9-]+`: what identifies a record within its kind. */
export const slug = z
  .string()
  .max(200)
  .regex(/^[a-z0-9-]+$/, 'a slug has lower-case letters a to z, digits and hyphens only')
  .describe('Lower-case letters a to z, digits and hyphens; unique within its kind.');

const path = /^[a-z0-9-]+(?:\/[a-z0-9-]+){0,2}$/;

/** A reference to a record of one of `targets`. With one target the text is its slug, with more it is `kind/slug`. */
export function reference(...targets: [ReferenceTarget, ...ReferenceTarget[]]) {
  const written = targets.length === 1 ? `The slug of ${article(targets[0])}.` : `One of ${targets.map((target) => `${folderName(target)}/SLUG`).join(', ')}.`;
  return z
    .string()
    .max(400)
    .regex(path, 'a reference is a slug (lower-case letters a to z, digits and hyphens), or slugs joined by "/"')
    .meta({ description: written, references: targets } satisfies ReferenceMeta & { description: string });
}

/** The targets that a validator refers to, or undefined where it is not a reference. */
export function referenceTargets(schema: z.ZodType): readonly ReferenceTarget[] | undefined {
  return (schema.meta() as Partial<ReferenceMeta> | undefined)?.references;
}

/** How `kind/slug` names a kind: `status-change` for `statusChange`. */
export function folderName(target: ReferenceTarget): string {
  return target.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Types of GraphQL that a reference to `target` may resolve to. */
export function typesOfTarget(target: ReferenceTarget): readonly TypeName[] {
  if (target === 'person') return ['Person'];
  if (target === 'organization') return ['Organization'];
  if (target === 'country') return ['Country'];
  return typeNamesOf(target);
}

function article(target: ReferenceTarget): string {
  return `${/^[aeio]/.test(target) ? 'an' : 'a'} ${folderName(target).replaceAll('-', ' ')}`;
}
