// Operations that come again are compiled, and answered as they were before.
import { buildSchema, type GraphQLObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { defaultLimits } from '../../src/server/limits.ts';
import { ServedCorpus } from '../../src/server/served-corpus.ts';
import { createServer } from '../../src/server/server.ts';
import type { Store } from '../../src/store/store.ts';
import { useCorpus } from '../graphql/corpus.ts';
import { randomQuery } from '../graphql/random-query.ts';
import { samples } from '../graphql/samples.ts';
import { many } from '../many.ts';
import { storeOf } from './stores.ts';

// More often than an operation has to come before it is compiled.
const TIMES = 6;
const GENERATED = many(50, 1_000);

const corpus = useCorpus();

function serverOf(store: Store, compiledOperations: number, served = schema) {
  const server = createServer({
    schema: served,
    corpus: new ServedCorpus(store),
    limits: { ...defaultLimits, compiledOperations },
    report: () => undefined,
    isStopping: () => false,
  });
  return async (query: string, more: object = {}) => {
    const response = await server.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query, ...more }),
    });
    const answer = (await response.text()).replace(/"requestId":"[^"]+"/g, '"requestId":"…"');
    return `${response.status} ${withErrorsInOrder(answer)}`;
  };
}

/** An answer with its errors in one order. The specification gives them none: each stands where its field came to its end. */
function withErrorsInOrder(answer: string): string {
  const { errors, ...rest } = JSON.parse(answer) as { readonly errors?: readonly object[] };
  return errors
    ? JSON.stringify({ errors: errors.map((each) => JSON.stringify(each)).toSorted(), ...rest })
    : answer;
}

async function expectSame(query: string, more: readonly object[] = [{}]): Promise<void> {
  const [interpreted, compiled] = [serverOf(corpus.store, 0), serverOf(corpus.store, 200)];
  for (let time = 1; time <= TIMES; time += 1)
    for (const each of more)
      expect(await compiled(query, each), `${query} ${JSON.stringify(each)}`).toBe(
        await interpreted(query, each),
      );
}

test(
  `${GENERATED} generated queries`,
  async () => {
    const [interpreted, compiled] = [serverOf(corpus.store, 0), serverOf(corpus.store, 200)];
    for (let seed = 1; seed <= GENERATED; seed += 1) {
      const query = randomQuery(schema, samples, seed, 2 + (seed % 4));
      const expected = await interpreted(query);
      for (let time = 1; time < TIMES; time += 1) await compiled(query);
      expect(await compiled(query), query).toBe(expected);
    }
  },
  60_000 + GENERATED * 100,
);

test('variables: given, left out, null, of every sort, and those that do not fit', () =>
  expectSame(
    `query ($slug: String!, $first: Int = 2, $where: StatementWhere, $with: Boolean = true, $asOf: EDTF) {
      article(slug: $slug) {
        headline @include(if: $with)
        statements(first: $first, where: $where) { totalCount nodes { id text @skip(if: $with) } }
      }
      outcome(slug: "prisoner-exchange") { status(asOf: $asOf) }
    }`,
    [
      { slug: 'istanbul-talks-stall' },
      { slug: 'istanbul-talks-stall', first: 3, with: false, asOf: '2025-05-20' },
      { slug: 'istanbul-talks-stall', first: null, where: null, asOf: null },
      { slug: 'istanbul-talks-stall', where: { kind: ['CLAIM'], OR: [{ voided: false }] } },
      { slug: 'istanbul-talks-stall', where: { kind: 'CLAIM' } },
      { slug: 'istanbul-talks-stall', where: { kind: ['NONE'] } },
      { slug: 'istanbul-talks-stall', where: { nothing: 1 } },
      { slug: 'istanbul-talks-stall', first: 101 },
      { slug: 'istanbul-talks-stall', first: '2' },
      { slug: 'istanbul-talks-stall', first: 1e10 },
      { slug: 'istanbul-talks-stall', asOf: 'yesterday' },
      { slug: 7 },
      { slug: null },
      {},
    ].map((variables) => ({ variables })),
  ));

test('operations by their names, fragments, aliases and abstract types', () =>
  expectSame(
    `query One { nodes(ids: ["Person:rustem-umerov", "Country:ukraine", "Place:kharkiv", "Person:nobody"]) { ...N } }
     query Two { a: actors(first: 3) { edges { cursor node { __typename ...A name } } } b: corpus { version } }
     fragment N on Node { id ... on Actor { name ...A } ... on Place { name latitude } }
     fragment A on Actor { id ... on Person { id offices { title } } }`,
    [{ operationName: 'One' }, { operationName: 'Two' }, { operationName: 'Three' }, {}],
  ));

test('what is asked of the schema, of which clients must not see how it is compiled', () =>
  expectSame(
    `query Q { __schema { ...S } corpus { version } t: __type(name: "Corpus") { name } __typename }
     fragment S on __Schema { types { name } }`,
  ));

test('what fails inside, and null where there must be something', async () => {
  const broken = buildSchema(
    'type Query { fine: Int bad: Int must: Must list: [Int!] } type Must { value: Int! }',
  );
  const fields = (broken.getQueryType() as GraphQLObjectType).getFields();
  fields['fine']!.resolve = () => 1;
  fields['bad']!.resolve = () => Promise.reject(new Error('secret'));
  fields['must']!.resolve = () => ({ value: null });
  fields['list']!.resolve = () => [1, null];
  const [interpreted, compiled] = [
    serverOf(storeOf('one'), 0, broken),
    serverOf(storeOf('one'), 200, broken),
  ];
  for (const query of ['{ fine bad }', '{ fine must { value } }', '{ fine list }', '{ fine }']) {
    const expected = await interpreted(query);
    for (let time = 1; time <= TIMES; time += 1) expect(await compiled(query), query).toBe(expected);
  }
});

test('from the fourth time on, whatever filters its variables hold, and not where little text stands for much code', async () => {
  const told = buildSchema(`
    input Where { AND: [Where!] OR: [Where!] NOT: Where other: Other }
    input Other { where: Where others: [Other!] }
    type Query { way(where: Where): Way! }
    type Way { isCompiled: Boolean! way: Way! }`);
  const fields = (told.getType('Way') as GraphQLObjectType).getFields();
  told.getQueryType()!.getFields()['way']!.resolve = () => ({});
  fields['way']!.resolve = () => ({});
  // Code brings a schema of its own.
  fields['isCompiled']!.resolve = (_, __, ___, info) => info.schema.getType('CoercedVariable') !== undefined;
  const ask = serverOf(storeOf('one'), 200, told);
  const variables = { where: { AND: [{ NOT: { other: { others: [] } } }] } };
  const query = 'query ($where: Where) { way(where: $where) { isCompiled } }';
  const answers = [];
  for (let time = 1; time <= 5; time += 1) answers.push(await ask(query, { variables }));
  expect(answers).toEqual(
    [false, false, false, true, true].map(
      (isCompiled) => `200 {"data":{"way":{"isCompiled":${isCompiled}}}}`,
    ),
  );

  const fragments = Array.from(
    { length: 10 },
    (_, place) => `fragment F${place} on Way { a: way { ...F${place + 1} } b: way { ...F${place + 1} } }`,
  );
  const doubled = `{ way { ...F0 } } ${fragments.join(' ')} fragment F10 on Way { isCompiled }`;
  for (let time = 1; time <= 5; time += 1) expect(await ask(doubled)).not.toContain('true');
});
