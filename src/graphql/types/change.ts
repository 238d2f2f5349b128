// Subscriptions: every change of a record, told when the corpus with it is served or the clock shows it.
import type { Kind } from '../../model/kind.ts';
import { parseId } from '../../model/kind.ts';
import { builder } from '../builder.ts';
import { followChanges } from '../changes.ts';
import type { Change } from '../changes-between.ts';
import { checked } from '../conditions.ts';
import { ChangeKind, RecordKind } from '../enums.ts';
import { Node } from '../refs.ts';
import { type KindName, kindByName } from './corpus.ts';

const names = Object.keys(kindByName) as readonly KindName[];
const nameByKind = Object.fromEntries(names.map((name) => [kindByName[name], name])) as Partial<
  Record<Kind, KindName>
>;

const RecordChange = builder.objectRef<Change>('RecordChange').implement({
  description: 'One record that is not as it was in the corpus served before.',
  fields: (t) => ({
    change: t.expose('change', { type: ChangeKind, description: 'What became of it.' }),
    kind: t.field({
      type: RecordKind,
      description: 'The kind of record.',
      resolve: ({ kind }) => nameByKind[kind]!,
    }),
    recordId: t.exposeID('id', {
      description: 'The global id of the record; of one that is gone the one that it had.',
    }),
    node: t.field({
      type: Node,
      nullable: true,
      description: 'The record as it is now; null where it is REMOVED.',
      resolve: ({ change, id }, _, context) => (change === 'REMOVED' ? null : context.find(id)),
    }),
    corpusVersion: t.string({
      description:
        'The version of the corpus that shows the change: the same as before where the clock alone brought it.',
      resolve: (_change, _, context) => context.reader.version,
    }),
  }),
});

builder.subscriptionFields((t) => ({
  recordChanged: t.field({
    type: RecordChange,
    description:
      'Every record that was added, changed or removed, each time that other content is served or an embargo lifts or an article expires: one event a record, by id, of what the request may see. A slow reader gets the difference to what it saw last, not every step between.',
    args: {
      kind: t.arg({
        type: [RecordKind],
        description: 'Only records of these kinds; of all where it is left out.',
      }),
      about: t.arg.idList({
        description:
          'Ids of topics: only articles, statements, events and outcomes that are or were about one of them or a narrower one, and these topics themselves. Unknown and hidden ones match nothing. At most 100.',
      }),
    },
    subscribe: (_, { kind, about }, context) => {
      if (!context.succession) throw new TypeError('Nothing tells of other corpora here');
      return followChanges(context, context.succession, {
        kinds: (kind ?? names).map((name) => kindByName[name]),
        ...(about && { about: checked(about, 'about').filter((id) => parseId(id)) }),
      });
    },
    resolve: (change) => change,
  }),
}));
