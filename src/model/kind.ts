// The kinds of record, the GraphQL types that show them, and the ids that name them.

/** A kind of record. Those of {@link fileKinds} have files of their own; the others live inside one of them. */
export type Kind =
  | 'article'
  | 'actor'
  | 'statement'
  | 'outcome'
  | 'event'
  | 'place'
  | 'topic'
  | 'source'
  | 'statusChange'
  | 'correction';

const typesByKind = {
  article: ['Article'],
  actor: ['Person', 'Organization', 'Country'],
  statement: ['Statement'],
  outcome: ['Outcome'],
  event: ['Event'],
  place: ['Place'],
  topic: ['Topic'],
  source: ['Source'],
  statusChange: ['StatusChange'],
  correction: ['Correction'],
} as const satisfies Record<Kind, readonly string[]>;

/** The name of a GraphQL object type that stands for a record. */
export type TypeName = (typeof typesByKind)[Kind][number];

/** Every kind. */
export const kinds = Object.keys(typesByKind) as readonly Kind[];

/** Kinds that have files of their own, in the order in which they are compiled: what others name comes first. */
export const fileKinds = [
  'topic',
  'place',
  'actor',
  'source',
  'article',
  'event',
  'outcome',
] as const satisfies readonly Kind[];

/** A kind that has files of its own. */
export type FileKind = (typeof fileKinds)[number];

const kindByType = new Map<string, Kind>(
  Object.entries(typesByKind).flatMap(([kind, types]) => types.map((type) => [type, kind as Kind] as const)),
);

/** The GraphQL types of the records of `kind`. */
export function typeNamesOf(kind: Kind): readonly TypeName[] {
  return typesByKind[kind];
}

/** A record's global id, for example `Statement:istanbul-talks-stall/lasting-war`. */
export function globalId(type: TypeName, slug: string): string {
  return `${type}:${slug}`;
}

/**
 * What a named record is found by through its Wikidata item, for example `Wikidata of actor:Q3874799`.
 * No client gives or gets it, and no global id looks like it.
 */
export function wikidataKey(kind: Kind, item: string): string {
  return `Wikidata of ${kind}:${item}`;
}

/** The parts of a global id. */
export interface ParsedId {
  readonly type: TypeName;
  readonly kind: Kind;
  readonly slug: string;
}

const pathBySlug = /^[a-z0-9-]+(?:\/[a-z0-9-]+)?$/;

/** Reads a global id; undefined where it names no type or its slug could not be one. */
export function parseId(id: string): ParsedId | undefined {
  const colon = id.indexOf(':');
  const type = id.slice(0, colon);
  const kind = kindByType.get(type);
  const slug = id.slice(colon + 1);
  return kind && slug.length <= 401 && pathBySlug.test(slug)
    ? { type: type as TypeName, kind, slug }
    : undefined;
}
