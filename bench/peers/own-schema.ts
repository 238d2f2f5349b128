// Yoga as it comes, over onrecord's own schema and store: what the server around them adds or saves.
import { createServer } from 'node:http';
import { createYoga } from 'graphql-yoga';
import { createContext } from '../../src/graphql/context.ts';
import { withEntities } from '../../src/graphql/entities.ts';
import { schema } from '../../src/graphql/schema.ts';
import { subgraphSdl } from '../../src/graphql/subgraph.ts';
import { openStore } from '../../src/stores.ts';
import { database, file, listen } from './listening.ts';

const store = await openStore({ store: database || file, replicas: [] });
if (!store) throw new Error(`There is no built corpus in ${database || file}.`);
listen(
  createServer(
    createYoga({
      schema: withEntities(schema, () => subgraphSdl(schema)),
      context: () => createContext(store.reader({ now: Date.now(), preview: false })),
      logging: false,
      graphiql: false,
    }),
  ),
);
