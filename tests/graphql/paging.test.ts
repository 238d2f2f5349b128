// Relay pages over the bundled content: every list, both ways, and what comes back for bad arguments.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { useCorpus } from './corpus.ts';

const { ask } = useCorpus();

interface Connection {
  edges: { cursor: string; node: { id: string } }[];
  nodes: { id: string }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  totalCount: number;
}

const lists = [
  'articles',
  'actors',
  'statements',
  'outcomes',
  'events',
  'places',
  'topics',
  'sources',
] as const;
const orders: Readonly<Record<(typeof lists)[number], readonly string[]>> = {
  articles: ['DATE_PUBLISHED', 'DATE_MODIFIED', 'HEADLINE'],
  statements: ['DATE_UTTERED', 'READING_ORDER'],
  outcomes: ['LAST_CHANGE', 'NAME'],
  events: ['START_DATE', 'NAME'],
  actors: ['NAME'],
  places: ['NAME'],
  topics: ['NAME'],
  sources: ['NAME'],
};

async function page(list: string, args: string): Promise<Connection> {
  const answer = await ask(
    `{ list: ${list}(${args}) { edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }`,
  );
  expect(answer.errors).toBeUndefined();
  return (answer.data as { list: Connection }).list;
}

test.each(
  lists.flatMap((list) =>
    orders[list].flatMap((field) => ['ASC', 'DESC'].map((direction) => ({ list, field, direction }))),
  ),
)(
  '$list by $field $direction are the same forward, backward and at once',
  async ({ list, field, direction }) => {
    const orderBy = `orderBy: { field: ${field}, direction: ${direction} }`;
    const whole = await page(list, `first: 100, ${orderBy}`);
    const ids = whole.edges.map((edge) => edge.node.id);
    expect(new Set(ids).size).toBe(whole.totalCount);
    expect(whole.nodes.map((node) => node.id)).toEqual(ids);
    expect(whole.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 7 }), fc.boolean(), async (size, backward) => {
        const found: string[] = [];
        let cursor: string | null = null;
        for (let more = true; more;) {
          const place: string = cursor === null ? '' : `, ${backward ? 'before' : 'after'}: "${cursor}"`;
          const { edges, pageInfo, totalCount }: Connection = await page(
            list,
            `${backward ? 'last' : 'first'}: ${size}, ${orderBy}${place}`,
          );
          expect(totalCount).toBe(whole.totalCount);
          expect(backward ? pageInfo.hasNextPage : pageInfo.hasPreviousPage).toBe(found.length > 0);
          if (backward) found.unshift(...edges.map((edge) => edge.node.id));
          else found.push(...edges.map((edge) => edge.node.id));
          cursor = backward ? pageInfo.startCursor : pageInfo.endCursor;
          more = backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage;
        }
        expect(found).toEqual(ids);
      }),
      { numRuns: 6 },
    );
  },
);

test('a descending list is the ascending one turned round, but for records without the date, which stay last', async () => {
  const both = await Promise.all(
    ['ASC', 'DESC'].map((direction) =>
      page('statements', `first: 100, orderBy: { field: DATE_UTTERED, direction: ${direction} }`),
    ),
  );
  const [ascending, descending] = both.map(({ nodes }) => nodes.map(({ id }) => id));
  const dates = await ask('{ statements(first: 100) { nodes { id dateUttered } } }');
  const undated = new Set(
    (dates.data as { statements: { nodes: { id: string; dateUttered: string | null }[] } }).statements.nodes
      .filter((node) => node.dateUttered === null)
      .map((node) => node.id),
  );
  const dated = (ids: string[] | undefined) => ids?.filter((id) => !undated.has(id));
  expect(dated(descending)).toEqual(dated(ascending)?.reverse());
  expect(ascending?.slice(ascending.length - undated.size).every((id) => undated.has(id))).toBe(true);
  expect(descending?.slice(descending.length - undated.size).every((id) => undated.has(id))).toBe(true);
});

