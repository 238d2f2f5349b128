// Mercurius on Fastify, with JIT from the first repetition on.
import { makeExecutableSchema } from '@graphql-tools/schema';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { file, tell } from './listening.ts';
import { readMemory } from './memory.ts';
import { contextOf, resolversOf, typeDefs } from './schema.ts';

const memory = readMemory(file);
const context = contextOf(memory);
const app = Fastify();
await app.register(mercurius, {
  schema: makeExecutableSchema({ typeDefs, resolvers: resolversOf(memory) as never }),
  context: () => ({ ...context() }),
  jit: 1,
});
await app.listen({ port: 0, host: '127.0.0.1' });
tell(Number(new URL(app.listeningOrigin).port));
