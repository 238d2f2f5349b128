// What the entries of all named kinds have in common.
import { globalId, parseId, type FileKind, type Kind, wikidataKey } from '../../model/kind.ts';
import {
  type Columns,
  type Entry,
  foldedName,
  type Membership,
  type Records,
  sortKey,
  type Thing,
} from '../../model/record.ts';
import { distinct, type Draft } from './workbench.ts';

/** The kinds whose records have a name. */
export type ThingKind = Extract<Kind, 'actor' | 'outcome' | 'event' | 'place' | 'topic' | 'source'>;

/** The entry of a named record; `columns` are those beside its name. */
export function thingEntry<K extends ThingKind & FileKind>(
  draft: Draft<K>,
  kind: K,
  record: Records[K] & Thing,
  columns: Omit<Columns[K], 'name'>,
  memberships: readonly Membership[],
): Entry<K> {
  return {
    kind,
    record,
    columns: { ...columns, name: sortKey(record.name) } as unknown as Columns[K],
    origin: draft.origin,
    otherIds: [
      ...formerIds(record.id, record.formerSlug),
      ...(record.wikidataId === undefined ? [] : [wikidataKey(kind, record.wikidataId)]),
    ],
    references: draft.references,
    memberships,
    search: {
      title: record.name,
      alternateName: record.alternateName,
      text: record.description === undefined ? [] : [record.description],
    },
    foldedNames: distinct([record.name, ...record.alternateName].map(foldedName)),
  };
}

/** The ids that a record had under its former slugs. */
export function formerIds(id: string, formerSlugs: readonly string[]): string[] {
  const type = parseId(id)?.type;
  return type === undefined ? [] : formerSlugs.map((slug) => globalId(type, slug));
}
