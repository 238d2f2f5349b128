// The fields of the questions as a plain schema over the records in memory, in the same batches as onrecord's.
import DataLoader from 'dataloader';
import { positionsOf } from './positions.ts';
import type { Item, Memory } from './memory.ts';

/** The same fields with the same types as in onrecord's schema. */
export const typeDefs = /* GraphQL */ `
  scalar EDTF
  scalar DateTime
  scalar BCP47
  scalar _Any
  enum DateMatch {
    CERTAINLY
    POSSIBLY
  }
  enum StatementKind {
    CLAIM
    DENIAL
    DEMAND
    PROPOSAL
    COMMITMENT
    THREAT
    ACCUSATION
    REJECTION
    ENDORSEMENT
    CONCESSION
    QUESTION
    PREDICTION
    ANNOUNCEMENT
    OPINION
  }
  input EDTFRange {
    from: EDTF
    until: EDTF
    match: DateMatch! = POSSIBLY
  }
  input ArticleWhere {
    datePublished: EDTFRange
  }
  input StatementWhere {
    kind: [StatementKind!]
    dateUttered: EDTFRange
  }
  enum OrderDirection {
    ASC
    DESC
  }
  enum StatementOrderField {
    DATE_UTTERED
    READING_ORDER
  }
  input StatementOrder {
    field: StatementOrderField! = DATE_UTTERED
    direction: OrderDirection! = DESC
  }
  type PageInfo {
    hasNextPage: Boolean!
    endCursor: String
  }
  interface Node {
    id: ID!
  }
  interface Actor implements Node {
    id: ID!
    slug: String!
    name: String!
  }
  type Person implements Actor & Node {
    id: ID!
    slug: String!
    name: String!
  }
  type Organization implements Actor & Node {
    id: ID!
    slug: String!
    name: String!
  }
  type Topic implements Node {
    id: ID!
    slug: String!
    name: String!
  }
  type Place implements Node {
    id: ID!
    slug: String!
    name: String!
  }
  type Source implements Node {
    id: ID!
    slug: String!
    name: String!
  }
  type Anchor {
    exact: String!
    prefix: String!
    suffix: String!
    start: Int!
    end: Int!
    paragraph: Int
  }
  type Article implements Node {
    id: ID!
    slug: String!
    headline: String!
    description: String
    inLanguage: BCP47!
    datePublished: DateTime!
    articleBody: String!
    publisher: Source
    about: [Topic!]!
    statements(first: Int, orderBy: StatementOrder): StatementConnection!
  }
  type ArticleEdge {
    cursor: String!
    node: Article!
  }
  type ArticleConnection {
    edges: [ArticleEdge!]!
    nodes: [Article!]!
    pageInfo: PageInfo!
    totalCount: Int!
  }
  type Statement implements Node {
    id: ID!
    slug: String!
    kind: StatementKind!
    form: String!
    text: String!
    dateUttered: EDTF
    speaker: Actor
    event: Event
    article: Article!
    about: [Topic!]!
    anchors: [Anchor!]!
  }
  type StatementEdge {
    cursor: String!
    node: Statement!
  }
  type StatementConnection {
    edges: [StatementEdge!]!
    nodes: [Statement!]!
    pageInfo: PageInfo!
    totalCount: Int!
  }
  type Participation {
    role: String!
    actor: Actor!
    onBehalfOf: Actor
  }
  type PartyPosition {
    date: EDTF
    party: Actor!
    topic: Topic!
    statement: Statement!
    opposedBy: [Statement!]!
  }
  type StatusChange {
    status: String!
    date: EDTF!
    article: Article!
    anchor: Anchor!
  }
  type Outcome implements Node {
    id: ID!
    slug: String!
    name: String!
    status: String
    history: [StatusChange!]!
  }
  type OutcomeConnection {
    nodes: [Outcome!]!
    totalCount: Int!
  }
  type Event implements Node {
    id: ID!
    slug: String!
    name: String!
    kind: String!
    startDate: EDTF
    location: Place
    participants: [Participation!]!
    positions(asOf: EDTF): [PartyPosition!]!
    outcomes(first: Int): OutcomeConnection!
  }
  union _Entity = Article | Statement | Person | Organization | Topic | Place | Source | Event | Outcome
  type Query {
    article(slug: String!): Article
    articles(first: Int, after: String, where: ArticleWhere): ArticleConnection!
    statements(first: Int, after: String, where: StatementWhere): StatementConnection!
    event(slug: String!): Event
    _entities(representations: [_Any!]!): [_Entity]!
  }
`;

/** What a resolver may reach; one for each request. */
export interface PeerContext {
  find(id: string | undefined): Promise<Item> | null;
  findAll(ids: readonly string[]): Promise<Item[]>;
}

/** Makes the context of a request: what the resolvers of one level ask for is looked up together. */
export function contextOf({ byId }: Memory): () => PeerContext {
  return () => {
    const records = new DataLoader<string, Item>(async (ids) => ids.map((id) => byId.get(id)!));
    return {
      find: (id) => (id === undefined ? null : records.load(id)),
      findAll: (ids) => Promise.all(ids.map((id) => records.load(id))),
    };
  };
}

