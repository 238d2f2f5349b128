// Questions that start in the archive and need onrecord to be answered.
import type { Question, Row, Services } from './question.ts';
import { previewToken } from './subgraphs.ts';

/** Each with its answer joined by hand. */
export const questionsFromTheArchive: readonly Question[] = [
  {
    name: 'who is to be seen, by Wikidata item through the interface; null for whom onrecord does not have',
    query: '{ photographs(first: 100) { nodes { id depicts { __typename id name } } } }',
    async answer(services) {
      const photographs = (await services.photographs('id')).map(async ({ fields, shows }) => ({
        ...fields,
        depicts: await services.actors(shows, '__typename id name'),
      }));
      return { photographs: { nodes: await Promise.all(photographs) } };
    },
  },
  {
    name: 'fields of each type of actor beside those of the archive',
    query: `{
      photographs(first: 100) {
        nodes {
          depicts {
            name
            photographs { id }
            ... on Country { isoCode }
            ... on Person { nationality { isoCode } offices { roleName } }
          }
        }
      }
    }`,
    async answer(services) {
      const selection =
        'name wikidataId ... on Country { isoCode } ... on Person { nationality { isoCode } offices { roleName } }';
      const photographs = (await services.photographs('id')).map(async ({ shows }) => ({
        depicts: await Promise.all(
          (await services.actors(shows, selection)).map(async (actor) => {
            if (!actor) return null;
            const { wikidataId, ...fields } = actor;
            return { ...fields, photographs: await services.photographsOf(wikidataId) };
          }),
        ),
      }));
      return { photographs: { nodes: await Promise.all(photographs) } };
    },
  },
  {
    name: 'where it was taken, and what else was; null for a place that onrecord does not have',
    query:
      '{ photographs(first: 100) { nodes { caption contentLocation { name latitude photographs { id } } } } }',
    async answer(services) {
      const photographs = (await services.photographs('caption')).map(async ({ fields, takenIn }) => {
        const [place] = await services.places([takenIn], 'name latitude');
        const photographs = await services.photographsIn(takenIn);
        return { ...fields, contentLocation: place ? { ...place, photographs } : null };
      });
      return { photographs: { nodes: await Promise.all(photographs) } };
    },
  },
  {
    name: 'notes with their statements, by id; null for a statement that onrecord does not have',
    query: '{ readerNotes { text statement { id text kind speaker { name } article { headline } } } }',
    async answer(services) {
      const { readerNotes } = await services.archive('{ readerNotes { text statement { id } } }');
      const { nodes } = await services.onrecord(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Statement { id text kind speaker { name } article { headline } } } }',
        { ids: readerNotes.map(({ statement }: Row) => statement.id) },
      );
      return {
        readerNotes: readerNotes.map(({ text }: Row, index: number) => ({ text, statement: nodes[index] })),
      };
    },
  },
  {
    name: 'a page of the archive, and pages of onrecord within it',
    query: `{
      photographs(first: 2) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges { cursor node { depicts { name statements(first: 2) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } } }
      }
    }`,
    async answer(services) {
      const page = 'photographs(first: 2) { totalCount pageInfo { hasNextPage endCursor } edges { cursor } }';
      const { photographs } = await services.archive(`{ ${page} }`);
      const all = await services.photographs('id');
      const selection =
        'name statements(first: 2) { totalCount nodes { id } pageInfo { hasNextPage endCursor } }';
      const edges = photographs.edges.map(async ({ cursor }: Row, index: number) => ({
        cursor,
        node: { depicts: await services.actors(all[index]!.shows, selection) },
      }));
      return { photographs: { ...photographs, edges: await Promise.all(edges) } };
    },
  },
  {
    name: 'three steps: a photograph, who is to be seen, what they said, and what readers noted on it',
    query: `{
      photograph(id: "zelensky") {
        depicts { name statements(first: 100) { nodes { id readerNotes { author } } } }
      }
    }`,
    async answer(services) {
      const [actor] = await services.actors(['Q3874799'], 'name statements(first: 100) { nodes { id } }');
      const nodes = actor!['statements'].nodes.map(async ({ id }: Row) => ({
        id,
        readerNotes: await services.notesOn(id, 'author'),
      }));
      const statements = { nodes: await Promise.all(nodes) };
      return { photograph: { depicts: [{ ...actor, statements }] } };
    },
  },
  {
    name: 'root fields of both, side by side',
    query: `{
      corpus { version }
      photograph(id: "street") { caption contentLocation { name } }
      readerNotes { id }
      outcome(slug: "prisoner-exchange") { status statements(first: 3) { nodes { readerNotes { id } } } }
    }`,
    async answer(services) {
      const { corpus, outcome } = await services.onrecord(
        '{ corpus { version } outcome(slug: "prisoner-exchange") { status statements(first: 3) { nodes { id } } } }',
      );
      const { photograph, readerNotes } = await services.archive(
        '{ photograph(id: "street") { caption } readerNotes { id } }',
      );
      const nodes = outcome.statements.nodes.map(async ({ id }: Row) => ({
        readerNotes: await services.notesOn(id, 'id'),
      }));
      return {
        corpus,
        photograph: { ...photograph, contentLocation: (await services.places(['Q42308'], 'name'))[0] },
        readerNotes,
        outcome: { ...outcome, statements: { nodes: await Promise.all(nodes) } },
      };
    },
  },
  {
    name: 'what onrecord hides stays hidden: a person of a withheld article, and its statement',
    query: hidden(),
    async answer(services) {
      const { actor } = await services.onrecord('{ actor(slug: "ukraine") { name } }');
      return {
        photograph: { caption: 'An envoy before a flag', depicts: [null, actor] },
        readerNotes: await notes(services),
        article: null,
      };
    },
  },
  {
    name: 'a preview token that the gateway hands on shows it',
    query: hidden(),
    token: previewToken,
    async answer(services) {
      const { actor, article } = await services.onrecord(
        '{ actor(slug: "ukraine") { name } article(slug: "withheld") { headline } }',
      );
      return {
        photograph: { caption: 'An envoy before a flag', depicts: [{ name: 'Hidden Envoy' }, actor] },
        readerNotes: await notes(services),
        article: { ...article, statements: { nodes: [{ readerNotes: [{ text: 'Where was it?' }] }] } },
      };
    },
  },
];

function hidden(): string {
  return `{
    photograph(id: "envoy") { caption depicts { name } }
    readerNotes { id statement { text } }
    article(slug: "withheld") { headline statements { nodes { readerNotes { text } } } }
  }`;
}

async function notes(services: Services): Promise<Row[]> {
  const { readerNotes } = await services.archive('{ readerNotes { id statement { id } } }');
  const { nodes } = await services.onrecord(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Statement { text } } }',
    { ids: readerNotes.map(({ statement }: Row) => statement.id) },
  );
  return readerNotes.map(({ id }: Row, index: number) => ({ id, statement: nodes[index] }));
}
