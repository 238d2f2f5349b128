// The lists of each kind of record: connection types, orders, and fields that show them.
import type { InterfaceRef, ObjectRef } from '@pothos/core';
import type { Kind } from '../model/kind.ts';
import { enumeration } from '../model/enumeration.ts';
import type { AnyRecord, listKinds, ListName, Records } from '../model/record.ts';
import type { ListRequest, Order, PageRow } from '../store/store.ts';
import { builder } from './builder.ts';
import { OrderDirection } from './enums.ts';
import { wheres } from './filters.ts';
import { type ConnectionArguments, ListConnection, settled } from './paging.ts';
import { Actor, Article, Event, Outcome, Place, Source, Statement, Topic } from './refs.ts';
import type { Context } from './context.ts';
import type { WhereInput } from './where.ts';

type ListsOf<K extends Kind> = { [L in ListName]: (typeof listKinds)[L] extends K ? L : never }[ListName];
type Direction = Order['direction'];

function orderInput<const Values extends Record<string, string>>(
  name: string,
  subject: string,
  values: Values,
  defaults: { readonly field: keyof Values & string; readonly direction: Direction },
) {
  type Field = keyof Values & string;
  const fields = enumeration(
    `${name}Field`,
    `What ${subject} can be ordered by. Records without the date come last in both directions; ties go by id.`,
    values,
  );
  const fieldType = builder.enumType(fields.name, {
    description: fields.description,
    values: Object.fromEntries(
      Object.entries<string>(values).map(([value, description]) => [value, { description }]),
    ) as { [F in Field]: { description: string; value: F } },
  });
  const type = builder.inputType(name, {
    description: `An order of ${subject}.`,
    fields: (t) => ({
      field: t.field({
        type: fieldType,
        required: true,
        defaultValue: defaults.field as never,
        description: 'What to order by.',
      }),
      direction: t.field({
        type: OrderDirection,
        required: true,
        defaultValue: defaults.direction,
        description: 'Which end comes first.',
      }),
    }),
  });
  return { type, defaults };
}

const thingOrder = orderInput(
  'ThingOrder',
  'named records',
  { NAME: 'The name, Unicode NFKC and case-folded, code point by code point.' },
  { field: 'NAME', direction: 'ASC' },
);

const orders = {
  article: orderInput(
    'ArticleOrder',
    'articles',
    {
      DATE_PUBLISHED: 'When they were published.',
      DATE_MODIFIED: 'When they were last changed.',
      HEADLINE: 'The headline, Unicode NFKC and case-folded, code point by code point.',
    },
    { field: 'DATE_PUBLISHED', direction: 'DESC' },
  ),
  statement: orderInput(
    'StatementOrder',
    'statements',
    {
      DATE_UTTERED: 'When they were said: the earliest day that the date can mean, then the latest.',
      READING_ORDER: 'When their article was published, the id of the article, their place in it.',
    },
    { field: 'DATE_UTTERED', direction: 'DESC' },
  ),
  event: orderInput(
    'EventOrder',
    'events',
    {
      START_DATE: 'When they began: the earliest day that the date can mean, then the latest.',
      NAME: 'The name, Unicode NFKC and case-folded, code point by code point.',
    },
    { field: 'START_DATE', direction: 'DESC' },
  ),
  outcome: orderInput(
    'OutcomeOrder',
    'outcomes',
    {
      LAST_CHANGE: 'The date of their last change of status that no correction voids.',
      NAME: 'The name, Unicode NFKC and case-folded, code point by code point.',
    },
    { field: 'LAST_CHANGE', direction: 'DESC' },
  ),
  actor: thingOrder,
  place: thingOrder,
  topic: thingOrder,
  source: thingOrder,
};

type ListedKind = keyof typeof orders;

/** The arguments of a list; its schema has seen to it that the filter and the order are of its kind. */
export interface ListArguments extends ConnectionArguments {
  readonly where?: WhereInput | null | undefined;
  readonly orderBy?: Order | null | undefined;
}

