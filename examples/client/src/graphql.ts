// Documents with types: from the schema of the service, by the text of each document.
import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './schema-types.d.ts';

export type { FragmentOf } from 'gql.tada';
export { readFragment } from 'gql.tada';

export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; EDTF: string; URL: string; BCP47: string; JSON: unknown };
}>();
