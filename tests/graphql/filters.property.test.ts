// Any filter of any corpus, page by page in both directions, is what looking at each record in memory gives.
import fc from 'fast-check';
import { execute, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createContext } from '../../src/graphql/context.ts';
import { schema } from '../../src/graphql/schema.ts';
import type { Kind } from '../../src/model/kind.ts';
import type { AnyRecord, Records } from '../../src/model/record.ts';
import type { CorpusReader, View } from '../../src/store/store.ts';
import { type Compiled, compiled } from './filters/compiled.ts';
import { corpora, NOW } from './filters/corpora.ts';
import { NaiveCorpus } from './filters/naive.ts';
import { isTurnedRound } from './filters/plain.ts';
import { places } from '../store/places.ts';
import { propertyRuns } from './filters/runs.ts';
import { type ListName, lists, type WhereJson, wheres } from './filters/wheres.ts';

const CASES_OF_A_CORPUS = 50;

interface Case {
  readonly list: ListName;
  readonly where: WhereJson;
  readonly orderBy: { readonly field: string; readonly direction: 'ASC' | 'DESC' };
  readonly size: number;
  readonly preview: boolean;
  /** Which of the owners of such a list; the list of the root where it is undefined. */
  readonly owner: number | undefined;
}

interface Listed {
  readonly kind: Kind;
  readonly orders: readonly string[];
  readonly orderType: string;
  /** A record with such a list, and whether another stands in it. */
  readonly owner?: {
    readonly kind: Kind;
    readonly type: string;
    holds(corpus: NaiveCorpus, owner: AnyRecord, member: AnyRecord): boolean;
  };
}

const listed: Readonly<Record<ListName, Listed>> = {
  articles: {
    kind: 'article',
    orders: ['DATE_PUBLISHED', 'DATE_MODIFIED', 'HEADLINE'],
    orderType: 'ArticleOrder',
    owner: {
      kind: 'topic',
      type: 'Topic',
      holds: (corpus, { id }, article) =>
        corpus.withBroader((article as Records['article']).about).includes(id),
    },
  },
  statements: {
    kind: 'statement',
    orders: ['DATE_UTTERED', 'READING_ORDER'],
    orderType: 'StatementOrder',
    owner: {
      kind: 'event',
      type: 'Event',
      holds: (_, { id }, statement) => (statement as Records['statement']).event === id,
    },
  },
  outcomes: {
    kind: 'outcome',
    orders: ['LAST_CHANGE', 'NAME'],
    orderType: 'OutcomeOrder',
    owner: {
      kind: 'event',
      type: 'Event',
      holds: (_, { id }, outcome) => (outcome as Records['outcome']).event === id,
    },
  },
  events: {
    kind: 'event',
    orders: ['START_DATE', 'NAME'],
    orderType: 'EventOrder',
    owner: {
      kind: 'place',
      type: 'Place',
      holds: (_, { id }, event) => (event as Records['event']).location === id,
    },
  },
  actors: { kind: 'actor', orders: ['NAME'], orderType: 'ThingOrder' },
  places: { kind: 'place', orders: ['NAME'], orderType: 'ThingOrder' },
  topics: { kind: 'topic', orders: ['NAME'], orderType: 'ThingOrder' },
  sources: { kind: 'source', orders: ['NAME'], orderType: 'ThingOrder' },
};

const cases: fc.Arbitrary<Case> = fc
  .constantFrom(
    ...(Object.keys(lists) as ListName[]),
    'statements' as const,
    'outcomes' as const,
    'articles' as const,
  )
  .chain((list) =>
    fc.record({
      list: fc.constant(list),
      where: wheres(lists[list], 3),
      orderBy: fc.record({
        field: fc.constantFrom(...listed[list].orders),
        direction: fc.constantFrom('ASC' as const, 'DESC' as const),
      }),
      size: fc.integer({ min: 1, max: 8 }),
      preview: fc.boolean(),
      owner: listed[list].owner ? fc.option(fc.nat(9), { nil: undefined, freq: 2 }) : fc.constant(undefined),
    }),
  );

// Every question to a database is a journey to another process, so fewer are asked of it unless somebody wants more.
test.each([
  ['SQLite', propertyRuns(250)],
  ['PostgreSQL', propertyRuns(60)],
] as const)(
  'lists of %s with any filter hold what each record by itself says, in their order, on every page (%i cases)',
  async (name, runs) => {
    await fc.assert(
      fc.asyncProperty(
        corpora,
        fc.array(cases, { minLength: CASES_OF_A_CORPUS, maxLength: CASES_OF_A_CORPUS }),
        async (lines, drawn) => {
          const corpus = await compiled(lines, places[name]);
          try {
            const views = [false, true].map((preview): View => ({ now: NOW, preview }));
            const naive = await Promise.all(
              views.map((view) => NaiveCorpus.seen(corpus.entries, corpus.store.reader(view))),
            );
            for (const each of drawn) await agrees(each, corpus, naive[each.preview ? 1 : 0]!);
            for (const [index, view] of views.entries())
              await relatedAgree(corpus.store.reader(view), naive[index]!);
          } finally {
            await corpus.remove();
          }
        },
      ),
      { numRuns: Math.ceil(runs / CASES_OF_A_CORPUS) },
    );
  },
  60 * 60 * 1000,
);