function listed<K extends ListedKind>(
  kind: K,
  type: ObjectRef<never, Records[K]> | InterfaceRef<never, Records[K]>,
  name: string,
  plural: string,
) {
  const order = orders[kind];
  const filter = wheres[kind];
  const connection = builder.connectionObject(
    {
      type: type as ObjectRef<never, Records[K]>,
      name: `${name}Connection`,
      description: `A page of ${plural}.`,
    },
    { name: `${name}Edge`, description: `A place in a list of ${plural}.` },
  );
  const args = builder.args((t) => ({
    ...t.connectionArgs(),
    where: t.field({ type: filter.type, description: `Which ${plural} to list; all where it is left out.` }),
    orderBy: t.field({
      type: order.type,
      description: 'In which order; the default order where it is left out.',
    }),
  }));
  const resolve = (list: ListRequest, { where, orderBy, ...page }: ListArguments, context: Context) =>
    settled(() => {
      const asked = filter.filterOf(where);
      const request = asked ? { ...list, where: asked } : list;
      return new ListConnection(
        context,
        request,
        orderBy ?? (order.defaults as Order),
        kind,
        page,
        nodeOf<Records[K]>,
      );
    });

  return {
    /** A field of the root: every record of the kind. */
    all: (description: string) => ({
      type: connection,
      description,
      args,
      resolve: (_root: object, args: ListArguments, context: Context) =>
        resolve({ kind }, args, context) as never,
    }),
    /** A field of a record: a list that belongs to it. */
    of: (list: ListsOf<K>, description: string) => ({
      type: connection,
      description,
      args,
      resolve: (owner: { readonly id: string }, args: ListArguments, context: Context) =>
        resolve({ list, owner: owner.id }, args, context) as never,
    }),
    /** A field of a record: a list with one order, which `requestOf` tells of the id of the record. */
    inOrder: (listOrder: Order, requestOf: (owner: string) => ListRequest, description: string) => ({
      type: connection,
      description,
      args: builder.args((t) => t.connectionArgs()),
      resolve: (owner: { readonly id: string }, page: ConnectionArguments, context: Context) =>
        settled(
          () => new ListConnection(context, requestOf(owner.id), listOrder, kind, page, nodeOf<Records[K]>),
        ) as never,
    }),
  };
}

function nodeOf<T extends AnyRecord>(row: PageRow): { node: T } {
  return { node: row.record as T };
}

export const articles = listed('article', Article as never, 'Article', 'articles');
export const actors = listed('actor', Actor as never, 'Actor', 'actors');
export const statements = listed('statement', Statement as never, 'Statement', 'statements');
export const outcomes = listed('outcome', Outcome as never, 'Outcome', 'outcomes');
export const events = listed('event', Event as never, 'Event', 'events');
export const places = listed('place', Place as never, 'Place', 'places');
export const topics = listed('topic', Topic as never, 'Topic', 'topics');
export const sources = listed('source', Source as never, 'Source', 'sources');

/** The most members that a list without pages shows. */
export const UNPAGED_LIMIT = 1000;

/** All members of a list that is shown without pages, in the default order of their kind; at most {@link UNPAGED_LIMIT}. */
export async function membersOf<T extends AnyRecord>(
  context: Context,
  list: ListName,
  owner: string,
  order: Order,
): Promise<T[]> {
  const { rows } = await context.page({ list, owner, order, limit: UNPAGED_LIMIT, backward: false });
  return rows.map((row) => row.record as T);
}

/** The first member of a list, or null. */
export async function firstOf<T extends AnyRecord>(
  context: Context,
  list: ListName,
  owner: string,
  order: Order,
): Promise<T | null> {
  const { rows } = await context.page({ list, owner, order, limit: 1, backward: false });
  return (rows[0]?.record as T | undefined) ?? null;
}

/** Every member of a list of an owner, however long, with its place in the order. */
export async function allRowsOf<T extends AnyRecord>(
  context: Context,
  list: Extract<ListRequest, { list: ListName }>,
  order: Order,
): Promise<(PageRow & { readonly record: T })[]> {
  const rows: PageRow[] = [];
  let after: PageRow['position'] | undefined;
  for (let more = true; more;) {
    const page = await context.page({
      ...list,
      order,
      limit: UNPAGED_LIMIT,
      backward: false,
      ...(after && { after }),
    });
    rows.push(...page.rows);
    after = page.rows.at(-1)?.position;
    more = page.hasNextPage;
  }
  return rows as (PageRow & { readonly record: T })[];
}

/** Every member of a list of an owner, however long. */
export async function allMembersOf<T extends AnyRecord>(
  context: Context,
  list: Extract<ListRequest, { list: ListName }>,
  order: Order,
): Promise<T[]> {
  return (await allRowsOf<T>(context, list, order)).map((row) => row.record);
}

/** Whether a correction that may be shown voids a statement. */
export async function isVoided(context: Context, statement: Records['statement']): Promise<boolean> {
  return (
    (await firstOf(context, 'statement.voidedBy', statement.id, {
      field: 'DATE_CREATED',
      direction: 'ASC',
    })) !== null
  );
}
