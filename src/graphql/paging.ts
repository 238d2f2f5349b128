// Relay pages: arguments and cursors in, connections out.
import { Failure } from '../errors.ts';
import type { Position } from '../store/store.ts';
import type { Context } from './context.ts';
import type { ListRequest, Order, Page, PageRow } from '../store/store.ts';

/** Records on a page where a client does not say how many. */
export const DEFAULT_PAGE_SIZE = 20;

/** The most records on a page. */
export const MAXIMUM_PAGE_SIZE = 100;

/** Relay's arguments of a connection. */
export interface ConnectionArguments {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

/** Which part of a list to read. */
export interface Slice {
  readonly limit: number;
  readonly backward: boolean;
  readonly after?: Position;
  readonly before?: Position;
}

const CURSOR_LIMIT = 4096;

/** A place in a list as text; `scope` names the kind of list and its order, so that no other list takes the cursor. */
export function encodeCursor(scope: string, position: Position): string {
  return Buffer.from(JSON.stringify([scope, ...position])).toString('base64url');
}

/** The place that a cursor of the same scope marks. Throws `BAD_CURSOR`. */
export function decodeCursor(scope: string, cursor: string): Position {
  try {
    const text = cursor.length > CURSOR_LIMIT ? '' : Buffer.from(cursor, 'base64url').toString();
    const [written, ...position] = JSON.parse(text) as unknown[];
    const isPosition =
      position.length > 0 && position.every((part) => typeof part === 'string' || Number.isFinite(part));
    if (written === scope && isPosition) return position as Position;
  } catch {
    // Told below.
  }
  throw badCursor();
}

/** Reads the arguments of a connection. Throws `BAD_PAGE` or `BAD_CURSOR`. */
export function readSlice({ first, last, after, before }: ConnectionArguments, scope: string): Slice {
  if (typeof first === 'number' && typeof last === 'number') {
    throw new Failure('BAD_PAGE', '`first` and `last` were given together: give one of them.');
  }
  for (const [name, size] of Object.entries({ first, last })) {
    if (typeof size === 'number' && (size < 0 || size > MAXIMUM_PAGE_SIZE)) {
      throw new Failure(
        'BAD_PAGE',
        `\`${name}\` is ${size}, and a page has from 0 to ${MAXIMUM_PAGE_SIZE} records: ask for fewer and go on with \`after\` or \`before\`.`,
      );
    }
  }
  return {
    limit: first ?? last ?? DEFAULT_PAGE_SIZE,
    backward: typeof last === 'number',
    ...(typeof after === 'string' && { after: decodeCursor(scope, after) }),
    ...(typeof before === 'string' && { before: decodeCursor(scope, before) }),
  };
}

/** A page of a list of the store, as a Relay connection. What is not asked for is not read. */
export class ListConnection<Edge extends object> {
  readonly #context: Context;
  readonly #list: ListRequest;
  readonly #order: Order;
  readonly #scope: string;
  readonly #slice: Slice;
  readonly #edgeOf: (row: PageRow) => Edge;

  /** Throws `BAD_PAGE` or `BAD_CURSOR` where the arguments are wrong. */
  constructor(
    context: Context,
    list: ListRequest,
    order: Order,
    scope: string,
    args: ConnectionArguments,
    edgeOf: (row: PageRow) => Edge,
  ) {
    this.#context = context;
    this.#list = list;
    this.#order = order;
    this.#scope = `${scope}.${order.field}.${order.direction}`;
    this.#slice = readSlice(args, this.#scope);
    this.#edgeOf = edgeOf;
  }

  get edges(): Promise<(Edge & { cursor: string })[]> {
    return this.#page().then(({ rows }) =>
      rows.map((row) => ({ ...this.#edgeOf(row), cursor: encodeCursor(this.#scope, row.position) })),
    );
  }

  get pageInfo() {
    return this.#page().then(({ rows, hasNextPage, hasPreviousPage }) =>
      pageInfo(
        hasNextPage,
        hasPreviousPage,
        rows.map((row) => encodeCursor(this.#scope, row.position)),
      ),
    );
  }

  totalCount(): Promise<number> {
    return this.#context.count(this.#list);
  }

  #page(): Promise<Page> {
    return this.#context.page({ ...this.#list, ...this.#slice, order: this.#order });
  }
}

/**
 * What `make` makes; what it throws, as a rejection. graphql-js leaves the siblings of an item that throws while it is
 * being resolved to reject unheard, which would end the process.
 */
export function settled<T>(make: () => T): T | Promise<never> {
  try {
    return make();
  } catch (error) {
    return Promise.reject(error);
  }
}

/** A page of a short list that is in memory already, ordered by `positionOf`. */
export function pageOfArray<T extends object>(
  items: readonly T[],
  args: ConnectionArguments,
  scope: string,
  positionOf: (item: T) => Position,
) {
  const { limit, backward, after, before } = readSlice(args, scope);
  const within = items.filter((item) => {
    const position = positionOf(item);
    return (
      (!after || comparePositions(position, after) > 0) && (!before || comparePositions(position, before) < 0)
    );
  });
  const page = backward ? within.slice(Math.max(0, within.length - limit)) : within.slice(0, limit);
  const [first, last] = [page[0] ?? within[backward ? within.length : 0], page.at(-1)];
  const edges = page.map((item) => ({ ...item, cursor: encodeCursor(scope, positionOf(item)) }));
  const start = first === undefined ? (backward ? items.length : 0) : items.indexOf(first);
  const end = last === undefined ? start : items.indexOf(last) + 1;
  return {
    edges,
    pageInfo: pageInfo(
      end < items.length,
      start > 0,
      edges.map(({ cursor }) => cursor),
    ),
    totalCount: () => items.length,
  };
}

/** Where a page lies in its list, by the cursors of its edges. */
export function pageInfo(hasNextPage: boolean, hasPreviousPage: boolean, cursors: readonly string[]) {
  return { hasNextPage, hasPreviousPage, startCursor: cursors[0] ?? null, endCursor: cursors.at(-1) ?? null };
}

/** Negative where `a` comes first. Throws `BAD_CURSOR` where they are not of the same order. */
export function comparePositions(a: Position, b: Position): number {
  if (a.length !== b.length) throw badCursor();
  for (const [index, part] of a.entries()) {
    const other = b[index] as typeof part;
    if (typeof part !== typeof other) throw badCursor();
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

function badCursor(): Failure {
  return new Failure(
    'BAD_CURSOR',
    'The cursor is not one of this list in this order: take cursors from an answer of the same field with the same `orderBy`.',
  );
}
