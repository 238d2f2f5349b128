// Apollo Server as it comes, standalone, over the records in memory.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { file, tell } from './listening.ts';
import { readMemory } from './memory.ts';
import { contextOf, type PeerContext, resolversOf, typeDefs } from './schema.ts';

const memory = readMemory(file);
const context = contextOf(memory);
const server = new ApolloServer<PeerContext>({ typeDefs, resolvers: resolversOf(memory) as never });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async () => context(),
});
tell(Number(new URL(url).port));
