// Any record by its global id; Relay object identification.
import { Failure } from '../../errors.ts';
import { parseId } from '../../model/kind.ts';
import { builder } from '../builder.ts';
import { MAXIMUM_PAGE_SIZE } from '../paging.ts';
import { Node } from '../refs.ts';

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    description: 'The record with an id, present or former; null where there is none.',
    args: { id: t.arg.id({ required: true, description: 'For example `Article:istanbul-talks-stall`.' }) },
    resolve: (_, { id }, context) => context.find(checkedId(id)),
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description: 'The records with several ids, in their order; null where there is none. At most 100 ids.',
    args: {
      ids: t.arg.idList({ required: true, description: 'For example `["Article:istanbul-talks-stall"]`.' }),
    },
    resolve: (_, { ids }, context) => {
      if (ids.length > MAXIMUM_PAGE_SIZE) {
        throw new Failure(
          'BAD_PAGE',
          `\`ids\` has ${ids.length} ids, and ${MAXIMUM_PAGE_SIZE} is the most: ask for them in several requests.`,
        );
      }
      // All are looked at before any is read: what was asked for before one that throws would be heard by nobody.
      return ids.map(checkedId).map((id) => context.find(id));
    },
  }),
}));

function checkedId(id: string): string {
  if (parseId(id)) return id;
  throw new Failure(
    'BAD_ID',
    'The id is not one that this service gives out: ids look like `Article:istanbul-talks-stall`; take them from an answer.',
  );
}