test('a page has 20 records where nobody says how many', async () => {
  expect((await page('statements', 'orderBy: { field: READING_ORDER }')).edges).toHaveLength(20);
});

test('a page of no records still tells where it lies', async () => {
  expect(await page('topics', 'first: 0')).toMatchObject({
    edges: [],
    pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null },
  });
});

test.each([
  [
    'first: 101',
    'BAD_PAGE',
    '`first` is 101, and a page has from 0 to 100 records: ask for fewer and go on with `after` or `before`.',
  ],
  [
    'first: -1',
    'BAD_PAGE',
    '`first` is -1, and a page has from 0 to 100 records: ask for fewer and go on with `after` or `before`.',
  ],
  [
    'last: 2147483647',
    'BAD_PAGE',
    '`last` is 2147483647, and a page has from 0 to 100 records: ask for fewer and go on with `after` or `before`.',
  ],
  ['first: 1, last: 1', 'BAD_PAGE', '`first` and `last` were given together: give one of them.'],
  [
    'after: "nonsense"',
    'BAD_CURSOR',
    'The cursor is not one of this list in this order: take cursors from an answer of the same field with the same `orderBy`.',
  ],
  [
    'after: ""',
    'BAD_CURSOR',
    'The cursor is not one of this list in this order: take cursors from an answer of the same field with the same `orderBy`.',
  ],
])('topics(%s) gives the error %s', async (args, code, message) => {
  expect(await ask(`{ topics(${args}) { totalCount } }`)).toEqual({
    data: null,
    errors: [{ code, message, path: ['topics'] }],
  });
});

test('a cursor of another list or another order is refused', async () => {
  const { edges } = await page('topics', 'first: 1');
  for (const list of ['places', 'articles', 'topics(orderBy: { direction: DESC })']) {
    const field = list.includes('(')
      ? list.replace(')', `, after: "${edges[0]?.cursor}")`)
      : `${list}(after: "${edges[0]?.cursor}")`;
    expect((await ask(`{ ${field} { nodes { id } } }`)).errors).toMatchObject([{ code: 'BAD_CURSOR' }]);
  }
});

test('any altered cursor is refused or is another place, never a failure inside', async () => {
  const { edges } = await page('statements', 'first: 1');
  const cursor = String(edges[0]?.cursor);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(cursor.length - 1),
      fc.constantFrom(...'ABCabc012_-='),
      fc.boolean(),
      async (at, letter, cut) => {
        const altered = cut ? cursor.slice(0, at) : cursor.slice(0, at) + letter + cursor.slice(at + 1);
        const { errors } = await ask(
          'query ($after: String) { statements(first: 1, after: $after) { edges { cursor } } }',
          { after: altered },
        );
        expect(errors?.map((error) => error.code) ?? ['none']).toEqual([
          expect.stringMatching(/^(?:none|BAD_CURSOR)$/),
        ]);
      },
    ),
    { numRuns: 200 },
  );
});

test('the answers to a statement and the mentions of an article are pages too', async () => {
  const query = `query ($first: Int, $after: String) {
    article(slug: "istanbul-talks-stall") {
      mentions(first: $first, after: $after) { edges { cursor matchedName } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount }
    }
  }`;
  type Mentions = {
    edges: { cursor: string; matchedName: string }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
    totalCount: number;
  };
  const mentions = async (variables: object) =>
    ((await ask(query, { ...variables })).data as { article: { mentions: Mentions } }).article.mentions;
  const whole = await mentions({ first: 100 });
  const names: string[] = [];
  let after: string | null = null;
  for (let more = true; more;) {
    const part: Mentions = await mentions({ first: 4, after });
    expect(part.totalCount).toBe(whole.totalCount);
    expect(part.pageInfo.hasPreviousPage).toBe(names.length > 0);
    names.push(...part.edges.map((edge) => edge.matchedName));
    after = part.pageInfo.endCursor;
    more = part.pageInfo.hasNextPage;
  }
  expect(names).toEqual(whole.edges.map((edge) => edge.matchedName));
  expect(whole.totalCount).toBeGreaterThan(10);
});
