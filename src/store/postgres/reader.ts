// Answers what resolvers ask out of PostgreSQL: each call is one statement, however much it asks for.
import type { ArticleText } from '../../model/article.ts';
import { type Kind, kinds } from '../../model/kind.ts';
import type { AnyRecord } from '../../model/record.ts';
import { textOf } from '../article-text.ts';
import { fingerprintsOf } from '../fingerprints.ts';
import { countQuery, type FoundPage, pageOf, pageParts } from '../pages.ts';
import { bodyColumns, documentColumns, type StoredColumns, storedQuery, textColumns } from '../records.ts';
import { facetsOf, foundRows, searchPageOf } from '../search/answers.ts';
import {
  countQuery as searchCountQuery,
  facetsQuery,
  pageQuery as searchPageQuery,
} from '../search/queries.ts';
import type {
  CorpusReader,
  CorpusSummary,
  Facets,
  FacetsRequest,
  Fingerprint,
  FingerprintsRequest,
  ListRequest,
  Page,
  PageRequest,
  SearchPage,
  SearchPageRequest,
  SearchRequest,
  View,
} from '../store.ts';
import { nextVisibilityChange, visible, visibleParameters } from '../visibility.ts';
import { postgresDialect as dialect } from './dialect.ts';
import { type Question, type Statement, statementOf, statementOfAll } from './statement.ts';

type Row = readonly unknown[];

/** Asks for the rows of a statement. */
export type RowsOf = (statement: Statement) => Promise<readonly Row[]>;

/** A reader of one corpus with one view. */
export class PostgresReader implements CorpusReader {
  readonly version: string;
  readonly #rows: RowsOf;
  readonly #view: View;

  constructor(rows: RowsOf, version: string, view: View) {
    this.#rows = rows;
    this.version = version;
    this.#view = view;
  }

  async records(ids: readonly string[]): Promise<readonly (AnyRecord | undefined)[]> {
    const rows = await this.#stored(documentColumns, ids);
    return rows.map((row) => row && (JSON.parse(row[1] as string) as AnyRecord));
  }

  async bodies(articles: readonly string[]): Promise<readonly (string | undefined)[]> {
    const rows = await this.#stored(bodyColumns, articles);
    return rows.map((row) => row?.[1] as string | undefined);
  }

  async texts(articles: readonly string[]): Promise<readonly (ArticleText | undefined)[]> {
    const rows = await this.#stored(textColumns, articles);
    return rows.map((row) => row && textOf(row[1] as string, row[2] as string));
  }

  async pages(requests: readonly PageRequest[]): Promise<readonly Page[]> {
    const answers = await this.#ask(requests.map((request) => pageQuestion(request, this.#view)));
    return requests.map((request, index) => {
      const { found, records } = readPage(answers[index]!, request.limit);
      return pageOf(request, found, (ordinal) => records.get(ordinal)!);
    });
  }

  async counts(requests: readonly ListRequest[]): Promise<readonly number[]> {
    const answers = await this.#ask(
      requests.map((request) => {
        const { sql, values } = countQuery(request, this.#view, dialect);
        return { sql, ...parted(values) };
      }),
    );
    return answers.map(([row]) => row![0] as number);
  }

  async searchPages(requests: readonly SearchPageRequest[]): Promise<readonly SearchPage[]> {
    const answers = await this.#ask(
      requests.map((request) => {
        const query = searchPageQuery(request, this.#view, dialect);
        return (
          query && {
            sql: `SELECT hits.*, document.data FROM (${query.sql}) hits LEFT JOIN document ON document.ordinal = hits.ordinal`,
            values: query.values,
            given: {},
          }
        );
      }),
    );
    return requests.map((request, index) => {
      const rows = inRankOrder(answers[index]!, request.backward);
      const records = new Map(rows.map((row) => [row[0] as number, row[5] as string]));
      return searchPageOf(request, foundRows(rows, request), (ordinal) => JSON.parse(records.get(ordinal)!));
    });
  }