type Arguments = Readonly<Record<string, any>>; // oxlint-disable-line typescript/no-explicit-any
type Resolver = (parent: Item, args: Arguments, context: PeerContext) => unknown;

/** The resolvers of the schema. */
export function resolversOf(memory: Memory): Record<string, Record<string, Resolver>> {
  const { byId } = memory;
  const typeOf = { __resolveType: ({ id }: Item) => id.slice(0, id.indexOf(':')) } as unknown as Record<
    string,
    Resolver
  >;
  return {
    Node: typeOf,
    Actor: typeOf,
    _Entity: typeOf,
    Query: {
      article: (_, { slug }, context) => context.find(`Article:${slug}`),
      event: (_, { slug }, context) => context.find(`Event:${slug}`),
      articles: (_, args) => pageOf(memory.articles, 'datePublished', args, args['where']?.datePublished),
      statements: (_, args) => {
        const { kind, dateUttered } = args['where'] ?? {};
        const allowed = kind && new Set<string>(kind);
        return pageOf(
          memory.statements,
          'dateUttered',
          args,
          dateUttered,
          allowed && ((item) => allowed.has(item['kind'])),
        );
      },
      _entities: (_, { representations }, context) =>
        representations.map(({ id }: Item) => (byId.has(id) ? context.find(id) : null)),
    },
    Article: {
      publisher: ({ publisher }, _, context) => context.find(publisher),
      about: ({ about }, _, context) => context.findAll(about),
      // In reading order, whichever is asked for: no question asks for another.
      statements: ({ id }, { first = 20 }) => {
        const all = memory.statementsOfArticle.get(id) ?? [];
        return connection(all.slice(0, first), first < all.length, () => all.length, 'slug');
      },
    },
    Statement: {
      speaker: ({ speaker }, _, context) => context.find(speaker),
      event: ({ event }, _, context) => context.find(event),
      article: ({ article }, _, context) => context.find(article),
      about: ({ about }, _, context) => context.findAll(about),
    },
    Event: {
      location: ({ location }, _, context) => context.find(location),
      positions: (event, { asOf }, context) => positionsOf(memory, event, asOf, context),
      outcomes: ({ id }, { first = 20 }) => {
        const all = memory.outcomesOfEvent.get(id) ?? [];
        return { nodes: all.slice(0, first), totalCount: all.length };
      },
    },
    Participation: {
      actor: ({ actor }, _, context) => context.find(actor),
      onBehalfOf: ({ onBehalfOf }, _, context) => context.find(onBehalfOf),
    },
    Outcome: {
      status: async ({ history }, _, context) => (await context.findAll(history)).at(-1)?.['status'],
      history: ({ history }, _, context) => context.findAll(history),
    },
    ArticleConnection: connectionResolvers,
    StatementConnection: connectionResolvers,
    StatusChange: { article: ({ article }, _, context) => context.find(article) },
  };
}

interface Range {
  readonly from?: string;
  readonly until?: string;
}

/** A page of a list that is sorted by a date, the latest first. Dates are days or moments, and compare as texts. */
function pageOf(
  items: readonly Item[],
  date: string,
  { first = 20, after }: Arguments,
  { from = '', until }: Range = {},
  isWanted: (item: Item) => boolean = () => true,
) {
  const [afterDate, afterId] = after
    ? (JSON.parse(Buffer.from(after, 'base64url').toString()) as string[])
    : [];
  // A day ends with its last moment.
  const last = until === undefined ? undefined : `${until}~`;
  let place = firstWhere(items, (item) => {
    if (last !== undefined && item[date] > last) return false;
    if (afterDate === undefined) return true;
    return item[date] < afterDate || (item[date] === afterDate && item.id < afterId!);
  });
  const page: Item[] = [];
  for (; page.length <= first && place < items.length && items[place]![date] >= from; place += 1) {
    if (isWanted(items[place]!)) page.push(items[place]!);
  }
  const all = () =>
    items.filter((item) => item[date] >= from && (last === undefined || item[date] <= last) && isWanted(item))
      .length;
  return connection(page.slice(0, first), page.length > first, all, date);
}

function connection(nodes: readonly Item[], hasNextPage: boolean, count: () => number, date: string) {
  return { nodes, hasNextPage, count, date };
}

type Connection = ReturnType<typeof connection>;

function cursorOf(item: Item, date: string): string {
  return Buffer.from(JSON.stringify([item[date], item.id])).toString('base64url');
}

const connectionResolvers = {
  edges: ({ nodes, date }: Connection) => nodes.map((node) => ({ node, cursor: cursorOf(node, date) })),
  pageInfo: ({ nodes, hasNextPage, date }: Connection) => ({
    hasNextPage,
    endCursor: nodes.length === 0 ? null : cursorOf(nodes.at(-1)!, date),
  }),
  totalCount: ({ count }: Connection) => count(),
} as unknown as Record<string, Resolver>;

/** The first place from which on `holds` is true. */
function firstWhere(items: readonly Item[], holds: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
