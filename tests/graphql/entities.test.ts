// What gateways ask: the SDL, and records by the keys under which other subgraphs know them.
import { describe, expect, test } from 'vitest';
import type { CorpusReader } from '../../src/store/store.ts';
import { today, useCorpus } from './corpus.ts';
import { actor, article, thing } from './small-content.ts';

const { ask, store } = lazily(useCorpus());

const fields = `__typename
  ... on Person { id name }
  ... on Organization { id name }
  ... on Country { id name isoCode }
  ... on Article { id }
  ... on Statement { id }
  ... on Event { id }
  ... on Outcome { id }
  ... on StatusChange { id }
  ... on Correction { id }
  ... on Place { id name }
  ... on Topic { id }
  ... on Source { id }`;

const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${fields} } }`;

async function entities(...representations: readonly unknown[]): Promise<unknown> {
  return ask(query, { representations });
}

test('a record is found by its id, by a former one, and by its Wikidata item, through its type or the interface', async () => {
  const ukraine = { __typename: 'Country', id: 'Country:ukraine', name: 'Ukraine', isoCode: 'UA' };
  const istanbul = { __typename: 'Place', id: 'Place:istanbul', name: 'Istanbul' };
  expect(
    await entities(
      { __typename: 'Country', id: 'Country:ukraine' },
      { __typename: 'Country', wikidataId: 'Q212' },
      { __typename: 'Actor', id: 'Country:ukraine' },
      { __typename: 'Actor', wikidataId: 'Q212' },
      { __typename: 'Place', wikidataId: 'Q406' },
      { __typename: 'Article', id: 'Article:istanbul-talks-stall' },
    ),
  ).toEqual({
    data: {
      _entities: [
        ukraine,
        ukraine,
        ukraine,
        ukraine,
        istanbul,
        { __typename: 'Article', id: 'Article:istanbul-talks-stall' },
      ],
    },
  });
});

test('a key of nobody, of a record of another type, or null is null without an error', async () => {
  expect(
    await entities(
      { __typename: 'Person', wikidataId: 'Q1' },
      { __typename: 'Person', wikidataId: 'no item' },
      { __typename: 'Person', id: 'Person:nobody' },
      { __typename: 'Person', id: 'nonsense' },
      { __typename: 'Person', id: 7 },
      { __typename: 'Person', id: 'Country:ukraine' },
      { __typename: 'Person', wikidataId: 'Q212' },
      { __typename: 'Place', wikidataId: 'Q212' },
      { __typename: 'Person', id: 'Wikidata of actor:Q212' },
      { __typename: 'Actor', wikidataId: null },
      { __typename: 'Article', id: null },
    ),
  ).toEqual({ data: { _entities: Array.from({ length: 11 }, () => null) } });
});

test('what is no representation is null with an error at its own path; the others are answered', async () => {
  const answer = (await entities(
    { __typename: 'Place', id: 'Place:istanbul' },
    { id: 'Place:istanbul' },
    { __typename: 'Place' },
    { __typename: 'Nothing', id: 'Place:istanbul' },
    { __typename: 'Corpus', id: 'Corpus:current' },
    { __typename: 'Article', wikidataId: 'Q1' },
    { __typename: 'Place', id: { id: 'Place:istanbul' } },
    { __typename: 'constructor', id: 'Place:istanbul' },
    'Place:istanbul',
    ['Place:istanbul'],
    { __typename: 'Place', wikidataId: 'Q406' },
  )) as { data: { _entities: unknown[] }; errors: { message: string; path: unknown[]; code: string }[] };
  const istanbul = { __typename: 'Place', id: 'Place:istanbul', name: 'Istanbul' };
  expect(answer.data._entities).toEqual([istanbul, ...Array.from({ length: 9 }, () => null), istanbul]);
  expect(answer.errors.map(({ path }) => path)).toEqual(
    Array.from({ length: 9 }, (_, index) => ['_entities', index + 1]),
  );
  expect(new Set(answer.errors.map(({ code }) => code))).toEqual(new Set(['BAD_REPRESENTATION']));
  expect(answer.errors.map(({ message }) => message.replace(/: send .*/, ''))).toEqual([
    'The representation has no `__typename`',
    'The representation has neither `id` nor `wikidataId`',
    'The representation is of a type of which there are no entities here',
    'The representation is of a type of which there are no entities here',
    'The representation has no `id`',
    'The representation has something as `id` that is no text',
    'The representation is of a type of which there are no entities here',
    'The representation is not an object',
    'The representation is not an object',
  ]);
});

test('more than 1,000 representations are refused as a whole', async () => {
  const many = Array.from({ length: 1001 }, () => ({ __typename: 'Place', id: 'Place:istanbul' }));
  expect(await ask(query, { representations: many })).toMatchObject({
    errors: [{ code: 'BAD_REPRESENTATION', message: expect.stringContaining('1000 is the most') }],
  });
});

test('1,000 representations of five types, by id, by Wikidata item and through the interface, take one call to the store', async () => {
  const calls: string[] = [];
  const reader = new Proxy<CorpusReader>(store().reader(today), {
    get(target, method) {
      const value: unknown = Reflect.get(target, method);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        calls.push(String(method));
        return (value as (...args: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  const kinds = [
    { __typename: 'Person', id: 'Person:rustem-umerov' },
    { __typename: 'Actor', wikidataId: 'Q212' },
    { __typename: 'Place', wikidataId: 'Q406' },
    { __typename: 'Statement', id: 'Statement:istanbul-talks-stall/lasting-war' },
    { __typename: 'Outcome', id: 'Outcome:prisoner-exchange' },
  ];
  // Every key is another one, so that nothing is answered by what was read for its neighbour.
  const representations = Array.from({ length: 1000 }, (_, index) => {
    const one = kinds[index % 5]!;
    if (index < 5) return one;
    return 'id' in one ? { ...one, id: `${one.id}-${index}` } : { ...one, wikidataId: `Q9${index}` };
  });
  const answer = (await ask(query, { representations }, reader)) as {
    data: { _entities: unknown[] };
    errors?: unknown;
  };
  expect(answer.errors).toBeUndefined();
  expect(answer.data._entities.slice(0, 5)).not.toContain(null);
  expect(answer.data._entities.slice(5)).toEqual(Array.from({ length: 995 }, () => null));
  expect(calls).toEqual(['records']);
});

test('the service tells its SDL, without the fields that only gateways ask for', async () => {
  const { data } = (await ask('{ _service { sdl } }')) as { data: { _service: { sdl: string } } };
  expect(data._service.sdl).toContain(
    'type Person implements Actor & Node & Thing @key(fields: "id") @key(fields: "wikidataId")',
  );
  expect(data._service.sdl).not.toMatch(/_entities|_service|_Any/);
});

describe('what is hidden', () => {
  const hidden = useCorpus({
    'articles/secret.md': article('Zoe Quiet spoke.', 'pubStatus: WITHHELD'),
    'actors/zoe-quiet.yaml': actor('PERSON', 'Zoe Quiet', 'wikidataId: Q77\n'),
    'places/town.yaml': thing('Town', 'wikidataId: Q78\nformerSlug: [village]\n'),
  });
  const representations = [
    { __typename: 'Article', id: 'Article:secret' },
    { __typename: 'Person', wikidataId: 'Q77' },
    { __typename: 'Actor', id: 'Person:zoe-quiet' },
    { __typename: 'Place', id: 'Place:village' },
  ];

  test('is null as if it were not there', async () => {
    expect(await hidden.ask(query, { representations })).toEqual({
      data: { _entities: [null, null, null, { __typename: 'Place', id: 'Place:town', name: 'Town' }] },
    });
  });

  test('is shown to a preview', async () => {
    const reader = hidden.store.reader({ ...today, preview: true });
    expect(await hidden.ask(query, { representations }, reader)).toMatchObject({
      data: { _entities: [{ id: 'Article:secret' }, { name: 'Zoe Quiet' }, { name: 'Zoe Quiet' }, {}] },
    });
  });
});

/** The store of a corpus is there when the tests run, not when they are written down. */
function lazily(corpus: ReturnType<typeof useCorpus>) {
  return { ask: corpus.ask, store: () => corpus.store };
}
