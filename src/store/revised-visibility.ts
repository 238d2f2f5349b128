// What may be seen after a revision: works out anew only the records whose articles came, went or changed their time.
import type { DatabaseSync } from 'node:sqlite';
import { type Kind, kinds } from '../model/kind.ts';
import type { Entry } from '../model/record.ts';
import type { Vacated } from './revision.ts';
import { kindTables } from './schema.ts';
import type { StoredSpan } from './sqlite-rows.ts';
import { ALWAYS, NEVER } from './visibility.ts';

/** What a record says of when others may be seen: those that it names, if it is an article or exists through one. */
interface Appearances {
  readonly article: string;
  readonly targets: ReadonlySet<string>;
}

/** When a record may be seen: in a span, but for the gaps in it. */
interface Sight extends StoredSpan {
  readonly gaps: readonly Gap[];
}

type Gap = readonly [from: number, until: number];

interface Row extends StoredSpan {
  readonly ordinal: number;
  readonly id: string;
  readonly kind: Kind;
  readonly gaps: number;
}

/** Follows the rule of `spreadVisibility`, record by record. */
export class RevisedVisibility {
  readonly #sql: ReturnType<typeof prepare>;
  readonly #before = new Map<string, Appearances>();
  readonly #now = new Map<string, Appearances>();
  readonly #articlesBefore = new Map<string, StoredSpan>();
  readonly #put = new Map<string, { readonly ordinal: number; readonly isNew: boolean }>();
  // Records whose own table does not say yet what `record` says.
  readonly #stale = new Map<number, Kind>();
  // Records that may be seen at other times than before.
  readonly #changed = new Set<string>();

  constructor(database: DatabaseSync) {
    this.#sql = prepare(database);
  }

