// The archive as a subgraph. What it does not have itself it names by a key, and the gateway fetches the rest where it is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, type GraphQLSchema, parse } from 'graphql';
import type { Photograph, ReaderNote, Records } from './records.ts';

const typeDefs = parse(readFileSync(join(import.meta.dirname, 'schema.graphql'), 'utf8'));

// No picture of the file exists, and every answer says so.
const CREDIT = 'Sample archive: an invented entry, of which there is no picture';

/** The schema of a subgraph over the records of an archive. */
export function archiveSchema({ photographs, readerNotes }: Records): GraphQLSchema {
  // `__resolveReference` is left out: a gateway names the thing by its key, and that is all that the fields below need.
  const resolvers = {
    Query: {
      photographs: (_: unknown, page: Page) => pageOf(photographs, page),
      photograph: (_: unknown, { id }: { id: string }) => photographs.find((each) => each.id === id),
      readerNotes: () => readerNotes,
    },
    Photograph: {
      __resolveReference: ({ id }: { id: string }) => photographs.find((each) => each.id === id),
      creditText: () => CREDIT,
      depicts: ({ depicts }: Photograph) => depicts.map((wikidataId) => ({ wikidataId })),
      contentLocation: ({ contentLocation: wikidataId }: Photograph) => wikidataId && { wikidataId },
    },
    Actor: {
      photographs: ({ wikidataId }: Thing) =>
        wikidataId && photographs.filter(({ depicts }) => depicts.includes(wikidataId)),
    },
    Place: {
      photographs: ({ wikidataId }: Thing) =>
        wikidataId && photographs.filter(({ contentLocation }) => contentLocation === wikidataId),
    },
    Statement: {
      readerNotes: ({ id }: { id: string }) => readerNotes.filter(({ statement }) => statement === id),
    },
    ReaderNote: {
      statement: ({ statement: id }: ReaderNote) => ({ id }),
    },
  };
  return buildSubgraphSchema([{ typeDefs, resolvers }]);
}

interface Thing {
  readonly wikidataId: string | null;
}

interface Page {
  readonly first: number | null;
  readonly after?: string | null;
}

function pageOf(photographs: readonly Photograph[], { first, after }: Page): unknown {
  const size = first ?? 20;
  if (size < 1 || size > 100)
    throw new GraphQLError('`first` is a whole number from 1 to 100.', { extensions: { code: 'BAD_PAGE' } });
  const start = after ? photographs.findIndex(({ id }) => id === after) + 1 : 0;
  if (after && start === 0)
    throw new GraphQLError('The cursor is not one of this list.', { extensions: { code: 'BAD_CURSOR' } });
  const nodes = photographs.slice(start, start + size);
  return {
    nodes,
    edges: nodes.map((node) => ({ cursor: node.id, node })),
    pageInfo: {
      startCursor: nodes.at(0)?.id,
      endCursor: nodes.at(-1)?.id,
      hasPreviousPage: start > 0,
      hasNextPage: start + size < photographs.length,
    },
    totalCount: photographs.length,
  };
}
