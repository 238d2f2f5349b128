// Pages by keyset: where a page ends and the next begins is told by values, never by counting rows.
import { Failure } from '../errors.ts';
import type { Kind } from '../model/kind.ts';
import { type AnyRecord, listKinds } from '../model/record.ts';
import type { Dialect, Query, Values } from './dialect.ts';
import { filterCondition, settledColumns } from './filters.ts';
import { relatedArticles } from './related.ts';
import { kindTables, listCode, type OrderColumns } from './schema.ts';
import type { ListRequest, Order, OrderField, Page, PageRequest, Position, View } from './store.ts';
import { visible, visibleParameters } from './visibility.ts';
import { voided } from './voided.ts';

/** What to ask for one page, in the parts that every store puts together as suits it. */
export interface PageParts {
  /** FROM and WHERE of the whole list. */
  readonly list: string;
  readonly label: string;
  /** The values of a position. */
  readonly keys: readonly string[];
  /** What is to follow `list` so that only the members of the page, and those that come after them, remain. */
  readonly within: string;
  readonly orderBy: string;
  /** The same for members at or before the place from which the page is read; left out where it is an end. */
  readonly behind?: string;
  /** The same for members from the place on at which the page must stop; left out where it is an end. */
  readonly beyond?: string;
  readonly values: {
    readonly list: Readonly<Values>;
    readonly start: Readonly<Record<string, number | string>>;
    readonly end: Readonly<Record<string, number | string>>;
  };
}

/** The parts of a page. Throws BAD_CURSOR where a position is not one of its order. */
export function pageParts(request: PageRequest, view: View, dialect: Dialect): PageParts {
  const { order, backward } = request;
  const keys = sortKeys(request, order);
  const start = backward ? request.before : request.after;
  const end = backward ? request.after : request.before;
  const ascending = (order.direction === 'ASC') !== backward;
  const [ahead, back] = ascending ? ['>', '<'] : ['<', '>'];
  const list = listOf(request, view, dialect, order);
  const settled = settledColumns(request.where);
  const [from, until] = [bound('start', start, keys, settled), bound('end', end, keys, settled)];
  const afterStart = from ? ` AND ${from.row} ${ahead} ${from.values}` : '';
  return {
    list: list.sql,
    label: list.label,
    keys: keys.map(({ sql }) => sql),
    within: afterStart + (until ? ` AND ${until.row} ${back} ${until.values}` : ''),
    orderBy: `ORDER BY ${keys.map(({ sql }) => `${sql} ${ascending ? 'ASC' : 'DESC'}`).join(', ')}`,
    ...(from && { behind: ` AND ${from.row} ${back}= ${from.values}` }),
    ...(until && { beyond: `${afterStart} AND ${until.row} ${ahead}= ${until.values}` }),
    values: { list: list.values, start: from?.given ?? {}, end: until?.given ?? {} },
  };
}

/** The query that counts the members of a list. */
export function countQuery(request: ListRequest, view: View, dialect: Dialect): Query {
  const { sql, values } = listOf(request, view, dialect);
  return { sql: `SELECT count(*) ${sql}`, values };
}

/** A row that `scan` found. */
export type ScannedRow = readonly [ordinal: number, label: string | null, ...position: (number | string)[]];

/** What was found of a page, no more rows than its limit, from the end that was read. */
export interface FoundPage {
  readonly rows: readonly ScannedRow[];
  readonly behind: boolean;
  readonly beyond: boolean;
}

/** The page of what was found, in the order asked for. */
export function pageOf(
  { backward }: PageRequest,
  found: FoundPage,
  record: (ordinal: number) => AnyRecord,
): Page {
  const kept = backward ? found.rows.toReversed() : found.rows;
  return {
    rows: kept.map(([ordinal, label, ...position]) => ({
      record: record(ordinal),
      position,
      ...(label !== null && { label }),
    })),
    hasNextPage: backward ? found.behind : found.beyond,
    hasPreviousPage: backward ? found.beyond : found.behind,
  };
}

interface SortKey {
  readonly sql: string;
  readonly type: 'number' | 'string';
}

const id: SortKey = { sql: 'k.id', type: 'string' };

