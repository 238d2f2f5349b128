// What the entries of all named kinds have in common.
import { globalId, parseId, type FileKind, type Kind } from '../../model/kind.ts';
import { type Columns, type DateColumns, type Entry, type Membership, type Records, sortKey, type Thing } from '../../model/record.ts';
import type { Draft } from './workbench.ts';

/** The kinds whose records have a name. */
export type ThingKind = Extract<Kind, 'actor' | 'outcome' | 'event' | 'place' | 'topic' | 'source'>;

/** The entry of a named record. */
export function thingEntry<K extends ThingKind & FileKind>(
  draft: Draft<K>,
  kind: K,
  record: Records[K] & Thing,
  memberships: readonly Membership[],
  dates?: DateColumns,
): Entry<K> {
  return {
    kind,
    record,
    columns: { name: sortKey(record.name), ...dates } as Columns[K],
    origin: draft.origin,
    formerIds: formerIds(record.id, record.formerSlug),
    references: draft.references,
    memberships,
    search: { title: record.name, alternateName: record.alternateName, text: record.description ?? '' },
  };
}

/** The ids that a record had under its former slugs. */
export function formerIds(id: string, formerSlugs: readonly string[]): string[] {
  const type = parseId(id)?.type;
  return type === undefined ? [] : formerSlugs.map((slug) => globalId(type, slug));
}
