// graphql-http, the reference server of GraphQL over HTTP, over the records in memory.
import { createServer } from 'node:http';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { createHandler } from 'graphql-http/lib/use/http';
import { file, listen } from './listening.ts';
import { readMemory } from './memory.ts';
import { contextOf, resolversOf, typeDefs } from './schema.ts';

const memory = readMemory(file);
const context = contextOf(memory);
const schema = makeExecutableSchema({ typeDefs, resolvers: resolversOf(memory) as never });
listen(createServer(createHandler({ schema, context: () => context() as never })));
