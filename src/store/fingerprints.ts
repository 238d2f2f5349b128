// Walks all records that a view may see, with what tells whether they are the same in another corpus.
import type { Kind } from '../model/kind.ts';
import { digestOf, wholeDocument, withoutHidden } from './digest.ts';
import type { Dialect, Values } from './dialect.ts';
import { withNarrower } from './narrower.ts';
import { listCode } from './schema.ts';
import type { Fingerprint, FingerprintsRequest, View } from './store.ts';
import { visible, visibleParameters } from './visibility.ts';

type Rows = readonly (readonly unknown[])[];

/** Reads the rows of a query. */
export type ReadRows = (sql: string, values: Values) => Rows | Promise<Rows>;

const BATCH = 500;

// Records that are no longer the same when one of those that live inside them is not.
const partsOf: Readonly<Partial<Record<Kind, string>>> = { article: 'Correction:', outcome: 'StatusChange:' };

/** A record with the digest of its whole document and all ids in it, as they are stored. */
interface Stored {
  readonly ordinal: number;
  readonly id: string;
  readonly kind: Kind;
  readonly digest: string;
  readonly names: readonly string[];
}

/** The fingerprints of all records of the kinds that may be seen, in the order of ids. */
export async function* fingerprintsOf(
  rows: ReadRows,
  dialect: Dialect,
  view: View,
  request: FingerprintsRequest,
): AsyncIterable<Fingerprint> {
  const walk = new Walk(rows, dialect, view, request);
  let after = '';
  for (let more = true; more;) {
    const batch = await walk.batch(after);
    yield* batch;
    after = batch.at(-1)?.id ?? '';
    more = batch.length === BATCH;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

class Walk {
  readonly #rows: ReadRows;
  readonly #dialect: Dialect;
  readonly #view: View;
  readonly #request: FingerprintsRequest;

  constructor(rows: ReadRows, dialect: Dialect, view: View, request: FingerprintsRequest) {
    this.#rows = rows;
    this.#dialect = dialect;
    this.#view = view;
    this.#request = request;
  }

  /** The next records after an id. */
  async batch(after: string): Promise<Fingerprint[]> {
    const { kinds, about } = this.#request;
    const { join } = this.#dialect;
    const found = await this.#read(
      `SELECT record.ordinal, record.id, record.kind, digest, names, ${about ? `CASE WHEN ${isAbout(this.#view, this.#dialect)} THEN 1 ELSE 0 END` : '1'}
       FROM name ${join} record ON record.ordinal = name.ordinal AND record.id = name.id
       ${join} fingerprint ON fingerprint.ordinal = record.ordinal
       WHERE name.id > :after AND ${this.#dialect.isOneOf('record.kind', ':kinds')} AND ${visible('record', this.#view)}
       ORDER BY name.id LIMIT ${BATCH}`,
      { after, kinds, ...(about && { about }) },
    );
    const records = found.map(stored);
    const partIds = new Map(
      records.map((record) => [record, record.names.filter((id) => isPart(record, id))]),
    );
    const parts = await this.#parts([...partIds.values()].flat());
    const digests = await this.#digests([...records, ...parts.values()]);
    const voiding = await this.#voiding([...records, ...parts.values()]);
    return records.map((record, index) => {
      const shown = partIds.get(record)!.flatMap((id) => parts.get(id) ?? []);
      const all = [record, ...shown].flatMap(({ ordinal }) => [
        digests.get(ordinal)!,
        ...(voiding.get(ordinal) ?? []),
      ]);
      const digest = all.length === 1 ? all[0]! : digestOf(all.join(' '));
      return { id: record.id, kind: record.kind, digest, isAbout: found[index]![5] === 1 };
    });
  }

  /** Those of the records with these ids that may be seen. */
  async #parts(ids: readonly string[]): Promise<ReadonlyMap<string, Stored>> {
    if (ids.length === 0) return new Map();
    const { join, each } = this.#dialect;
    const found = await this.#read(
      `SELECT record.ordinal, record.id, record.kind, digest, names FROM ${each(':ids', 'given', 'text')}
       ${join} name ON name.id = given.value ${join} record ON record.ordinal = name.ordinal
       ${join} fingerprint ON fingerprint.ordinal = record.ordinal WHERE ${visible('record', this.#view)}`,
      { ids },
    );
    return new Map(found.map((row) => [row[1] as string, stored(row)]));
  }

  /** By ordinal, the digests of records as the view sees them. */
  async #digests(records: readonly Stored[]): Promise<ReadonlyMap<number, string>> {
    const digests = new Map(records.map(({ ordinal, digest }) => [ordinal, digest]));
    const hidden = await this.#hidden(new Set(records.flatMap(({ names }) => names)));
    const veiled = hidden.size === 0 ? [] : records.filter(({ names }) => names.some((id) => hidden.has(id)));
    // One by one: these documents can be long, and few name what is hidden.
    for (const { ordinal } of veiled) {
      const [row] = await this.#rows(
        `SELECT document.data, article_text.data FROM document
         LEFT JOIN article_text ON article_text.ordinal = document.ordinal WHERE document.ordinal = :ordinal`,
        { ordinal },
      );
      const [document, data] = row as readonly [string, string | null];
      const text = data === null ? undefined : { data };
      digests.set(ordinal, digestOf(withoutHidden(wholeDocument(document, text), hidden)));
    }
    return digests;
  }

  async #hidden(ids: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    if (this.#view.preview) return new Set();
    const { join, each } = this.#dialect;
    const found = await this.#read(
      `SELECT given.value FROM ${each(':ids', 'given', 'text')} ${join} name ON name.id = given.value
       ${join} record ON record.ordinal = name.ordinal WHERE NOT (${visible('record', this.#view)})`,
      { ids: [...ids] },
    );
    return new Set(found.map(([id]) => id as string));
  }

  /** By ordinal, the ids of the corrections that void statements and changes of status. */
  async #voiding(records: readonly Stored[]): Promise<ReadonlyMap<number, readonly string[]>> {
    const owners = records
      .filter(({ kind }) => kind === 'statement' || kind === 'statusChange')
      .map(({ ordinal }) => ordinal);
    if (owners.length === 0) return new Map();
    const { join, each } = this.#dialect;
    const found = await this.#read(
      `SELECT member.owner, record.id FROM ${each(':owners', 'given', 'integer')}
       ${join} member ON member.list IN (${listCode('statement.voidedBy')}, ${listCode('statusChange.voidedBy')}) AND member.owner = given.value
       ${join} record ON record.ordinal = member.member WHERE ${visible('record', this.#view)} ORDER BY record.id`,
      { owners },
    );
    const voiding = new Map<number, string[]>();
    for (const [owner, id] of found as [number, string][])
      voiding.set(owner, [...(voiding.get(owner) ?? []), id]);
    return voiding;
  }

  async #read(sql: string, values: Values): Promise<Rows> {
    return this.#rows(sql, { ...values, ...visibleParameters(this.#view) });
  }
}

function stored([ordinal, id, kind, digest, names]: readonly unknown[]): Stored {
  return { ordinal, id, kind, digest, names: JSON.parse(names as string) } as Stored;
}

function isPart(owner: Stored, id: string): boolean {
  const prefix = partsOf[owner.kind];
  return prefix !== undefined && id.startsWith(prefix);
}

const topicLists = ['topic.articles', 'topic.statements', 'topic.events', 'topic.outcomes'] as const;

/** Whether a record is one of the topics with the ids `about`, or stands in a list of one. */
function isAbout(view: View, dialect: Dialect): string {
  const named =
    `SELECT topic.ordinal FROM name named JOIN record topic ON topic.ordinal = named.ordinal ` +
    `WHERE ${dialect.isOneOf('named.id', ':about')} AND topic.kind = 'topic' AND ${visible('topic', view)}`;
  return (
    `record.ordinal IN (${named}) OR EXISTS (SELECT 1 FROM member WHERE member.list IN (${topicLists.map(listCode).join(', ')}) ` +
    `AND member.owner IN ${withNarrower(named, view)} AND member.member = record.ordinal)`
  );
}