function sortKeys(request: ListRequest, { field, direction }: Order): readonly SortKey[] {
  const kind = memberKind(request);
  const number = (sql: string): SortKey => ({ sql, type: 'number' });
  if (kind === 'outcome' && field === 'LAST_CHANGE') {
    const undated = direction === 'ASC' ? 'coalesce(c.undated, 1)' : 'coalesce(c.dated, 0)';
    return [number(undated), number('coalesce(c.earliest, 0)'), number('coalesce(c.latest, 0)'), id];
  }
  if ('relatedTo' in request && field === 'RELATEDNESS')
    return [number('r.score'), number('k.published'), id];
  const { columns } = kindTables[kind];
  const orders: Partial<Record<OrderField, OrderColumns>> = kindTables[kind].orders;
  const names = orders[field]?.[direction];
  if (!names) throw new TypeError(`Lists of the kind "${kind}" have no order ${field}`);
  return [
    ...names.map((name): SortKey => ({
      sql: `k.${name}`,
      type: columns[name] === 'text' ? 'string' : 'number',
    })),
    id,
  ];
}

/** FROM and WHERE of a list: `k` is the table of its members. */
function listOf(
  request: ListRequest,
  view: View,
  dialect: Dialect,
  order?: Order,
): Query & { readonly label: string } {
  const kind = memberKind(request);
  const values: Values = { ...visibleParameters(view) };
  const from = [`${kindTables[kind].name} k`];
  const where: string[] = [];
  if ('list' in request) {
    // A cross join keeps SQLite to this order of reading: from the owner to its members.
    from.unshift('member m CROSS JOIN');
    where.push(
      `m.list = ${listCode(request.list)} AND m.owner = (SELECT o.ordinal FROM name n JOIN record o ON o.ordinal = n.ordinal ` +
        `WHERE n.id = :owner AND ${visible('o', view)}) AND k.ordinal = m.member`,
    );
    values['owner'] = request.owner;
  }
  if ('relatedTo' in request) {
    from.unshift(`${relatedArticles(view, dialect)} r CROSS JOIN`);
    where.push('k.ordinal = r.ordinal');
    values['owner'] = request.relatedTo;
  }
  if (request.labels) {
    where.push('list' in request ? dialect.isOneOf('m.label', ':labels') : 'FALSE');
    if ('list' in request) values['labels'] = request.labels;
  }
  where.push(visible('k', view));
  if (request.where) {
    const approach = 'kind' in request ? 'find' : 'check';
    where.push(filterCondition(request.where, { view, dialect }, approach, values));
  }
  if (order?.field === 'LAST_CHANGE') {
    // Last as the model tells it: by earliest day, then by when it was recorded, then by its place in the file.
    from.push(
      `LEFT JOIN status_change c ON c.ordinal = (SELECT s.ordinal FROM status_change s WHERE s.outcome = k.ordinal ` +
        `AND ${visible('s', view)} AND NOT ${voided('statusChange.voidedBy', 's', view)} ` +
        `ORDER BY s.dated DESC, s.earliest DESC, s.recorded DESC, s.position DESC LIMIT 1)`,
    );
  }
  return {
    sql: `FROM ${from.join(' ')} WHERE ${where.join(' AND ')}`,
    values,
    label: 'list' in request ? 'm.label' : 'NULL',
  };
}

function memberKind(request: ListRequest): Kind {
  if ('relatedTo' in request) return 'article';
  return 'list' in request ? listKinds[request.list] : request.kind;
}

interface Bound {
  readonly row: string;
  readonly values: string;
  readonly given: Readonly<Record<string, number | string>>;
}

/**
 * What to compare with a position. Keys in front that all rows of the list share with it are left out: an index is then
 * searched by the rest of them, and not by what all share alone. Throws BAD_CURSOR where it is not one of the order.
 */
function bound(
  name: 'start' | 'end',
  position: Position | undefined,
  keys: readonly SortKey[],
  settled: Readonly<Record<string, number>>,
): Bound | undefined {
  if (position === undefined) return undefined;
  const fits =
    Array.isArray(position) &&
    position.length === keys.length &&
    keys.every(({ type }, index) => isValue(position[index], type));
  if (!fits) throw new Failure('BAD_CURSOR', 'The cursor is not one of this list in this order.');
  const [first] = keys;
  const compared = keys
    .map(({ sql }, index) => ({ sql, parameter: `${name}${index}`, value: position[index]! }))
    .slice(settled[first!.sql.replace('k.', '')] === position[0] ? 1 : 0);
  return {
    row: `(${compared.map(({ sql }) => sql).join(', ')})`,
    values: `(${compared.map(({ parameter }) => `:${parameter}`).join(', ')})`,
    given: Object.fromEntries(compared.map(({ parameter, value }) => [parameter, value])),
  };
}

// What no column can hold would make a store complain or find another place.
function isValue(value: unknown, type: SortKey['type']): boolean {
  if (type === 'number') return Number.isSafeInteger(value);
  return typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
}
