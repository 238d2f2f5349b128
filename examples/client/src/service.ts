// Where the service is, and what is kept of its answers.
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { Client, fetchExchange } from 'urql';
import possibleTypes from '../../../schema/possible-types.json';

export const url: string = import.meta.env.VITE_ONRECORD_URL || 'http://127.0.0.1:4000/graphql';

// Types without an id are values: they stay in the record that they belong to.
const value = () => null;

export const client = new Client({
  url,
  preferGetMethod: false,
  exchanges: [
    cacheExchange({
      possibleTypes,
      keys: { Anchor: value, Attribution: value, Office: value, StatementResponse: value },
      resolvers: { Query: { articles: relayPagination() } },
    }),
    fetchExchange,
  ],
});
