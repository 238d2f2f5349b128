// Values that are sent to break a store or its queries: numbers, ids, cursors, texts and filters, on both stores and every way.
import { resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openCorpus } from '../../src/corpus.ts';
import type { Store } from '../../src/store/store.ts';
import { database } from '../postgres/database.ts';
import { openBundled } from '../server/running.ts';
import { cheaply, quickly } from './bounds.ts';
import { codesOf, type Received, start, type Way } from './ways.ts';

const content = resolve(import.meta.dirname, '../../content');

async function openInDatabase(): Promise<Store> {
  const opened = await openCorpus({ content, store: await database() });
  if (!opened.store) throw new Error(JSON.stringify(opened.compilation.problems));
  const { store } = opened;
  onTestFinished(() => store.close());
  return store;
}

const stores = [
  ['SQLite', openBundled],
  ['PostgreSQL', openInDatabase],
] as const;

const MEGABYTE = 900_000;
const NUL = 'a\u0000b';
const LONE = 'a\ud800b';
/** Of the processor, for what is asked and for its answer, and on the clock, which the database goes by. */
const MOST_MILLISECONDS = 250;
const MOST_MILLISECONDS_ON_THE_CLOCK = 1_000;
const ask = (way: Way, query: string, variables?: object): Promise<Received> => {
  const label = `${query} ${JSON.stringify(variables)?.slice(0, 200)}`;
  return quickly(MOST_MILLISECONDS_ON_THE_CLOCK, label, () =>
    cheaply(MOST_MILLISECONDS, label, () => way.ask({ body: { query, variables } })),
  );
};

/** On every way, with one label for what is asked. */
async function eachWay(
  open: () => Promise<Store>,
  look: (ask: (query: string, variables?: object) => Promise<Received>, way: Way) => Promise<void>,
): Promise<void> {
  const { ways, reports } = await start(await open());
  for (const way of ways) await look((query, variables) => ask(way, query, variables), way);
  // Nothing of all this is a mistake of the service.
  expect(reports).toEqual([]);
}

