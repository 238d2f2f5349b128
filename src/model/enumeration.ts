// One declaration for each closed list of words: its values, what each means, and the validator of files.
import { z } from 'zod';

/** A closed list of values, in the order in which documentation shows them. */
export interface Enumeration<Value extends string> {
  /** The name of the GraphQL enum. */
  readonly name: string;
  readonly description: string;
  /** Every value with what it means. */
  readonly values: Readonly<Record<Value, string>>;
  /** Accepts exactly the values. */
  readonly schema: z.ZodEnum<{ [V in Value]: V }>;
}

/** The values of an enumeration as a union of strings. */
export type ValueOf<E> = E extends Enumeration<infer Value> ? Value : never;

/** Declares a closed list of values. */
export function enumeration<const Values extends Record<string, string>>(
  name: string,
  description: string,
  values: Values,
): Enumeration<keyof Values & string> {
  type Value = keyof Values & string;
  return { name, description, values, schema: z.enum(Object.keys(values) as [Value, ...Value[]]) as never };
}
