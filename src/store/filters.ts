// Filters to SQL: conditions on the rows of a kind, true or false but never null, that see only what the view may see.
import type { Filter, FilteredDate, FilteredValue } from '../model/filter.ts';
import { foldedName, type ListName } from '../model/record.ts';
import type { Dialect, Value, Values } from './dialect.ts';
import { directTopicLists, withNarrower } from './narrower.ts';
import { listCode } from './schema.ts';
import { readTerms } from './search/terms.ts';
import type { View } from './store.ts';
import { visible } from './visibility.ts';
import { voided } from './voided.ts';

/** How a condition is met: by going through the rows that meet it, or by looking at each row of a list. */
export type Approach = 'find' | 'check';

/** Who asks, and in which SQL. */
export interface Asking {
  readonly view: View;
  readonly dialect: Dialect;
}

/**
 * The condition that a filter puts on the row `k` of the table of its kind. Values become parameters, put into `values`;
 * the parameter of {@link visible} is used too. To `find` suits all records of a kind, to `check` the few of an owner.
 */
export function filterCondition(
  filter: Filter,
  { view, dialect }: Asking,
  approach: Approach,
  values: Values,
): string {
  return new Conditions(view, dialect, values).of(filter, 'k', approach);
}

const valueColumns: Readonly<Record<FilteredValue, string>> = {
  genre: 'genre',
  inLanguage: 'language',
  kind: 'kind',
  form: 'form',
  type: 'type',
  wikidataId: 'wikidata',
  qcode: 'qcode',
};

const isDated = { dated: 1, undated: 0 } as const;

/** Of each date the values of columns that say that a row has it, and its first and last millisecond. */
const dateColumns: Readonly<
  Record<
    FilteredDate,
    { readonly has: Readonly<Record<string, number>>; readonly first: string; readonly last: string }
  >
> = {
  datePublished: { has: {}, first: 'published', last: 'published' },
  dateModified: { has: { changed: 1, unchanged: 0 }, first: 'modified', last: 'modified' },
  dateUttered: { has: isDated, first: 'earliest', last: 'latest' },
  eventTime: { has: isDated, first: 'earliest', last: 'ends' },
  outcomeDate: { has: isDated, first: 'earliest', last: 'latest' },
};

/** The columns that have one value in all rows that a filter lets through, as far as that is plain. */
export function settledColumns(filter: Filter | undefined): Readonly<Record<string, number>> {
  if (filter?.test === 'date') return dateColumns[filter.field].has;
  return filter?.test === 'and' ? Object.assign({}, ...filter.of.map(settledColumns)) : {};
}

type Test<T extends Filter['test']> = Extract<Filter, { readonly test: T }>;

class Conditions {
  readonly #view: View;
  readonly #dialect: Dialect;
  readonly #values: Values;
  #parameters = 0;

  constructor(view: View, dialect: Dialect, values: Values) {
    this.#view = view;
    this.#dialect = dialect;
    this.#values = values;
  }

  of(filter: Filter, row: string, approach: Approach): string {
    switch (filter.test) {
      case 'and':
        return this.#all(filter.of, row, approach);
      case 'or':
        return joined(
          filter.of.map((part) => this.of(part, row, 'check')),
          ' OR ',
          'FALSE',
        );
      case 'not':
        return `NOT (${this.of(filter.of, row, 'check')})`;
      case 'value': {
        const column = `${row}.${valueColumns[filter.field]}`;
        return `(${column} IS NOT NULL AND ${this.#isOneOf(column, filter.in)})`;
      }
      case 'member':
        return this.#member(filter.list, filter.owners, row, approach);
      case 'outcome':
        return this.#outcome(filter.where, row, approach);
      case 'date':
        return this.#date(filter, row);
      case 'name':
        return this.#name(filter.prefix, row, approach);
      case 'text':
        return this.#text(filter.text, row);
      case 'answered':
        return this.#answered(row);
      case 'voided':
        return voided('statement.voidedBy', row, this.#view);
      case 'status':
        return this.#status(filter, row);
    }
  }

  /** Finds by one of the parts and checks the others: two sets of rows to go through are slower than one and a look at each. */
  #all(parts: readonly Filter[], row: string, approach: Approach): string {
    const found = approach === 'find' ? parts.findIndex(isFindable) : -1;
    return joined(
      parts.map((part, index) => this.of(part, row, index === found ? 'find' : 'check')),
      ' AND ',
      'TRUE',
    );
  }

  #member(list: ListName, owners: readonly string[], row: string, approach: Approach): string {
    const named =
      `SELECT fo.ordinal FROM name fn JOIN record fo ON fo.ordinal = fn.ordinal ` +
      `WHERE ${this.#isOneOf('fn.id', owners)} AND ${visible('fo', this.#view)}`;
    const all = directTopicLists.includes(list) ? withNarrower(named, this.#view) : `(${named})`;
    const owner = `fm.owner IN ${all}`;
    const members = `FROM member fm WHERE fm.list = ${listCode(list)}`;
    return approach === 'find'
      ? `${row}.ordinal IN (SELECT fm.member ${members} AND ${owner})`
      : `EXISTS (SELECT 1 ${members} AND fm.member = ${row}.ordinal AND ${owner})`;
  }