  takeOut({ ordinal, id, kind, through, visible_from, visible_until }: Vacated): void {
    if (kind === 'article') this.#articlesBefore.set(id, { visible_from, visible_until });
    const article = kind === 'article' ? id : through;
    if (article === null) return;
    const targets = new Set(this.#sql.targetsOf.all(ordinal).map(({ target }) => target as string));
    this.#before.set(id, { article, targets });
  }

  put(ordinal: number, { kind, record: { id }, through, references }: Entry, vacated?: Vacated): void {
    this.#put.set(id, { ordinal, isNew: !vacated });
    this.#stale.set(ordinal, kind);
    const article = kind === 'article' ? id : through;
    if (article !== undefined)
      this.#now.set(id, { article, targets: new Set(references.map(({ target }) => target)) });
  }

  /** Brings everything up to date, when all other rows are. */
  settle(): void {
    const seenAnew = this.#seenAnew();
    this.#settleParts();
    const rows = [...seenAnew].flatMap((id) => this.#rowOf(id) ?? []);
    for (const [id, { isNew }] of this.#put) {
      const row = isNew ? this.#rowOf(id) : undefined;
      if (row && isThing(row.kind)) rows.push(row);
    }
    for (const row of rows)
      if (isThing(row.kind) && row.kind !== 'outcome') this.#set(row, this.#appearing(row.id));
    this.#settleOutcomes(new Set(rows.filter(({ kind }) => kind === 'outcome').map(({ id }) => id)));
    for (const [ordinal, kind] of this.#stale) this.#sql.sync[kind].run(ordinal);
  }

  /** The ids of records that may be seen at other times because other articles, or the same at other times, name them. */
  #seenAnew(): ReadonlySet<string> {
    const gone = new Map<string, Map<string, StoredSpan>>();
    const come = new Map<string, Map<string, StoredSpan>>();
    const note = (into: typeof gone, { targets }: Appearances, span: StoredSpan | undefined) => {
      for (const target of span ? targets : []) {
        const spans = into.get(target) ?? new Map<string, StoredSpan>();
        into.set(target, spans.set(`${span!.visible_from} ${span!.visible_until}`, span!));
      }
    };
    for (const each of this.#before.values())
      note(gone, each, this.#articlesBefore.get(each.article) ?? this.#rowOf(each.article));
    for (const each of this.#now.values()) note(come, each, this.#rowOf(each.article));

    const anew = new Set<string>();
    for (const target of new Set([...gone.keys(), ...come.keys()])) {
      const [was, is] = [gone.get(target), come.get(target)];
      const lost = [...(was ?? [])].filter(([key]) => !is?.has(key)).map(([, span]) => span);
      const won = [...(is ?? [])].filter(([key]) => !was?.has(key)).map(([, span]) => span);
      if (lost.length + won.length > 0 && !this.#isSeenAnyway(target, lost, won)) anew.add(target);
    }
    return anew;
  }

  /** Whether spans that were lost or won surely make no difference: most things are seen in many articles. */
  #isSeenAnyway(id: string, lost: readonly StoredSpan[], won: readonly StoredSpan[]): boolean {
    const row = this.#rowOf(id);
    if (!row) return true;
    if (row.kind === 'outcome' || row.gaps > 0 || row.visible_from === ALWAYS.from) return false;
    return (
      lost.every((span) =>
        this.#sql.isCovered.get({
          id,
          from: span.visible_from,
          until: span.visible_until,
          ...emptiness(span),
        }),
      ) &&
      won.every(
        (span) =>
          isEmpty(span) || (row.visible_from <= span.visible_from && span.visible_until <= row.visible_until),
      )
    );
  }

  /** What exists through an article is seen when the article is. */
  #settleParts(): void {
    const articles = new Set<string>();
    for (const [id, before] of this.#articlesBefore) {
      const now = this.#rowOf(id);
      if (now && !isSame(before, now)) articles.add(id);
    }
    for (const { article } of this.#now.values()) articles.add(article);
    for (const article of articles) {
      const span = this.#rowOf(article);
      for (const part of this.#sql.partsOf.all(article) as unknown as Row[]) {
        // Where its outcome is not hidden, which is settled at the end.
        if (part.kind === 'statusChange') this.#changed.add(part.id);
        else if (span && !isSame(part, span)) this.#set(part, { ...span, gaps: [] });
      }
    }
  }

  /** An outcome is hidden with its event, and a change of status with its outcome. */
  #settleOutcomes(anew: Set<string>): void {
    for (const [id, { ordinal }] of this.#put) {
      const kind = this.#stale.get(ordinal);
      if (kind === 'outcome') anew.add(id);
      if (kind === 'statusChange') this.#changed.add(id);
    }
    for (const id of this.#changed)
      for (const { id: part } of this.#sql.partsOfWhole.all(id, 'outcome')) anew.add(part as string);
    for (const id of anew) {
      const row = this.#rowOf(id);
      const whole = row && this.#wholeOf(row);
      if (row && whole) this.#set(row, within(this.#appearing(id), whole));
    }
    for (const id of anew)
      for (const { id: part } of this.#sql.partsOfWhole.all(id, 'statusChange'))
        this.#changed.add(part as string);
    for (const id of this.#changed) {
      const row = this.#rowOf(id);
      if (row?.kind !== 'statusChange') continue;
      const article = this.#sql.throughOf.get(row.ordinal) as unknown as StoredSpan | undefined;
      const whole = this.#wholeOf(row);
      if (article && whole) this.#set(row, within({ ...article, gaps: [] }, whole));
    }
  }

  /** When one of the articles that name a record is seen; always where none does. */
  #appearing(id: string): Sight {
    const all = this.#sql.appearances.all(id) as unknown as StoredSpan[];
    if (all.length === 0) return { visible_from: ALWAYS.from, visible_until: ALWAYS.until, gaps: [] };
    const spans = all
      .filter((span) => !isEmpty(span))
      .toSorted((a, b) => a.visible_from - b.visible_from || a.visible_until - b.visible_until);
    const [first] = spans;
    if (!first) return { visible_from: NEVER.from, visible_until: NEVER.until, gaps: [] };
    const gaps: Gap[] = [];
    let covered = first.visible_until;
    for (const { visible_from, visible_until } of spans) {
      if (covered < visible_from) gaps.push([covered, visible_from]);
      covered = Math.max(covered, visible_until);
    }
    return { visible_from: first.visible_from, visible_until: covered, gaps };
  }

  #wholeOf({ ordinal }: Row): Sight | undefined {
    const whole = this.#sql.wholeOf.get(ordinal) as unknown as Row | undefined;
    return whole && { ...whole, gaps: this.#gapsOf(whole.ordinal) };
  }

  #gapsOf(ordinal: number): readonly Gap[] {
    return this.#sql.gapsOf
      .all(ordinal)
      .map(({ gap_from, gap_until }) => [Number(gap_from), Number(gap_until)] as const);
  }

  #set(row: Row, sight: Sight): void {
    const { ordinal, id, kind } = row;
    if (isSame(row, sight) && JSON.stringify(this.#gapsOf(ordinal)) === JSON.stringify(sight.gaps)) return;
    this.#sql.setSpan.run(sight.visible_from, sight.visible_until, sight.gaps.length > 0 ? 1 : 0, ordinal);
    this.#sql.removeGaps.run(ordinal);
    for (const [from, until] of sight.gaps) this.#sql.addGap.run(ordinal, from, until);
    this.#stale.set(ordinal, kind);
    this.#changed.add(id);
  }

  #rowOf(id: string): Row | undefined {
    return this.#sql.rowOf.get(id) as unknown as Row | undefined;
  }
}

/** When both are seen. Gaps outside of the span stay: nobody asks for them. */
function within(part: Sight, whole: Sight): Sight {
  const gaps = new Map([...part.gaps, ...whole.gaps].map((gap) => [gap.join(), gap]));
  return {
    visible_from: Math.max(part.visible_from, whole.visible_from),
    visible_until: Math.min(part.visible_until, whole.visible_until),
    gaps: [...gaps.values()].toSorted((a, b) => a[0] - b[0] || a[1] - b[1]),
  };
}

function isThing(kind: Kind): boolean {
  return ['actor', 'outcome', 'event', 'place', 'topic', 'source'].includes(kind);
}

function isEmpty(span: StoredSpan): boolean {
  return span.visible_from >= span.visible_until;
}

function emptiness(span: StoredSpan): { readonly empty: number } {
  return { empty: isEmpty(span) ? 1 : 0 };
}

function isSame(a: StoredSpan, b: StoredSpan): boolean {
  return a.visible_from === b.visible_from && a.visible_until === b.visible_until;
}

// The articles that name a record, themselves or in what exists through them.
const naming = (target: string) =>
  `FROM staging.reference r JOIN staging.origin o ON o.ordinal = r.ordinal JOIN record part ON part.ordinal = r.ordinal
   JOIN name n ON n.id = coalesce(o.through, part.id) JOIN record a ON a.ordinal = n.ordinal
   WHERE r.target = ${target} AND (part.kind = 'article' OR o.through IS NOT NULL)`;

function prepare(database: DatabaseSync) {
  const row =
    'record.ordinal, record.id, record.kind, record.visible_from, record.visible_until, record.gaps';
  const sync = kinds.map((kind) => {
    const { name } = kindTables[kind];
    const statement = database.prepare(
      `UPDATE ${name} SET visible_from = record.visible_from, visible_until = record.visible_until, gaps = record.gaps
       FROM record WHERE record.ordinal = ${name}.ordinal AND ${name}.ordinal = ?`,
    );
    return [kind, statement] as const;
  });
  return {
    targetsOf: database.prepare('SELECT DISTINCT target FROM staging.reference WHERE ordinal = ?'),
    rowOf: database.prepare(
      `SELECT ${row} FROM name JOIN record ON record.ordinal = name.ordinal AND record.id = name.id WHERE name.id = ?`,
    ),
    appearances: database.prepare(`SELECT DISTINCT a.visible_from, a.visible_until ${naming('?')}`),
    isCovered: database.prepare(
      `SELECT 1 ${naming(':id')} AND (:empty OR (a.visible_from <= :from AND :until <= a.visible_until)) LIMIT 1`,
    ),
    partsOf: database.prepare(
      `SELECT ${row} FROM staging.origin JOIN record USING (ordinal) WHERE through = ?`,
    ),
    partsOfWhole: database.prepare(
      'SELECT id FROM staging.origin JOIN record USING (ordinal) WHERE whole = ? AND kind = ?',
    ),
    throughOf: database.prepare(
      `SELECT record.visible_from, record.visible_until FROM staging.origin JOIN name ON name.id = through
       JOIN record ON record.ordinal = name.ordinal WHERE origin.ordinal = ?`,
    ),
    wholeOf: database.prepare(
      `SELECT ${row} FROM staging.origin JOIN name ON name.id = whole JOIN record ON record.ordinal = name.ordinal
       WHERE origin.ordinal = ?`,
    ),
    gapsOf: database.prepare(
      'SELECT gap_from, gap_until FROM visibility_gap WHERE ordinal = ? ORDER BY gap_from, gap_until',
    ),
    setSpan: database.prepare(
      'UPDATE record SET visible_from = ?, visible_until = ?, gaps = ? WHERE ordinal = ?',
    ),
    removeGaps: database.prepare('DELETE FROM visibility_gap WHERE ordinal = ?'),
    addGap: database.prepare('INSERT INTO visibility_gap (ordinal, gap_from, gap_until) VALUES (?, ?, ?)'),
    sync: Object.fromEntries(sync) as Record<Kind, (typeof sync)[number][1]>,
  };
}
