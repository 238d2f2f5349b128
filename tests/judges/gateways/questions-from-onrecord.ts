// Questions that start in onrecord and need the archive to be answered.
import type { Question, Row, Services } from './question.ts';

/** Each with its answer joined by hand. */
export const questionsFromOnrecord: readonly Question[] = [
  {
    name: 'a person, with a field that the archive adds to the interface Actor',
    query: '{ actor(slug: "volodymyr-zelensky") { __typename name photographs { id caption } } }',
    async answer(services) {
      const { actor } = await services.onrecord('{ actor(slug: "volodymyr-zelensky") { __typename name } }');
      return { actor: { ...actor, photographs: await services.photographsOf('Q3874799', 'id caption') } };
    },
  },
  {
    name: 'an actor without a Wikidata item has null there, and no error',
    query: '{ actor(slug: "mykhailo-podolyak") { name wikidataId photographs { id } } }',
    async answer(services) {
      const { actor } = await services.onrecord('{ actor(slug: "mykhailo-podolyak") { name wikidataId } }');
      return { actor: { ...actor, photographs: null } };
    },
  },
  {
    name: 'a list of every type of actor',
    query: '{ actors(first: 100) { totalCount nodes { __typename id photographs { id } } } }',
    async answer(services) {
      const { actors } = await services.onrecord(
        '{ actors(first: 100) { totalCount nodes { __typename id item: wikidataId } } }',
      );
      return { actors: { ...actors, nodes: await withPhotographs(services, actors.nodes) } };
    },
  },
  {
    name: 'a page in the middle, with cursors, found with a variable',
    query: `query ($after: String) {
      actors(first: 3, after: $after) {
        edges { cursor node { name photographs { id } } }
        pageInfo { startCursor endCursor hasPreviousPage hasNextPage }
      }
    }`,
    // Filled in by the tests, from the page before.
    variables: { after: 'the end of the page before' },
    async answer(services) {
      const { actors } = await services.onrecord(
        `query ($after: String) {
          actors(first: 3, after: $after) {
            edges { cursor node { name item: wikidataId } }
            pageInfo { startCursor endCursor hasPreviousPage hasNextPage }
          }
        }`,
        { after: await cursorOf(services) },
      );
      const nodes = await withPhotographs(
        services,
        actors.edges.map(({ node }: Row) => node),
      );
      const edges = actors.edges.map(({ cursor }: Row, index: number) => ({ cursor, node: nodes[index] }));
      return { actors: { ...actors, edges } };
    },
  },
  {
    name: 'fragments on each type of actor beside a field of the interface',
    query: `{
      actors(first: 100) {
        nodes {
          ...Names
          photographs { caption }
          ... on Person { nationality { name } }
          ... on Organization { country { name } }
          ... on Country { isoCode }
        }
      }
    }
    fragment Names on Actor { name slug }`,
    async answer(services) {
      const { actors } = await services.onrecord(`{
        actors(first: 100) {
          nodes {
            item: wikidataId name slug
            ... on Person { nationality { name } }
            ... on Organization { country { name } }
            ... on Country { isoCode }
          }
        }
      }`);
      return { actors: { nodes: await withPhotographs(services, actors.nodes, 'caption') } };
    },
  },
  {
    name: 'a field of the archive inside a fragment on a type that the archive does not know',
    query: '{ actors(first: 100) { nodes { ... on Country { isoCode photographs { id } } } } }',
    async answer(services) {
      const { actors } = await services.onrecord(
        '{ actors(first: 100) { nodes { ... on Country { item: wikidataId isoCode } } } }',
      );
      const nodes = await Promise.all(
        actors.nodes.map(async (node: Row) =>
          node['isoCode'] ? (await withPhotographs(services, [node]))[0] : {},
        ),
      );
      return { actors: { nodes } };
    },
  },
  {
    name: 'a statement with its notes and the photographs of who said it',
    query: `query ($slug: String!) {
      statement(slug: $slug) { text readerNotes { author text } speaker { name photographs { id } } }
    }`,
    variables: { slug: 'istanbul-talks-stall/unconditional-ceasefire' },
    async answer(services) {
      const { statement } = await services.onrecord(
        'query ($slug: String!) { statement(slug: $slug) { id text speaker { name wikidataId } } }',
        { slug: 'istanbul-talks-stall/unconditional-ceasefire' },
      );
      const { id, text, speaker } = statement;
      return {
        statement: {
          text,
          readerNotes: await services.notesOn(id, 'author text'),
          speaker: { name: speaker.name, photographs: await services.photographsOf(speaker.wikidataId) },
        },
      };
    },
  },
  {
    name: 'many statements of an article, each with its notes',
    query: `{
      article(slug: "istanbul-talks-stall") {
        headline
        statements(first: 50) { totalCount nodes { id readerNotes { id text dateCreated } } }
      }
    }`,
    async answer(services) {
      const { article } = await services.onrecord(
        '{ article(slug: "istanbul-talks-stall") { headline statements(first: 50) { totalCount nodes { id } } } }',
      );
      const { totalCount, nodes } = article.statements;
      const noted = nodes.map(async ({ id }: Row) => ({
        id,
        readerNotes: await services.notesOn(id, 'id text dateCreated'),
      }));
      return { article: { ...article, statements: { totalCount, nodes: await Promise.all(noted) } } };
    },
  },
  {
    name: 'places, with and without a Wikidata item',
    query: '{ places(first: 10) { nodes { name wikidataId photographs { caption } } } }',
    async answer(services) {
      const { places } = await services.onrecord('{ places(first: 10) { nodes { name wikidataId } } }');
      const nodes = places.nodes.map(async (place: Row) => ({
        ...place,
        photographs: await services.photographsIn(place['wikidataId'], 'caption'),
      }));
      return { places: { nodes: await Promise.all(nodes) } };
    },
  },
  {
    name: 'there and back: from an actor to the archive, and from there to other actors and a place',
    query: `{
      actor(slug: "ukraine") {
        name
        photographs { id depicts { __typename id name } contentLocation { name country { isoCode } } }
      }
    }`,
    async answer(services) {
      const { actor } = await services.onrecord('{ actor(slug: "ukraine") { name } }');
      const all = await services.photographs('id');
      const shown = all.filter(({ shows }) => shows.includes('Q212'));
      const photographs = shown.map(async ({ fields, shows, takenIn }) => ({
        ...fields,
        depicts: await services.actors(shows, '__typename id name'),
        contentLocation: (await services.places([takenIn], 'name country { isoCode }'))[0],
      }));
      return { actor: { ...actor, photographs: await Promise.all(photographs) } };
    },
  },
  {
    name: 'one record by its global id, and what the archive has on it',
    query: '{ node(id: "Country:turkiye") { __typename id ... on Country { isoCode photographs { id } } } }',
    async answer(services) {
      const { node } = await services.onrecord(
        '{ node(id: "Country:turkiye") { __typename id ... on Country { isoCode } } }',
      );
      return { node: { ...node, photographs: await services.photographsOf('Q43') } };
    },
  },
  {
    name: 'records of several types by their global ids, one of which is of nothing',
    query: `query ($ids: [ID!]!) {
      nodes(ids: $ids) {
        __typename
        ... on Actor { name photographs { id } }
        ... on Place { name photographs { id } }
        ... on Statement { text readerNotes { text } }
      }
    }`,
    variables: {
      ids: [
        'Person:vladimir-putin',
        'Place:kharkiv',
        'Article:nothing',
        'Statement:istanbul-talks-stall/thousand-for-thousand',
      ],
    },
    async answer(services) {
      const { nodes } = await services.onrecord(`{
        nodes(ids: ["Person:vladimir-putin", "Place:kharkiv", "Statement:istanbul-talks-stall/thousand-for-thousand"]) {
          __typename
          ... on Actor { name }
          ... on Place { name }
          ... on Statement { text }
        }
      }`);
      return {
        nodes: [
          { ...nodes[0], photographs: await services.photographsOf('Q7747') },
          { ...nodes[1], photographs: await services.photographsIn('Q42308') },
          null,
          {
            ...nodes[2],
            readerNotes: await services.notesOn('Statement:istanbul-talks-stall/thousand-for-thousand'),
          },
        ],
      };
    },
  },
  {
    name: 'a filter given as a variable, with aliases and a directive',
    query: `query ($where: ActorWhere, $withNames: Boolean!) {
      found: actors(where: $where) { nodes { pictures: photographs { what: caption } name @include(if: $withNames) } }
    }`,
    variables: { where: { type: ['PERSON'], wikidataId: ['Q39259', 'Q22686'] }, withNames: false },
    async answer(services) {
      const { actors } = await services.onrecord(
        'query ($where: ActorWhere) { actors(where: $where) { nodes { wikidataId } } }',
        { where: { type: ['PERSON'], wikidataId: ['Q39259', 'Q22686'] } },
      );
      const nodes = actors.nodes.map(async ({ wikidataId }: Row) => ({
        pictures: (await services.photographsOf(wikidataId, 'what: caption')) ?? null,
      }));
      return { found: { nodes: await Promise.all(nodes) } };
    },
  },
  {
    name: 'an attribution chain, its actors with photographs',
    query: `{
      statement(slug: "istanbul-talks-stall/low-rank") {
        attribution { role actor { name photographs { id } } source { name } }
      }
    }`,
    async answer(services) {
      const { statement } = await services.onrecord(`{
        statement(slug: "istanbul-talks-stall/low-rank") {
          attribution { role actor { name wikidataId } source { name } }
        }
      }`);
      const attribution = statement.attribution.map(async ({ actor, ...link }: Row) => ({
        ...link,
        actor: actor && {
          name: actor.name,
          photographs: await services.photographsOf(actor.wikidataId),
        },
      }));
      return { statement: { attribution: await Promise.all(attribution) } };
    },
  },
];

/** Where the eleventh actor of the default order stands: some of those after it have photographs. */
export async function cursorOf(services: Services): Promise<string> {
  const { actors } = await services.onrecord('{ actors(first: 11) { pageInfo { endCursor } } }');
  return actors.pageInfo.endCursor;
}

/** The same actors with their photographs in place of their items. */
async function withPhotographs(services: Services, nodes: readonly Row[], selection = 'id'): Promise<Row[]> {
  const joined = nodes.map(async ({ item, ...fields }) => ({
    ...fields,
    photographs: await services.photographsOf(item, selection),
  }));
  return Promise.all(joined);
}