  #outcome(where: Filter, row: string, approach: Approach): string {
    const inner = `${row}o`;
    const condition = `${visible(inner, this.#view)} AND ${this.of(where, inner, approach)}`;
    return approach === 'find'
      ? `${row}.ordinal IN (SELECT fm.member FROM outcome ${inner} CROSS JOIN member fm ` +
          `WHERE fm.list = ${listCode('outcome.statements')} AND fm.owner = ${inner}.ordinal AND ${condition})`
      : `EXISTS (SELECT 1 FROM member fm CROSS JOIN outcome ${inner} WHERE fm.list = ${listCode('statement.outcomes')} ` +
          `AND fm.owner = ${row}.ordinal AND ${inner}.ordinal = fm.member AND ${condition})`;
  }

  #date({ field, from, until, match }: Test<'date'>, row: string): string {
    const { has, first, last } = dateColumns[field];
    const [notBefore, notAfter] = match === 'CERTAINLY' ? [first, last] : [last, first];
    return joined(
      [
        // Either is the first column of an index: of the one in ascending order, or of the one in descending order.
        ...Object.entries(has).map(([column, value]) => `${row}.${column} = ${value}`),
        ...(from === undefined ? [] : [`${row}.${notBefore} >= ${this.#value(from)}`]),
        ...(until === undefined ? [] : [`${row}.${notAfter} <= ${this.#value(until)}`]),
      ],
      ' AND ',
      'TRUE',
    );
  }

  #name(prefix: string, row: string, approach: Approach): string {
    const folded = foldedName(prefix);
    if (!isStorable(folded)) return 'FALSE';
    const end = after(folded);
    const names =
      `FROM alias fa WHERE fa.name >= ${this.#value(folded)}` +
      (end === undefined ? '' : ` AND fa.name < ${this.#value(end)}`);
    return approach === 'find'
      ? `${row}.ordinal IN (SELECT fa.ordinal ${names})`
      : `EXISTS (SELECT 1 ${names} AND fa.ordinal = ${row}.ordinal)`;
  }

  #text(text: string, row: string): string {
    const terms = readTerms(text);
    if (terms.wanted.length === 0) return 'FALSE';
    const { ordinal, matches } = this.#dialect.fullText;
    const condition = matches(terms, (value) => this.#value(value));
    return `${row}.ordinal IN (SELECT ${ordinal} FROM search s WHERE ${condition})`;
  }

  #answered(row: string): string {
    return (
      `EXISTS (SELECT 1 FROM member fm JOIN statement fr ON fr.ordinal = fm.member ` +
      `WHERE fm.list = ${listCode('statement.responses')} AND fm.owner = ${row}.ordinal AND fm.label <> 'COMMENTS' ` +
      `AND (fr.speaker IS NULL OR ${row}.speaker IS NULL OR fr.speaker <> ${row}.speaker) ` +
      `AND ${visible('fr', this.#view)} AND NOT ${voided('statement.voidedBy', 'fr', this.#view)})`
    );
  }

  #status({ in: statuses, asOf, knownAt }: Test<'status'>, row: string): string {
    const day = asOf === undefined ? '' : ` AND fs.earliest <= ${this.#value(asOf)}`;
    const moment = knownAt === undefined ? undefined : this.#value(knownAt);
    const recorded = moment === undefined ? '' : ` AND fs.recorded <= ${moment}`;
    const known = moment === undefined ? 'TRUE' : `v.created <= ${moment}`;
    const status =
      `(SELECT fs.status FROM status_change fs WHERE fs.outcome = ${row}.ordinal AND ${visible('fs', this.#view)}` +
      `${day}${recorded} AND NOT ${voided('statusChange.voidedBy', 'fs', this.#view, known)} ` +
      `ORDER BY fs.dated DESC, fs.earliest DESC, fs.recorded DESC, fs.position DESC LIMIT 1)`;
    return `coalesce(${this.#isOneOf(status, statuses)}, FALSE)`;
  }

  #isOneOf(text: string, values: readonly string[]): string {
    return this.#dialect.isOneOf(text, this.#value(values.filter(isStorable)));
  }

  #value(value: Value): string {
    const name = `f${this.#parameters++}`;
    this.#values[name] = value;
    return `:${name}`;
  }
}

function isFindable(filter: Filter): boolean {
  return filter.test === 'and'
    ? filter.of.some(isFindable)
    : ['member', 'outcome', 'name', 'text'].includes(filter.test);
}

function joined(parts: readonly string[], by: ' AND ' | ' OR ', none: 'TRUE' | 'FALSE'): string {
  return parts.length === 0 ? none : `(${parts.join(by)})`;
}

// No column holds anything else.
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

const LAST_BEFORE_SURROGATES = 0xd7ff;

/** The first text, code point by code point, after all that begin with `prefix`; undefined where there is none. */
function after(prefix: string): string | undefined {
  const points = Array.from(prefix, (letter) => letter.codePointAt(0)!);
  while (points.at(-1) === 0x10ffff) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  return String.fromCodePoint(...points, last === LAST_BEFORE_SURROGATES ? 0xe000 : last + 1);
}
