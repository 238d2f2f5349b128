// The members of lists after a revision: only what the records that were taken out or put say of lists can have changed.
import type { DatabaseSync } from 'node:sqlite';
import type { Entry } from '../model/record.ts';
import type { Vacated } from './revision.ts';
import { listCode } from './schema.ts';
import { tagLists } from './search/completion.ts';

/** A member of a list. */
interface Membership {
  readonly list: number;
  readonly owner: string;
  readonly member: string;
  readonly label: string | null;
}

const tagCodes: readonly number[] = tagLists.map(listCode);

/** Keeps the members of lists, and the tags of search that are made of them, true to what records say. */
export class RevisedMembers {
  readonly #sql: ReturnType<typeof prepare>;
  readonly #said = { before: new Map<string, Membership>(), now: new Map<string, Membership>() };

  constructor(database: DatabaseSync) {
    this.#sql = prepare(database);
  }

  takeOut({ ordinal }: Vacated): void {
    for (const row of this.#sql.saidBy.all(ordinal) as unknown as Membership[])
      this.#said.before.set(JSON.stringify(row), row);
  }

  put({ memberships }: Entry): void {
    for (const { list, owner, member, label = null } of memberships) {
      const row = { list: listCode(list), owner, member, label };
      this.#said.now.set(JSON.stringify(row), row);
    }
  }

  /** Brings the lists up to date, when the staging is; `gone` are the records that did not come back. */
  settle(gone: readonly Vacated[]): void {
    const { before, now } = this.#said;
    const goneOrdinals = new Map(gone.map(({ id, ordinal }) => [id, ordinal]));
    // The id of what is gone may be a former one of something else now.
    const ordinalOf = (id: string) =>
      goneOrdinals.get(id) ?? (this.#sql.ordinalOf.get(id)?.['ordinal'] as number | undefined);
    const changed = [
      ...[...before].filter(([key]) => !now.has(key)),
      ...[...now].filter(([key]) => !before.has(key)),
    ];
    for (const [, { list, owner, member }] of changed) {
      const [ownerOrdinal, memberOrdinal] = [ordinalOf(owner), ordinalOf(member)];
      if (ownerOrdinal === undefined || memberOrdinal === undefined) continue;
      // Others may say the same.
      const said = this.#sql.said.get(member, owner, list);
      if (said) this.#sql.add.run(list, ownerOrdinal, memberOrdinal, said['label'] ?? null);
      else this.#sql.remove.run(list, ownerOrdinal, memberOrdinal);
      if (!tagCodes.includes(list)) continue;
      const isTagged = this.#sql.tagged.get(member, owner) !== undefined;
      this.#sql[isTagged ? 'addTag' : 'removeTag'].run(memberOrdinal, ownerOrdinal);
    }
  }
}

function prepare(database: DatabaseSync) {
  return {
    saidBy: database.prepare('SELECT list, owner, member, label FROM staging.membership WHERE ordinal = ?'),
    // Of those that say it the first counts.
    said: database.prepare(
      'SELECT label FROM staging.membership WHERE member = ? AND owner = ? AND list = ? ORDER BY sequence LIMIT 1',
    ),
    tagged: database.prepare(
      `SELECT 1 FROM staging.membership WHERE member = ? AND owner = ? AND list IN (${tagCodes.join(', ')}) LIMIT 1`,
    ),
    ordinalOf: database.prepare('SELECT ordinal FROM name WHERE id = ?'),
    add: database.prepare('INSERT OR REPLACE INTO member (list, owner, member, label) VALUES (?, ?, ?, ?)'),
    remove: database.prepare('DELETE FROM member WHERE list = ? AND owner = ? AND member = ?'),
    addTag: database.prepare('INSERT OR IGNORE INTO search_tag (ordinal, target) VALUES (?, ?)'),
    removeTag: database.prepare('DELETE FROM search_tag WHERE ordinal = ? AND target = ?'),
  };
}
