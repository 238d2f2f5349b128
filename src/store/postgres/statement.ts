// From SQL with named parameters, as the stores share it, to what PostgreSQL takes: numbered ones, and many questions at once.
import type { Query, Value } from '../dialect.ts';

/** A statement with the values of its parameters ($1, $2 …). */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Where SQL is put together: counts parameters and keeps their values. */
export class Parameters {
  readonly values: unknown[] = [];

  /** The SQL of a query with its values as parameters; those in `columns` are read from the columns named there. */
  inline({ sql, values }: Query, columns: Readonly<Record<string, string>> = {}): string {
    const known = new Map<string, string>();
    return sql.replaceAll(PARAMETER, (_, name: string, cast: string | undefined) => {
      if (columns[name] !== undefined) return `${columns[name]}${cast ?? ''}`;
      const value = values[name];
      if (value === undefined) throw new TypeError(`The parameter ${name} has no value`);
      const place = known.get(name) ?? this.add(value);
      known.set(name, place);
      return `${place}${cast ?? castOf(value)}`;
    });
  }

  /** The parameter of a value, without a cast. */
  add(value: Value): string {
    return `$${this.values.push(cleaned(value))}`;
  }
}

/** A statement of one query. */
export function statementOf(query: Query): Statement {
  const parameters = new Parameters();
  return { text: parameters.inline(query), values: parameters.values };
}

/** A question of several that are asked together. */
export interface Question {
  /** SQL with `:name` for what `values` and `given` hold. */
  readonly sql: string;
  readonly values: Query['values'];
  /** Values in which questions of the same sort differ. */
  readonly given: Readonly<Record<string, number | string>>;
}

/**
 * One statement for many questions: the rows of each, whose columns are those in `columns`, after the place of the question.
 * Questions that differ only in `given` are asked by the same SQL, once for each row of an array, so that there are as many
 * statements as sorts of questions. Undefined where nothing is asked.
 */
export function statementOfAll(questions: readonly (Question | undefined)[]): Statement | undefined {
  const sorts = new Map<string, [Question, ...{ readonly place: number; readonly question: Question }[]]>();
  questions.forEach((question, place) => {
    if (!question) return;
    const sort = JSON.stringify([question.sql, question.values]);
    const known = sorts.get(sort);
    if (known) known.push({ place, question });
    else sorts.set(sort, [question, { place, question }]);
  });
  if (sorts.size === 0) return undefined;
  const parameters = new Parameters();
  const parts = [...sorts.values()].map(([{ sql, values, given }, ...asked]) => {
    const places = asked.map(({ place }) => place);
    if (asked.length === 1) {
      const answer = parameters.inline({ sql, values: { ...values, ...given } });
      return `SELECT ${parameters.add(places[0]!)}::bigint AS asked, answer.* FROM (${answer}) answer`;
    }
    const names = Object.keys(given);
    const lists = [
      `${parameters.add(places)}::bigint[]`,
      ...names.map((name) => {
        const list = asked.map(({ question }) => question.given[name]!);
        return `${parameters.add(list as string[])}::${typeof list[0] === 'number' ? 'bigint' : 'text'}[]`;
      }),
    ];
    const columns = Object.fromEntries(names.map((name) => [name, `q.${name}`]));
    const answer = parameters.inline({ sql, values }, columns);
    return (
      `SELECT q.asked, answer.* FROM unnest(${lists.join(', ')}) AS q (${['asked', ...names].join(', ')}) ` +
      `CROSS JOIN LATERAL (${answer}) answer`
    );
  });
  return { text: parts.join(' UNION ALL '), values: parameters.values };
}

// Not the second colon of a cast, and with the cast that follows.
const PARAMETER = /(?<![:\w]):([a-z]\w*)(::\w+(?:\[\])?)?/g;

function castOf(value: Value): string {
  return typeof value === 'number' ? '::bigint' : '::text';
}

// PostgreSQL has no text with U+0000 in it, and refuses to compare with one: nothing stored is equal to what stands for it.
function cleaned(value: Value): Value {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD');
  return typeof value[0] === 'string' ? (value as string[]).map((text) => cleaned(text) as string) : value;
}
