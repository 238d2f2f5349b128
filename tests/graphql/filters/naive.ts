// What filters, orders and relatedness mean, told once more over records in memory, as slowly and plainly as can be.
import type { ArticleText } from '../../../src/model/article.ts';
import { type Kind, parseId } from '../../../src/model/kind.ts';
import type { AnyRecord, Entry, Records } from '../../../src/model/record.ts';
import type { CorpusReader } from '../../../src/store/store.ts';
import { bounds, compare, isBeginning, isWithin, type Range, wordsOf } from './plain.ts';
import type { WhereJson } from './wheres.ts';

/** A corpus as one view sees it. */
export class NaiveCorpus {
  readonly #records = new Map<string, AnyRecord>();
  readonly #texts = new Map<string, ArticleText>();
  readonly #present = new Map<string, string>();
  readonly #order = new Map<string, number>();

  /** Which records are visible is asked of the store: that is tested elsewhere. */
  static async seen(entries: readonly Entry[], reader: CorpusReader): Promise<NaiveCorpus> {
    const shown = await reader.records(entries.map(({ record }) => record.id));
    return new NaiveCorpus(entries, new Set(shown.map((record) => record?.id)));
  }

  readonly #visible: ReadonlySet<string | undefined>;

  private constructor(entries: readonly Entry[], visible: ReadonlySet<string | undefined>) {
    this.#visible = visible;
    for (const [index, { record, text, otherIds }] of entries.entries()) {
      this.#records.set(record.id, record);
      if (text) this.#texts.set(record.id, text);
      this.#order.set(record.id, index);
      for (const id of [record.id, ...otherIds]) this.#present.set(id, record.id);
    }
  }

  /** Visible records of a kind. */
  all<K extends Kind>(kind: K): Records[K][] {
    return [...this.#records.values()].filter(
      (record) => parseId(record.id)?.kind === kind && this.#visible.has(record.id),
    ) as Records[K][];
  }

  /** The ids of the visible records that ids lead to. */
  #owners(ids: unknown): Set<string | undefined> {
    return new Set(
      (ids as string[]).map((id) => this.#present.get(id)).filter((id) => this.#visible.has(id)),
    );
  }

