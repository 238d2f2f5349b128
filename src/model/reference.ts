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
  .regex(/^[a-z0-9-]+$/, 'is not a slug, which has lower-case letters a to z, digits and hyphens only')
  .describe('Lower-case letters a to z, digits and hyphens; unique within its kind.');

// Letters that Unicode does not take apart.
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
};

/** The slug that comes nearest to a name: itself where it is one, undefined where nothing of it could be one. */
export function slugFrom(name: string): string | undefined {
  if (slug.safeParse(name).success) return name;
  const letters = name.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '');
  const plain = letters.replaceAll(/[ßæœøłđı]/g, (letter) => plainLetters[letter] ?? letter);
  return plain
    .match(/[a-z0-9]+/g)
    ?.join('-')
    .slice(0, 200);
}

const path = /^[a-z0-9-]+(?:\/[a-z0-9-]+){0,2}$/;

/** A reference to a record of one of `targets`. With one target the text is its slug, with more it is `kind/slug`. */
export function reference(...targets: [ReferenceTarget, ...ReferenceTarget[]]) {
  const ways = targets.map((target) =>
    targets.length === 1 ? patternOf(target) : `${folderName(target)}/${patternOf(target)}`,
  );
  const written =
    targets.length === 1
      ? `The slug of ${article(targets[0])}.`
      : `One of ${targets.map((target) => `${folderName(target)}/SLUG`).join(', ')}.`;
  return z
    .string()
    .max(400, { abort: true })
    .regex(path, {
      error: 'is not a slug (lower-case letters a to z, digits and hyphens), or slugs joined by "/"',
      abort: true,
    })
    .refine((text) => targetOf(text, targets) !== undefined, {
      error: ({ input }) =>
        `${JSON.stringify(input)} does not name ${targets.map(article).join(' or ')}: write ${ways.join(' or ')}`,
      params: { code: 'WRONG_TYPE' },
    })
    .meta({ description: written, references: targets } satisfies ReferenceMeta & { description: string });
}

/** What a reference leads to. */
export interface NamedTarget {
  readonly target: ReferenceTarget;
  readonly slug: string;
}

/** The one of `targets` that a reference leads to; undefined where it is not written as one to any of them. */
export function targetOf(written: string, targets: readonly ReferenceTarget[]): NamedTarget | undefined {
  const slash = written.indexOf('/');
  const several = targets.length > 1;
  const target = several
    ? targets.find((candidate) => folderName(candidate) === written.slice(0, slash))
    : targets[0];
  const slug = several ? written.slice(slash + 1) : written;
  return target !== undefined &&
    slug.includes('/') === isPart(target) &&
    slug.indexOf('/') === slug.lastIndexOf('/')
    ? { target, slug }
    : undefined;
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

/** Whether records of a target live inside the file of another, whose slug then comes first. */
function isPart(target: ReferenceTarget): boolean {
  return target in patterns;
}

const patterns: Readonly<Partial<Record<ReferenceTarget, string>>> = {
  statement: 'ARTICLE/STATEMENT',
  correction: 'ARTICLE/CORRECTION',
  statusChange: 'OUTCOME/CHANGE',
};

function patternOf(target: ReferenceTarget): string {
  return patterns[target] ?? 'its slug alone';
}

function article(target: ReferenceTarget): string {
  return `${/^[aeio]/.test(target) ? 'an' : 'a'} ${folderName(target).replaceAll('-', ' ')}`;
}
