// Apollo's gateway as a process: node apollo.ts SUPERGRAPH_FILE
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

interface Context {
  readonly authorization?: string;
}

/** Hands the token of a client on to onrecord, and to nobody else. */
class Forwarding extends RemoteGraphQLDataSource<Context> {
  override willSendRequest({ request, context }: { request: any; context: Context }): void {
    if (context.authorization) request.http.headers.set('authorization', context.authorization);
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(process.argv[2]!, 'utf8'),
  buildService: ({ name, url }) =>
    name === 'onrecord' ? new Forwarding({ url }) : new RemoteGraphQLDataSource({ url }),
});
const server = new ApolloServer<Context>({ gateway, introspection: true });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
});
console.log(`Apollo's gateway serves ${url.replace('localhost', '127.0.0.1').replace(/\/$/, '')}/graphql`);
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