  #any(ids: unknown, of: readonly (string | undefined)[]): boolean {
    const owners = this.#owners(ids);
    return of.some((id) => id !== undefined && owners.has(id));
  }

  /** Topics that may be seen and all that they are a part of, by ways that may be seen. */
  withBroader(topics: readonly string[]): string[] {
    const found = topics.filter((topic) => this.#visible.has(topic));
    for (const topic of found) {
      const { broader } = this.#records.get(topic) as Records['topic'];
      if (broader !== undefined && this.#visible.has(broader) && !found.includes(broader))
        found.push(broader);
    }
    return found;
  }

  eventsOf(article: Records['article']): (string | undefined)[] {
    return [...article.events, ...this.#statementsOf(article).map(({ event }) => event)];
  }

  #statementsOf(article: Records['article']): Records['statement'][] {
    return this.all('statement').filter((statement) => statement.article === article.id);
  }

  #voidings(id: string): string[] {
    return this.all('correction')
      .filter(({ affects }) => affects.includes(id))
      .map(({ dateCreated }) => dateCreated);
  }

  #isAnswered(statement: Records['statement']): boolean {
    return this.all('statement').some((answer) => {
      const stance = answer.inResponseTo.find((response) => response.statement === statement.id)?.stance;
      const bySomebodyElse =
        answer.speaker === undefined ||
        statement.speaker === undefined ||
        answer.speaker !== statement.speaker;
      return (
        stance !== undefined &&
        stance !== 'COMMENTS' &&
        bySomebodyElse &&
        this.#voidings(answer.id).length === 0
      );
    });
  }

  statusOf(outcome: Records['outcome'], asOf: string | null, knownAt: string | null): string | undefined {
    return this.#counting(outcome, asOf, knownAt).at(-1)?.status;
  }

  /** Changes of status that count, the standing one last. */
  #counting(
    outcome: Records['outcome'],
    asOf: string | null,
    knownAt: string | null,
  ): Records['statusChange'][] {
    const known = (moment: string) => knownAt === null || Date.parse(moment) <= Date.parse(knownAt);
    return this.all('statusChange')
      .filter(
        (change) =>
          change.outcome === outcome.id && known(change.recordedAt) && !this.#voidings(change.id).some(known),
      )
      .filter((change) => asOf === null || bounds(change.date)[0] <= bounds(asOf)[1])
      .toSorted(
        (a, b) =>
          compare(bounds(a.date)[0], bounds(b.date)[0]) ||
          compare(Date.parse(a.recordedAt), Date.parse(b.recordedAt)) ||
          compare(outcome.history.indexOf(a.id), outcome.history.indexOf(b.id)),
      );
  }

  /** Whether a record matches a filter of its kind. */
  matches(record: { readonly id: string }, where: WhereJson): boolean {
    return Object.entries(where).every(
      ([field, value]) => value === null || this.#meets(record as unknown as Fields, field, value),
    );
  }

  #meets(record: Fields, field: string, value: unknown): boolean {
    const kind = parseId(record.id)!.kind;
    const nested = value as WhereJson[];
    switch (field) {
      case 'AND':
        return nested.every((where) => this.matches(record, where));
      case 'OR':
        return nested.some((where) => this.matches(record, where));
      case 'NOT':
        return !this.matches(record, value as WhereJson);
      case 'genre':
      case 'inLanguage':
      case 'kind':
      case 'form':
      case 'type':
      case 'wikidataId':
      case 'qcode':
        return record[field] !== undefined && (value as string[]).includes(record[field]);
      case 'about':
        return this.#any(value, this.withBroader(record.about));
      case 'mentions':
        return this.#any(
          value,
          kind === 'statement' ? (record.mentions as string[]) : this.#mentions(record.id),
        );
      case 'author':
        return this.#any(value, record.author);
      case 'publisher':
      case 'speaker':
      case 'article':
      case 'location':
      case 'country':
      case 'containedInPlace':
      case 'broader':
      case 'organization':
        return this.#any(value, [record[field]]);
      case 'event':
        return this.#any(value, kind === 'article' ? this.eventsOf(record as never) : [record.event]);
      case 'participant':
        return this.#any(
          value,
          (record.participants as Records['event']['participants']).map(({ actor }) => actor),
        );
      case 'party':
        return this.#any(
          value,
          (record.parties as Records['outcome']['parties']).map(({ actor }) => actor),
        );
      case 'outcome':
        return this.all('outcome').some(
          ({ id }) =>
            record.outcomes.includes(id) && this.matches(this.#records.get(id)!, value as WhereJson),
        );
      case 'answered':
        return this.#isAnswered(record as never) === value;
      case 'voided':
        return this.#voidings(record.id).length > 0 === value;
      case 'status': {
        const {
          in: statuses,
          asOf,
          knownAt,
        } = value as { in: string[]; asOf: string | null; knownAt: string | null };
        const status = this.statusOf(record as never, asOf, knownAt);
        return status !== undefined && statuses.includes(status);
      }
      case 'datePublished':
      case 'dateModified': {
        const moment = record[field];
        return moment !== undefined && isWithin([Date.parse(moment), Date.parse(moment)], value as Range);
      }
      case 'dateUttered':
        return record.dateUttered !== undefined && isWithin(bounds(record.dateUttered), value as Range);
      case 'date':
        if (kind === 'outcome')
          return record.date !== undefined && isWithin(bounds(record.date), value as Range);
        if (record.startDate === undefined) return false;
        return isWithin(
          [bounds(record.startDate)[0], bounds(record.endDate ?? record.startDate)[1]],
          value as Range,
        );
      case 'name':
        return isBeginning(value as string, [record.name, ...record.alternateName]);
      case 'text': {
        const texts = [
          record.headline,
          record.alternativeHeadline,
          record.description,
          this.#texts.get(record.id)?.articleBody,
          record.text,
          record.originalText,
        ];
        const own = wordsOf(texts.filter((text) => text !== undefined).join(' '));
        const wanted = wordsOf(value as string);
        return wanted.length > 0 && wanted.every((word) => own.includes(word));
      }
      default:
        throw new Error(`No filter has the field ${field}`);
    }
  }

  /** Records in an order, as the schema describes it. */
  sorted(
    kind: Kind,
    records: readonly AnyRecord[],
    { field, direction }: { field: string; direction: string },
  ): string[] {
    const sign = direction === 'ASC' ? 1 : -1;
    const keys = new Map(
      records.map((record) => [record.id, this.#keys(kind, record as unknown as Fields, field)]),
    );
    return records
      .map(({ id }) => id)
      .toSorted((a, b) => {
        const [left, right] = [keys.get(a), keys.get(b)];
        if ((left === undefined) !== (right === undefined)) return left === undefined ? 1 : -1;
        const difference = (left ?? [])
          .map((part, index) => compare(part, right![index]!))
          .find((part) => part !== 0);
        return sign * (difference ?? compare(a, b));
      });
  }

  /** By what a record is ordered; undefined where it does not have it. */
  #keys(kind: Kind, record: Fields, field: string): (string | number)[] | undefined {
    const caseless = (name: string) => name.normalize('NFKC').toUpperCase().toLowerCase();
    switch (field) {
      case 'NAME':
        return [caseless(record.name)];
      case 'HEADLINE':
        return [caseless(record.headline!)];
      case 'DATE_PUBLISHED':
        return [Date.parse(record.datePublished!)];
      case 'DATE_MODIFIED':
        return record.dateModified === undefined ? undefined : [Date.parse(record.dateModified)];
      case 'DATE_UTTERED':
        return record.dateUttered === undefined ? undefined : [...bounds(record.dateUttered)];
      case 'START_DATE':
        return record.startDate === undefined ? undefined : [...bounds(record.startDate)];
      case 'READING_ORDER': {
        const article = this.#records.get(record.article!) as Records['article'];
        return [Date.parse(article.datePublished), article.id, record.anchors[0]!.start];
      }
      case 'LAST_CHANGE': {
        const last = this.#counting(record as never, null, null).at(-1);
        return last && [...bounds(last.date)];
      }
      default:
        throw new Error(`${kind} has no order ${field}`);
    }
  }

  #mentions(article: string): string[] {
    return this.#texts.get(article)!.mentions.map(({ thing }) => thing);
  }

  /** Ids of the articles related to one, best first. */
  related(article: Records['article']): string[] {
    const shown = this.all('article');
    const original = (one: Records['article']) =>
      this.#visible.has(one.translationOf) ? one.translationOf : undefined;
    const figures = (one: Records['article']) =>
      new Set([...this.#mentions(one.id), ...this.#statementsOf(one).map(({ speaker }) => speaker)]);
    const shared = (a: Iterable<string | undefined>, b: Iterable<string | undefined>) => {
      const others = new Set(b);
      return [...new Set(a)].filter((id) => id !== undefined && others.has(id)).length;
    };
    const isSame = (other: Records['article']) =>
      other.id === article.id ||
      original(article) === other.id ||
      original(other) === article.id ||
      (original(article) !== undefined && original(other) === original(article));
    return shown
      .filter((other) => !isSame(other))
      .map((other) => ({
        other,
        score:
          8 * shared(this.eventsOf(article), this.eventsOf(other)) +
          2 * shared(article.about, other.about) +
          shared(figures(article), figures(other)),
      }))
      .filter(({ score }) => score > 0)
      .toSorted(
        (a, b) =>
          b.score - a.score ||
          compare(Date.parse(b.other.datePublished), Date.parse(a.other.datePublished)) ||
          compare(b.other.id, a.other.id),
      )
      .map(({ other }) => other.id);
  }
}

/** Fields that records of some kinds have. */
interface Fields {
  readonly [field: string]: any;
  readonly id: string;
}
