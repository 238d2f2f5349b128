// What answers should be: the same questions, asked of the other store in this process.
import { execute, parse, validate } from 'graphql';
import { createContext } from '../../src/graphql/context.ts';
import { schema } from '../../src/graphql/schema.ts';
import type { Edition } from './editions.ts';
import type { Question } from './questions.ts';

/** The editions that may still be served, and their answers. */
export class Expected {
  readonly #editions = new Map<
    string,
    { readonly edition: Edition; readonly answers: Map<string, Promise<string>> }
  >();
  readonly #kept: number;

  /** Keeps the last so many editions. */
  constructor(kept: number) {
    this.#kept = kept;
  }

  /** Adds the edition that is published next; removes the oldest. */
  async add(edition: Edition): Promise<void> {
    this.#editions.set(edition.store.version, { edition, answers: new Map() });
    if (this.#editions.size <= this.#kept) return;
    const [version, oldest] = this.#editions.entries().next().value!;
    this.#editions.delete(version);
    await Promise.allSettled(oldest.answers.values());
    await oldest.edition.remove();
  }

  /** The number of the edition with a version; undefined where it is none of those. */
  numberOf(version: string): number | undefined {
    return this.#editions.get(version)?.edition.number;
  }

  /** The body of the answer, to the letter. */
  async answer(version: string, { query, variables }: Question): Promise<string> {
    const { edition, answers } = this.#editions.get(version)!;
    const key = JSON.stringify([query, variables]);
    const known = answers.get(key);
    if (known) return known;
    const answer = answerOf(edition, query, variables);
    answers.set(key, answer);
    return answer;
  }

  /** The versions of all editions that are kept. */
  versions(): string[] {
    return [...this.#editions.keys()];
  }

  async remove(): Promise<void> {
    for (const { edition } of this.#editions.values()) await edition.remove();
    this.#editions.clear();
  }
}

async function answerOf(
  { store }: Edition,
  query: string,
  variableValues: Question['variables'],
): Promise<string> {
  const contextValue = createContext(store.reader({ now: Date.now(), preview: false }));
  const document = parse(query);
  const errors = validate(schema, document);
  const answer =
    errors.length > 0 ? { errors } : await execute({ schema, document, variableValues, contextValue });
  if (answer.errors) throw new Error(`The question is wrong: ${answer.errors[0]!.message}\n${query}`);
  return JSON.stringify({ data: answer.data });
}
