// Yoga as it comes, over the records in memory.
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { file, listen } from './listening.ts';
import { readMemory } from './memory.ts';
import { contextOf, resolversOf, typeDefs } from './schema.ts';

const memory = readMemory(file);
const schema = createSchema<never>({ typeDefs, resolvers: resolversOf(memory) as never });
listen(createServer(createYoga({ schema, context: contextOf(memory), logging: false, graphiql: false })));
