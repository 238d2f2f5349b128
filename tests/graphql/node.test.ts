// Records by global id and by slug.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { useCorpus } from './corpus.ts';

const { ask } = useCorpus();

test('every record of every list is found again by its id', async () => {
  const lists = await ask(`{
    articles(first: 100) { nodes { id corrections { id } } }
    actors(first: 100) { nodes { id } }
    statements(first: 100) { nodes { id } }
    outcomes(first: 100) { nodes { id history { id } } }
    events(first: 100) { nodes { id } }
    places(first: 100) { nodes { id } }
    topics(first: 100) { nodes { id } }
    sources(first: 100) { nodes { id } }
  }`);
  const ids = [...JSON.stringify(lists).matchAll(/"id":"([^"]+)"/g)].map((match) => String(match[1]));
  expect(new Set(ids.map((id) => id.slice(0, id.indexOf(':')))).size).toBe(12);
  for (let from = 0; from < ids.length; from += 100) {
    const some = ids.slice(from, from + 100);
    const { data, errors } = await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }', {
      ids: some,
    });
    expect(errors).toBeUndefined();
    expect((data as { nodes: unknown[] }).nodes).toEqual(
      some.map((id) => ({ id, __typename: id.slice(0, id.indexOf(':')) })),
    );
  }
});

test('an unknown slug and an unknown id give null without an error', async () => {
  const answer = await ask(`{
    article(slug: "no-such-article") { id }
    actor(slug: "no-such-actor") { id }
    statement(slug: "istanbul-talks-stall/no-such-statement") { id }
    place(slug: "Not A Slug") { id }
    topic(slug: "") { id }
    node(id: "Article:no-such-article") { id }
    wrongType: node(id: "Person:ukraine") { id }
    nodes(ids: ["Place:istanbul", "Place:nowhere"]) { id }
  }`);
  expect(answer).toEqual({
    data: {
      article: null,
      actor: null,
      statement: null,
      place: null,
      topic: null,
      node: null,
      wrongType: null,
      nodes: [{ id: 'Place:istanbul' }, null],
    },
  });
});

test.each([
  'nonsense',
  'Nonsense:istanbul',
  'Place:',
  ':istanbul',
  'Place:Istanbul',
  'Place:a/b/c',
  '__proto__:x',
  'constructor:x',
  'Place:istanbul\u0000',
  'x'.repeat(1_000_000),
])('the malformed id %# gives the error BAD_ID', async (id) => {
  const { data, errors } = await ask('query ($id: ID!) { node(id: $id) { id } }', { id });
  expect(data).toEqual({ node: null });
  expect(errors).toEqual([
    {
      code: 'BAD_ID',
      path: ['node'],
      message:
        'The id is not one that this service gives out: ids look like `Article:istanbul-talks-stall`; take them from an answer.',
    },
  ]);
});

test('any text at all as an id is a record, null, or BAD_ID', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc
          .tuple(fc.constantFrom('Article', 'Person', 'Statement'), fc.string())
          .map((parts) => parts.join(':')),
      ),
      async (id) => {
        const { errors } = await ask('query ($id: ID!) { node(id: $id) { id } }', { id });
        expect(errors?.map((error) => error.code) ?? []).toEqual(errors ? ['BAD_ID'] : []);
      },
    ),
    { numRuns: 300 },
  );
});

test('more than 100 ids at once are refused, and the limit is named', async () => {
  const ids = Array.from({ length: 101 }, () => 'Place:istanbul');
  expect((await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).errors).toMatchObject([
    {
      code: 'BAD_PAGE',
      message: '`ids` has 101 ids, and 100 is the most: ask for them in several requests.',
    },
  ]);
});

test('a date that is none gives BAD_DATE and says what to write instead', async () => {
  const inline = await ask('{ actor(slug: "rustem-umerov") { offices(asOf: "2025-21") { roleName } } }');
  const variable = await ask(
    'query ($day: EDTF) { actor(slug: "rustem-umerov") { offices(asOf: $day) { roleName } } }',
    { day: 'yesterday' },
  );
  expect(inline.errors).toMatchObject([
    {
      code: 'BAD_DATE',
      message: '"2025-21" is a season, which is not taken: write its months, for example "2025-03/2025-05"',
    },
  ]);
  expect(variable.errors).toMatchObject([
    { code: 'BAD_DATE', message: expect.stringContaining('write for example "2025-05-16"') },
  ]);
});
