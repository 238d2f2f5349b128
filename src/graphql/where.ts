// A filter of any kind: fields that combine with AND, and AND, OR and NOT of whole filters, no deeper than may be.
import type { InputRef } from '@pothos/core';
import { Failure } from '../errors.ts';
import type { Filter } from '../model/filter.ts';
import { builder } from './builder.ts';
import {
  checked,
  type Condition,
  CONDITIONS_LIMIT,
  FilterReading,
  NESTING_LIMIT,
  VALUES_LIMIT,
} from './conditions.ts';

/** A filter as clients give it: fields by name; null is as good as left out. */
export type WhereInput = Readonly<Record<string, unknown>>;

/** The filter of a kind. */
export interface Where {
  readonly type: InputRef<WhereInput>;
  /** What a whole filter asks of a record; nothing is undefined. Throws `BAD_FILTER`. */
  filterOf(input: WhereInput | null | undefined): Filter | undefined;
  /** What a filter asks of a record within a filter. Throws `BAD_FILTER`. */
  read(input: WhereInput, depth: number, reading: FilterReading): Filter;
}

/** Makes the filter of a kind out of its fields; `subject` is what they are called in documentation. */
export function where(
  typeName: string,
  subject: string,
  conditions: Readonly<Record<string, Condition>>,
): Where {
  const type = builder.inputRef<WhereInput>(typeName);
  type.implement({
    description:
      `Which ${subject} to list. A list means any of its values; fields combine with AND; an empty list matches nothing; ids of hidden or unknown records match nothing. ` +
      `AND, OR and NOT nest at most ${NESTING_LIMIT} deep; a list has at most ${VALUES_LIMIT} values, a filter at most ${CONDITIONS_LIMIT} conditions.`,
    fields: (t) => ({
      ...Object.fromEntries(
        Object.entries(conditions).map(([field, { type: fieldType, description }]) => [
          field,
          t.field({ type: fieldType as never, description }),
        ]),
      ),
      AND: t.field({ type: [type], description: 'All of them match. Without any it is no condition.' }),
      OR: t.field({
        type: [type],
        description: 'At least one of them matches. Without any nothing matches.',
      }),
      NOT: t.field({ type, description: 'It does not match.' }),
    }),
  });
  const read: Where['read'] = (input, depth, reading) => {
    if (depth > NESTING_LIMIT) {
      throw new Failure(
        'BAD_FILTER',
        `The filter is more than ${NESTING_LIMIT} deep, which is the most that AND, OR, NOT and \`outcome\` may stand in one another: ask for less at once.`,
      );
    }
    const inner = (one: WhereInput) => {
      reading.count();
      return read(one, depth + 1, reading);
    };
    const parts = Object.entries(input).flatMap(([field, value]): Filter[] => {
      if (value === null || value === undefined) return [];
      if (field === 'AND') return checked(value as WhereInput[], field).map(inner);
      if (field === 'OR') return [{ test: 'or', of: checked(value as WhereInput[], field).map(inner) }];
      if (field === 'NOT') return [{ test: 'not', of: inner(value as WhereInput) }];
      reading.count();
      return [conditions[field]!.read(value as never, { field, depth, reading })];
    });
    return parts.length === 1 ? parts[0]! : { test: 'and', of: parts };
  };
  return {
    type,
    read,
    filterOf(input) {
      const filter = input ? read(input, 0, new FilterReading()) : undefined;
      return filter?.test === 'and' && filter.of.length === 0 ? undefined : filter;
    },
  };
}