test.each(stores)('numbers beyond a page are refused with the limit: %s', (_, open) =>
  eachWay(open, async (ask) => {
    for (const number of [-1, 101, 1_000_000, 2 ** 31 - 1]) {
      for (const argument of ['first', 'last']) {
        const answers = [
          await ask(`{ articles(${argument}: ${number}) { totalCount } }`),
          await ask(`query ($n: Int) { articles(${argument}: $n) { totalCount } }`, { n: number }),
        ];
        for (const answer of answers) {
          expect(codesOf(answer)).toEqual(['BAD_PAGE']);
          expect(answer.json?.errors?.[0]?.message).toContain('from 0 to 100');
        }
      }
    }
    for (const number of ['2147483648', '1.5', '"1"', '9'.repeat(5_000)]) {
      const answer = await ask(`{ articles(first: ${number}) { totalCount } }`);
      expect(codesOf(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
      expect(answer.text.length).toBeLessThan(1_000);
    }
    for (const n of [2 ** 31, 1.5, '1', 'x'.repeat(MEGABYTE), [[1]], {}]) {
      const answer = await ask('query ($n: Int) { articles(first: $n) { totalCount } }', { n });
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
      expect(answer.text.length).toBeLessThan(1_000);
    }
    expect(codesOf(await ask('{ articles(first: 1, last: 1) { totalCount } }'))).toEqual(['BAD_PAGE']);
    expect(codesOf(await ask('{ search(text: "a") { facets(first: 101) { field } } }'))).toEqual([
      'BAD_PAGE',
    ]);
  }),
);

test.each(stores)('ids and cursors that were made up are refused or find nothing: %s', (_, open) =>
  eachWay(open, async (ask) => {
    const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const real = (await ask('{ articles(first: 1) { pageInfo { endCursor } } }')).json?.data as {
      articles: { pageInfo: { endCursor: string } };
    };
    const { endCursor } = real.articles.pageInfo;
    const [scope, ...position] = JSON.parse(Buffer.from(endCursor, 'base64url').toString()) as [
      string,
      ...unknown[],
    ];
    const cursors = [
      '',
      'bm9uc2Vuc2U=',
      'x'.repeat(MEGABYTE),
      endCursor.slice(0, -3),
      `${endCursor}AAAA`,
      cursorOf([scope]),
      cursorOf([scope, ...position, 1]),
      cursorOf([scope, ...position.map(() => null)]),
      cursorOf([scope, ...position.map(() => [1])]),
      cursorOf([scope, ...position.map(() => '__proto__')]),
      cursorOf(['__proto__', ...position]),
      cursorOf({ __proto__: 1 }),
      NUL,
      LONE,
    ];
    for (const after of cursors) {
      const answer = await ask('query ($after: String) { articles(after: $after) { nodes { id } } }', {
        after,
      });
      expect(codesOf(answer), after.slice(0, 80)).toEqual(['BAD_CURSOR']);
    }
    // Of the right shape, whatever they say: a page, or a refusal.
    for (const text of [NUL, LONE, "'; DROP TABLE article; --", 'x'.repeat(100_000)]) {
      const after = cursorOf([scope, ...position.map((part) => (typeof part === 'string' ? text : part))]);
      const answer = await ask('query ($after: String) { articles(after: $after) { nodes { id } } }', {
        after,
      });
      if (answer.json?.data === null || codesOf(answer).length > 0)
        expect(codesOf(answer)).toEqual(['BAD_CURSOR']);
    }
    const other = await ask('query ($after: String) { events(after: $after) { nodes { id } } }', {
      after: endCursor,
    });
    expect(codesOf(other)).toEqual(['BAD_CURSOR']);

    for (const id of [
      '',
      'nonsense',
      '__proto__:x',
      'constructor:toString',
      NUL,
      LONE,
      'x'.repeat(MEGABYTE),
      `Article:${'x'.repeat(MEGABYTE)}`,
      'Article:a\u0000b',
      'Article:../a',
    ]) {
      expect(
        codesOf(await ask('query ($id: ID!) { node(id: $id) { id } }', { id })),
        id.slice(0, 80),
      ).toEqual(['BAD_ID']);
    }
    for (const slug of ['', NUL, LONE, '__proto__', '../a', 'x'.repeat(MEGABYTE)]) {
      const { json } = await ask(
        'query ($slug: String!) { article(slug: $slug) { id } actor(slug: $slug) { id } }',
        { slug },
      );
      expect(json, slug.slice(0, 80)).toEqual({ data: { article: null, actor: null } });
    }
    expect(
      codesOf(await ask('query ($i: [ID!]!) { nodes(ids: $i) { id } }', { i: Array(101).fill('Article:a') })),
    ).toEqual(['BAD_PAGE']);
    expect(
      codesOf(
        await ask('query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
          r: Array(1_001).fill({ __typename: 'Article', id: 'Article:a' }),
        }),
      ),
    ).toEqual(['BAD_REPRESENTATION']);
  }),
);

test.each(stores)('representations of nothing are null, and disturb no others: %s', (_, open) =>
  eachWay(open, async (ask) => {
    const representations = [
      { __typename: '__proto__', id: 'a' },
      { __typename: 'constructor', id: 'a' },
      { __typename: 'Article', id: { a: 1 } },
      { __typename: 'Article', id: NUL },
      { __typename: 'Person', wikidataId: NUL },
      { __typename: 'Person', wikidataId: LONE },
      { __typename: 'Person', wikidataId: 'Q'.repeat(100_000) },
      null,
      7,
      [],
      { __typename: 'Article', id: 'Article:istanbul-talks-stall' },
    ].filter((each) => each !== null);
    const { json } = await ask('query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
      r: representations,
    });
    expect(json?.data).toEqual({
      _entities: [...Array(representations.length - 1).fill(null), { __typename: 'Article' }],
    });
    expect(new Set(codesOf({ json } as Received))).toEqual(new Set(['BAD_REPRESENTATION']));
  }),
);

