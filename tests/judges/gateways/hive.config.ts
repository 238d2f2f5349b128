// Settings of Hive Gateway for the judges, as in the example: a preview token goes to onrecord, and to nobody else.
import { defineConfig } from '@graphql-hive/gateway';

export const gatewayConfig = defineConfig({
  propagateHeaders: {
    fromClientToSubgraphs({ request, subgraphName }) {
      const authorization = request.headers.get('authorization');
      return subgraphName === 'onrecord' && authorization ? { authorization } : undefined;
    },
  },
});