  async searchCounts(requests: readonly SearchRequest[]): Promise<readonly number[]> {
    const answers = await this.#ask(
      requests.map((request) => asked(searchCountQuery(request, this.#view, dialect))),
    );
    return answers.map(([row]) => (row?.[0] as number | undefined) ?? 0);
  }

  async searchFacets(requests: readonly FacetsRequest[]): Promise<readonly Facets[]> {
    const answers = await this.#ask(
      requests.map((request) => asked(facetsQuery(request, this.#view, dialect))),
    );
    return requests.map((request, index) => facetsOf(request, answers[index]!.toSorted(byCount)));
  }

  async summary(): Promise<CorpusSummary> {
    const articles = `FROM article WHERE ${visible('article', this.#view)}`;
    const counts = kinds.map((kind) => `(${countQuery({ kind }, this.#view, dialect).sql})`);
    const [row] = await this.#rows(
      statementOf({
        sql: `SELECT min(published), max(published), array(SELECT DISTINCT language ${articles} ORDER BY language), ${counts.join(', ')} ${articles}`,
        values: visibleParameters(this.#view),
      }),
    );
    const [firstPublished, lastPublished, languages, ...numbers] = row as [
      number | null,
      number | null,
      string[],
      ...number[],
    ];
    return {
      version: this.version,
      counts: Object.fromEntries(kinds.map((kind, index) => [kind, numbers[index]!])) as Record<Kind, number>,
      languages,
      firstPublished,
      lastPublished,
    };
  }

  fingerprints(request: FingerprintsRequest): AsyncIterable<Fingerprint> {
    const rows = (sql: string, values: Question['values']) => this.#rows(statementOf({ sql, values }));
    return fingerprintsOf(rows, dialect, this.#view, request);
  }

  async nextVisibilityChange(): Promise<number | undefined> {
    if (this.#view.preview) return undefined;
    const [row] = await this.#rows(
      statementOf({ sql: nextVisibilityChange, values: visibleParameters(this.#view) }),
    );
    return (row?.[0] ?? undefined) as number | undefined;
  }

  /** For each id the row of what is stored, after its place; undefined where there is none. */
  async #stored(columns: StoredColumns, ids: readonly string[]): Promise<readonly (Row | undefined)[]> {
    if (ids.length === 0) return [];
    const rows = await this.#rows(statementOf(storedQuery(columns, ids, this.#view, dialect)));
    const byPlace = new Map(rows.map((row) => [row[0] as number, row]));
    return ids.map((_, place) => byPlace.get(place));
  }

  /** The rows of each question, in the order of the questions; none where there was nothing to ask. */
  async #ask(questions: readonly (Question | undefined)[]): Promise<readonly (readonly Row[])[]> {
    const answers: Row[][] = questions.map(() => []);
    const statement = statementOfAll(questions);
    if (statement) {
      for (const [place, ...row] of await this.#rows(statement)) answers[place as number]!.push(row);
    }
    return answers;
  }
}

function asked(
  query: { readonly sql: string; readonly values: Question['values'] } | undefined,
): Question | undefined {
  return query && { ...query, given: {} };
}

/** The values of a list, parted into those that lists of one sort share, and the owner. */
function parted({ owner, ...values }: Question['values']): Pick<Question, 'values' | 'given'> {
  return { values, given: owner === undefined ? {} : { owner: owner as string } };
}

/**
 * Rows of place (from 1 on, one more than the page holds), ordinal, label, position as JSON, and document; and one of place 0
 * with two truths in the end: whether there are members on either side.
 */
function pageQuestion(request: PageRequest, view: View): Question {
  const { list, label, keys, within, orderBy, behind, beyond, values } = pageParts(request, view, dialect);
  const shared = parted(values.list);
  // As a number in the text: a plan that serves for any limit would be one for a tenth of the list.
  const limit = request.limit + 1;
  const any = (condition: string | undefined) =>
    condition === undefined ? 'FALSE' : `EXISTS (SELECT 1 ${list}${condition})`;
  const sides =
    behind === undefined && beyond === undefined
      ? ''
      : ` UNION ALL SELECT 0, NULL, NULL, NULL, NULL, ${any(behind)}, ${any(beyond)}`;
  return {
    sql:
      `SELECT scan.place, scan.ordinal, scan.label, scan.position, document.data, NULL::boolean AS behind, NULL::boolean AS beyond FROM (` +
      `SELECT row_number() OVER (${orderBy}) AS place, k.ordinal, ${label}::text AS label, jsonb_build_array(${keys.join(', ')}) AS position ` +
      `${list}${within} ${orderBy} LIMIT ${limit}) scan ` +
      `LEFT JOIN document ON document.ordinal = scan.ordinal AND scan.place < ${limit}${sides}`,
    values: shared.values,
    given: { ...shared.given, ...values.start, ...values.end },
  };
}

function readPage(
  rows: readonly Row[],
  limit: number,
): { readonly found: FoundPage; readonly records: ReadonlyMap<number, AnyRecord> } {
  const sorted = rows.toSorted((a, b) => (a[0] as number) - (b[0] as number));
  const sides = sorted[0]?.[0] === 0 ? sorted.shift() : undefined;
  const kept = sorted.slice(0, limit);
  return {
    found: {
      rows: kept.map(([, ordinal, label, position]) => [ordinal, label, ...(position as unknown[])] as never),
      behind: sides?.[5] === true,
      beyond: sorted.length > limit || sides?.[6] === true,
    },
    records: new Map(
      kept.map(([, ordinal, , , data]) => [ordinal as number, JSON.parse(data as string) as AnyRecord]),
    ),
  };
}

/** Hits from the end that is read, and the row that tells of both sides at last: a union has no order of its own. */
function inRankOrder(rows: readonly Row[], backward: boolean): readonly Row[] {
  const sign = backward ? 1 : -1;
  return rows.toSorted(([a, score, id], [b, otherScore, otherId]) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const order =
      (score as number) - (otherScore as number) || ((id as string) < (otherId as string) ? 1 : -1);
    return sign * order;
  });
}

function byCount([, value, , count]: Row, [, otherValue, , otherCount]: Row): number {
  return (otherCount as number) - (count as number) || ((value as string) < (otherValue as string) ? -1 : 1);
}
