// Records that are parts of others, and what must not be: a record that is, through others, a part of itself.
import type { Origin } from '../model/record.ts';

/** The keys that make hierarchies. */
export const hierarchyKeys = [
  'broader',
  'containedInPlace',
  'parentOrganization',
  'superEvent',
  'previousEvent',
  'translationOf',
] as const;

/** A key that makes a hierarchy. */
export type HierarchyKey = (typeof hierarchyKeys)[number];

interface Member {
  readonly id: string;
  readonly parent: string;
  readonly origin: Origin;
}

/** A way from a record back to itself. */
export interface Cycle {
  readonly key: HierarchyKey;
  readonly members: readonly [Member, ...Member[]];
}

/** The parents of all records that have one. */
export class Hierarchies {
  readonly #members = new Map<HierarchyKey, Map<string, Member>>(
    hierarchyKeys.map((key) => [key, new Map()]),
  );

  /** The same parents but for those of the records with some ids. */
  without(ids: Iterable<string>): Hierarchies {
    const others = new Hierarchies();
    for (const [key, members] of this.#members) others.#members.set(key, new Map(members));
    for (const id of ids) for (const members of others.#members.values()) members.delete(id);
    return others;
  }

  /** The parent of a record, if it has one. */
  parentOf(key: HierarchyKey, id: string): string | undefined {
    return this.#members.get(key)?.get(id)?.parent;
  }

  /** Takes the parents that the data of a record names, as global ids. */
  add(id: string, data: Readonly<Record<string, unknown>>, origin: Origin): void {
    for (const key of hierarchyKeys) {
      const parent = data[key];
      if (typeof parent === 'string') this.#members.get(key)?.set(id, { id, parent, origin });
    }
  }

  /** `ids` and everything above them, each once. */
  withAncestors(key: HierarchyKey, ids: readonly string[]): string[] {
    const members = this.#members.get(key);
    const all = new Set<string>();
    for (const id of ids) {
      for (let at: string | undefined = id; at !== undefined && !all.has(at); at = members?.get(at)?.parent)
        all.add(at);
    }
    return [...all];
  }

  /** Every cycle once, beginning with the member whose id comes first. */
  *cycles(): Generator<Cycle> {
    for (const [key, members] of this.#members) {
      const done = new Set<string>();
      for (const start of members.values()) {
        const route: Member[] = [];
        const onRoute = new Map<string, number>();
        for (let at: Member | undefined = start; at && !done.has(at.id); at = members.get(at.parent)) {
          const index = onRoute.get(at.id);
          if (index !== undefined) {
            const [first, ...rest] = beginningWithFirst(route.slice(index));
            if (first) yield { key, members: [first, ...rest] };
            break;
          }
          onRoute.set(at.id, route.length);
          route.push(at);
        }
        for (const { id } of route) done.add(id);
      }
    }
  }
}

function beginningWithFirst(members: readonly Member[]): Member[] {
  const first = members.reduce(
    (least, member, index) => (member.id < (members[least]?.id ?? '') ? index : least),
    0,
  );
  return [...members.slice(first), ...members.slice(0, first)];
}
