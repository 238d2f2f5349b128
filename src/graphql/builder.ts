// The Pothos builder: its plugins, and what holds for every type.
import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import type { Context } from './context.ts';

/** What every list that is read in pages can tell beside its edges. */
export interface Counted {
  /** How many members the whole list has. */
  totalCount(): number | Promise<number>;
}

/** The builder of the schema. */
export const builder = new SchemaBuilder<{
  Context: Context;
  Connection: Counted;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    EDTF: { Input: string; Output: string };
    DateTime: { Input: string; Output: string };
    URL: { Input: string; Output: string };
    BCP47: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
  };
}>({
  defaultFieldNullability: false,
  plugins: [RelayPlugin],
  relay: {
    cursorType: 'String',
    nodesOnConnection: { description: 'The records of the page, without their edges.' },
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: 'The records of the page, each with its cursor.',
    } as never,
    nodeFieldOptions: { nullable: false, description: 'The record.' },
    cursorFieldOptions: {
      description:
        'Marks the place of this edge in the list, for `after` and `before`. It stays good when records are added or removed.',
    },
    pageInfoFieldOptions: { description: 'Where this page lies in the list.' },
    hasNextPageFieldOptions: { description: 'Whether there is more after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there is more before this page.' },
    startCursorFieldOptions: { description: 'The cursor of the first edge; null where the page is empty.' },
    endCursorFieldOptions: { description: 'The cursor of the last edge; null where the page is empty.' },
    firstArgOptions: {
      description:
        'How many records from the beginning: 0 to 100. Without `first` and `last` the page has 20.',
    },
    lastArgOptions: { description: 'How many records from the end: 0 to 100. Not together with `first`.' },
    afterArgOptions: { description: 'Only what comes after this cursor.' },
    beforeArgOptions: { description: 'Only what comes before this cursor.' },
    pageInfoTypeOptions: { description: 'Where a page lies in its list; Relay connections.' },
  },
});

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    description: 'How many records the whole list has, on all pages.',
    resolve: (connection) => connection.totalCount(),
  }),
);

builder.queryType({ description: 'The record: everything that can be asked for.' });
builder.subscriptionType({ description: 'What is told as it happens, over server-sent events.' });
