// Asks all services at once, judges every answer, and remembers what each service has shown.
import { setTimeout as pause } from 'node:timers/promises';
import type { Expected } from './expected.ts';
import type { Service } from './processes.ts';
import { ask, type Question } from './questions.ts';
import { type Random, randomOf } from './random.ts';
import { type Answer, judge, type Verdict } from './verdicts.ts';

const ASKERS_PER_SERVICE = 4;

/** In milliseconds. Without a rest, small machines would have no time left for what is published. */
const REST = 50;
const PATIENCE = 30_000;

/** How often one reads on where there is a next page. */
const TURNED_PAGES = 0.5;

const FAILURES_TOLD = 10;

/** The asking of some services. */
export class Asking {
  readonly verdicts: Record<Verdict, number> = { right: 0, wrong: 0, mixed: 0, stale: 0, lost: 0 };
  readonly questions: Record<string, number> = {};
  /** The first answers that were not right. */
  readonly failures: string[] = [];
  readonly #services: readonly Service[];
  readonly #expected: Expected;
  readonly #seed: number;
  /** The newest edition that each service has shown, and when an answer with it came first. */
  readonly #newest = new Map<string, { readonly edition: number; readonly at: number }>();
  readonly #waiting = new Set<() => void>();
  #isOver = false;
  #askers: Promise<unknown> = Promise.resolve();

  constructor(services: readonly Service[], expected: Expected, seed: number) {
    this.#services = services;
    this.#expected = expected;
    this.#seed = seed;
  }

  start(): void {
    this.#askers = Promise.all(
      this.#services.flatMap((service, place) =>
        Array.from({ length: ASKERS_PER_SERVICE }, (_, asker) =>
          this.#run(service, randomOf(this.#seed + 1_009 * place + 31 * asker)),
        ),
      ),
    );
  }

  /** Resolves when all that was asked is answered. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#askers;
  }

  /** The moment, in milliseconds since 1970, at which the last service had shown an edition or a newer one. */
  shown(edition: number): Promise<number> {
    return new Promise((resolve) => {
      const look = () => {
        const newest = this.#services.map(({ name }) => this.#newest.get(name) ?? { edition: -1, at: 0 });
        if (!newest.every((one) => one.edition >= edition)) return;
        this.#waiting.delete(look);
        resolve(Math.max(...newest.map(({ at }) => at)));
      };
      this.#waiting.add(look);
      look();
    });
  }

  async #run(service: Service, random: Random): Promise<void> {
    let question = ask(random);
    while (!this.#isOver) {
      const data = await this.#once(service, question);
      const next = data && question.next?.(data);
      question = next && random.next() < TURNED_PAGES ? next : ask(random);
      await pause(REST);
    }
  }

  async #once(
    { name, url }: Service,
    question: Question,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    const atLeast = this.#newest.get(name)?.edition ?? -1;
    const { query, variables } = question;
    const answer: Answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(PATIENCE),
    })
      .then(async (response) => ({
        service: name,
        status: response.status,
        body: await response.text(),
        atLeast,
      }))
      .catch((error: unknown) => ({ service: name, status: 0, body: String(error), atLeast }));
    // Judging takes its time.
    const at = Date.now();
    const { verdict, edition, data } = await judge(question, answer, this.#expected);
    this.verdicts[verdict] += 1;
    this.questions[question.name] = (this.questions[question.name] ?? 0) + 1;
    if (verdict !== 'right' && this.failures.length < FAILURES_TOLD) {
      const { status, body } = answer;
      this.failures.push(
        `${verdict}, from the ${name} service, edition ${edition ?? 'unknown'}, at least ${atLeast}: ` +
          `${JSON.stringify({ query, variables })} gave ${status} ${body.slice(0, 2_000)}`,
      );
    }
    if (edition !== undefined) this.#show(name, edition, at);
    return data;
  }

  #show(name: string, edition: number, at: number): void {
    const newest = this.#newest.get(name);
    if (newest && (newest.edition > edition || (newest.edition === edition && newest.at <= at))) return;
    this.#newest.set(name, { edition, at });
    for (const look of this.#waiting) look();
  }
}