async function agrees(drawn: Case, corpus: Compiled, naive: NaiveCorpus): Promise<void> {
  const { list, where, orderBy, size, preview, owner } = drawn;
  const told = JSON.stringify(drawn);
  const { kind, owner: ownerKind } = listed[list];
  const owners = ownerKind ? naive.all(ownerKind.kind) : [];
  const owning = owner === undefined ? undefined : owners[owner % owners.length];
  const reader = corpus.store.reader({ now: NOW, preview });
  const ask = (args: object) => connection(reader, list, owning?.id, { where, orderBy, ...args });
  if (hasTurnedRange(where)) {
    expect((await ask({ first: 1 })).codes).toEqual(['BAD_FILTER']);
    return;
  }
  const all: AnyRecord[] = naive.all(kind);
  const members = owning ? all.filter((record) => ownerKind!.holds(naive, owning, record)) : all;
  const expected = naive.sorted(
    kind,
    members.filter((record) => naive.matches(record, where)),
    orderBy,
  );
  for (const backward of [false, true]) {
    const found: string[] = [];
    let cursor: string | null = null;
    for (let more = true; more;) {
      const { list: page, codes } = await ask(
        backward ? { last: size, before: cursor } : { first: size, after: cursor },
      );
      expect(codes, told).toEqual([]);
      expect(page.totalCount, told).toBe(expected.length);
      const ids = page.edges.map(({ node }) => node.id);
      found.splice(backward ? 0 : found.length, 0, ...ids);
      expect(backward ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage).toBe(
        found.length > ids.length,
      );
      more = backward ? page.pageInfo.hasPreviousPage : page.pageInfo.hasNextPage;
      expect(more).toBe(found.length < expected.length);
      cursor = backward ? page.pageInfo.startCursor : page.pageInfo.endCursor;
    }
    expect(found, told).toEqual(expected);
  }
}

async function relatedAgree(reader: CorpusReader, naive: NaiveCorpus): Promise<void> {
  for (const article of naive.all('article')) {
    const expected = naive.related(article);
    const found: string[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const answer = await execute({
        schema,
        document: related,
        variableValues: { id: article.id, after },
        contextValue: createContext(reader),
      });
      expect(answer.errors).toBeUndefined();
      const page = (answer.data as unknown as { node: { related: Connection } }).node.related;
      expect(page.totalCount).toBe(expected.length);
      found.push(...page.edges.map(({ node }) => node.id));
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    expect(found).toEqual(expected);
  }
}

interface Connection {
  readonly edges: readonly { readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

const selection =
  '{ edges { node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }';
const related = parse(
  `query ($id: ID!, $after: String) { node(id: $id) { ... on Article { related(first: 2, after: $after) ${selection} } } }`,
);
const documents = Object.fromEntries(
  (Object.keys(lists) as ListName[]).map((list) => {
    const { orderType, owner } = listed[list];
    const variables = `$where: ${lists[list]}, $orderBy: ${orderType}, $first: Int, $after: String, $last: Int, $before: String`;
    const field = `list: ${list}(where: $where, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) ${selection}`;
    return [
      list,
      {
        all: parse(`query (${variables}) { ${field} }`),
        of: parse(
          `query (${variables}, $id: ID!) { node(id: $id) { ... on ${owner?.type ?? 'Topic'} { ${owner ? field : 'id'} } } }`,
        ),
      },
    ];
  }),
);

async function connection(
  reader: CorpusReader,
  list: ListName,
  owner: string | undefined,
  args: object,
): Promise<{ list: Connection; codes: unknown[] }> {
  const { all, of } = documents[list]!;
  const document = owner === undefined ? all : of;
  const { data, errors } = await execute({
    schema,
    document,
    variableValues: { ...args, ...(owner !== undefined && { id: owner }) },
    contextValue: createContext(reader),
  });
  const codes = (errors ?? []).map(
    (error) => (error.originalError as { code?: unknown } | undefined)?.code ?? error.message,
  );
  const { list: root, node } = (data ?? {}) as { list?: Connection; node?: { list: Connection } };
  return { list: (root ?? node?.list)!, codes };
}

function hasTurnedRange(where: WhereJson): boolean {
  return Object.values(where).some((value) => {
    if (typeof value !== 'object' || value === null) return false;
    if (Array.isArray(value))
      return value.some((one) => typeof one === 'object' && hasTurnedRange(one as WhereJson));
    return 'match' in value ? isTurnedRound(value as never) : hasTurnedRange(value as WhereJson);
  });
}