test.each(stores)('any text may be searched for: %s', (_, open) =>
  eachWay(open, async (ask) => {
    const texts = [
      "' OR 1=1 --",
      'title:x',
      'NEAR(a b)',
      '"',
      '"a',
      '*',
      '^',
      '-',
      '-a',
      'AND OR NOT',
      'a AND',
      NUL,
      '\u0000',
      LONE,
      '\u202e\u200f',
      '!!! ...',
      '',
      '   ',
      '('.repeat(5_000),
      'a '.repeat(5_000),
      'x'.repeat(10_000),
      '\\',
      '%_%',
      "'; DROP TABLE article; --",
      '$1',
      ':x',
      '\u{1d518}',
      'é'.repeat(3_000),
    ];
    for (const text of texts) {
      const { json } = await ask(
        'query ($text: String!) { search(text: $text) { totalCount nodes { __typename } facets { field } } }',
        { text },
      );
      expect(json?.errors, text.slice(0, 40)).toBeUndefined();
      const filtered = await ask(
        'query ($text: String) { articles(where: { text: $text }) { totalCount } actors(where: { name: $text }) { totalCount } }',
        { text },
      );
      const codes = codesOf(filtered);
      if (codes.length > 0) expect(new Set(codes), text.slice(0, 40)).toEqual(new Set(['BAD_FILTER']));
    }
    expect(
      codesOf(
        await ask('query ($text: String!) { search(text: $text) { totalCount } }', {
          text: 'x'.repeat(10_001),
        }),
      ),
    ).toEqual(['BAD_SEARCH']);
  }),
);

test.each(stores)('filters of any values are answered or refused: %s', (_, open) =>
  eachWay(open, async (ask) => {
    const query = 'query ($w: ArticleWhere) { articles(where: $w) { totalCount } }';
    const lists = ['about', 'author', 'event', 'mentions', 'publisher', 'inLanguage'];
    for (const field of lists) {
      expect(
        codesOf(
          await ask(query, { w: { [field]: Array(101).fill(field === 'inLanguage' ? 'en' : 'Topic:a') } }),
        ),
        field,
      ).toEqual(['BAD_FILTER']);
      for (const value of [NUL, LONE, '__proto__', "' OR 1=1 --", 'x'.repeat(50_000)]) {
        const answer = await ask(query, { w: { [field]: [value] } });
        const codes = codesOf(answer);
        if (codes.length > 0)
          expect(['BAD_FILTER', 'BAD_USER_INPUT', 'BAD_VALUE'], `${field} ${value.slice(0, 20)}`).toContain(
            codes[0],
          );
      }
    }
    for (const wikidataId of [NUL, LONE, "' OR 1=1 --"]) {
      const codes = codesOf(
        await ask('query ($w: ActorWhere) { actors(where: $w) { totalCount } }', {
          w: { wikidataId: [wikidataId] },
        }),
      );
      if (codes.length > 0) expect(codes).toEqual(['BAD_FILTER']);
    }
    const nested = (depth: number, key: string) => {
      let w: object = {};
      for (let at = 0; at < depth; at += 1) w = { [key]: key === 'NOT' ? w : [w] };
      return w;
    };
    for (const key of ['AND', 'OR', 'NOT'])
      expect(codesOf(await ask(query, { w: nested(10, key) })), key).toEqual(['BAD_FILTER']);
    expect(codesOf(await ask(query, { w: { AND: Array(101).fill({}) } }))).toEqual(['BAD_FILTER']);
    for (const key of ['__proto__', 'constructor', 'toString']) {
      const w = JSON.parse(`{"${key}":{"admin":true}}`) as object;
      expect(codesOf(await ask(query, { w })), key).toEqual(['BAD_USER_INPUT']);
    }
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  }),
);
