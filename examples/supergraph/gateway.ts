// The one address for clients: Hive Gateway over a composed supergraph.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGatewayRuntime, type GatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

const defaultQuery = readFileSync(join(import.meta.dirname, 'query.graphql'), 'utf8');

/** A gateway for a supergraph; a handler of requests for `node:http`. */
export function createGateway(supergraph: string): GatewayRuntime {
  return createGatewayRuntime({
    supergraph: () => supergraph,
    // Hive's planner in Rust. The one in JavaScript leaves null what is added to an interface that has two keys, as Actor has.
    unifiedGraphHandler,
    // A preview token is for onrecord: the archive does not get to see it.
    propagateHeaders: {
      fromClientToSubgraphs({ request, subgraphName }) {
        const authorization = request.headers.get('authorization');
        return subgraphName === 'onrecord' && authorization ? { authorization } : undefined;
      },
    },
    // GraphiQL comes with the package, so that its page needs no other machine.
    renderGraphiQL,
    graphiql: { title: 'onrecord and a photo archive', defaultQuery, shouldPersistHeaders: false },
    landingPage: false,
    logging: 'warn',
  });
}
