// The comparison: in every round all programs are started, and one after another is warmed and asked, case by case.
import type { Case, Known, ServerName, Variables } from './cases.ts';
import type { Cores } from './cores.ts';
import { bodyOf, Client, jsonHeaders, type Load, pathOf, rateOf, spread } from './load.ts';
import { type Running, processorSeconds } from './processes.ts';
import { comparable, type Settings, type Places, queryFor, startServer } from './servers.ts';

/** How long and how often. */
export interface Effort {
  readonly rounds: number;
  /** Of each measurement; the warm-up before takes as long again, two seconds at most. */
  readonly seconds: number;
}

/** One line of the table. */
export interface Result {
  readonly case: string;
  readonly against: ServerName;
  /** Requests per second of onrecord for each of the other: the median of the rounds. Null where it could not be measured. */
  readonly ratio: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** What is to be reached; null where nothing is set. */
  readonly bar: number | null;
  /** Null where there is no bar. */
  readonly holds: boolean | null;
  /** Medians, in requests per second. */
  readonly perSecond: { readonly onrecord: number | null; readonly other: number | null };
  /** The same ratio told by the processor time of a request, which does not depend on the load generator. */
  readonly byProcessor: number | null;
  readonly answerBytes: number;
  readonly note: string | null;
}

interface Sample {
  readonly perSecond: number;
  /** Of the server, in microseconds for each request. */
  readonly processor: number | undefined;
  readonly generator: number;
  readonly busy: number | undefined;
}

interface Asked {
  readonly comparable: readonly string[];
  readonly body: string;
  readonly etag: string | undefined;
}

// Requests whose answers are compared before anything is timed.
const COMPARED = [0, 1, 2, 11, 250];

/** Measures the chosen cases. What a program cannot answer, or answers otherwise, is left out and said. */
export class Comparison {
  readonly #places: Places;
  readonly #known: Known;
  readonly #cores: Cores;
  readonly #settings: Settings;
  readonly #cases: readonly Case[];
  readonly #tell: (line: string) => void;
  readonly #samples = new Map<string, Map<number, Sample>>();
  readonly #asked = new Map<string, Asked>();
  /** Who takes no part in a case, and why. */
  readonly #leftOut = new Map<string, string>();
  /** What went wrong in a round; others count. */
  readonly #failures = new Map<string, string>();

  constructor(
    places: Places,
    known: Known,
    cores: Cores,
    settings: Settings,
    chosen: readonly Case[],
    tell: (line: string) => void,
  ) {
    this.#places = places;
    this.#known = known;
    this.#cores = cores;
    this.#settings = settings;
    this.#cases = chosen;
    this.#tell = tell;
  }

  /** Runs all rounds. */
  async run({ rounds, seconds }: Effort): Promise<Result[]> {
    const servers = [...new Set(this.#cases.flatMap(participants))];
    for (let round = 0; round < rounds; round += 1) {
      const running = new Map<ServerName, Running>();
      try {
        for (const name of servers) {
          this.#tell(`round ${round + 1} of ${rounds}: starting ${name}`);
          running.set(name, await startServer(name, this.#places, this.#cores, this.#settings));
        }
        // Those that are compared are measured within seconds of one another, so that they have the same share of what else
        // the machine does; the others take no processor time meanwhile.
        for (const each of this.#cases) {
          this.#tell(`round ${round + 1} of ${rounds}: ${each.name}`);
          for (const name of inTurn(participants(each), round, this.#asked.has(keyOf(each, each.measured)))) {
            await this.#measure(name, running.get(name)!, each, round, seconds);
          }
        }
      } finally {
        for (const server of running.values()) await server.stop();
      }
    }
    return this.#cases.flatMap((each) =>
      Object.entries(each.against).map(([against, bar]) =>
        this.#resultOf(each, against as ServerName, bar ?? null),
      ),
    );
  }

  async #measure(name: ServerName, server: Running, each: Case, round: number, seconds: number) {
    const key = keyOf(each, name);
    if (this.#leftOut.has(key)) return;
    const client = new Client(server.address);
    try {
      const load = await this.#loadOf(name, server.address, each, client);
      if (!load) return;
      await rateOf(server.address, load, Math.min(2, seconds));
      const processor = processorSeconds(server.pid);
      const started = performance.now();
      const { perSecond, generator } = await rateOf(server.address, load, seconds);
      const elapsed = (performance.now() - started) / 1_000;
      const after = processorSeconds(server.pid);
      const taken = processor === undefined || after === undefined ? undefined : after - processor;
      const samples = this.#samples.get(key) ?? new Map<number, Sample>();
      this.#samples.set(key, samples);
      samples.set(round, {
        perSecond,
        generator,
        processor: taken === undefined ? undefined : (taken * 1e6) / (perSecond * elapsed),
        busy: taken === undefined ? undefined : taken / elapsed,
      });
    } catch (error) {
      const failure = `${name}, round ${round + 1}: ${error instanceof Error ? error.message : String(error)}`;
      this.#failures.set(key, failure);
      this.#tell(`${each.name}: ${failure}`);
    } finally {
      client.close();
    }
  }

  /** What to send to a program; undefined where it cannot take part, which is noted. */
  async #loadOf(name: ServerName, url: string, each: Case, client: Client): Promise<Load | undefined> {
    const key = keyOf(each, name);
    const isLimit = name === 'node:http';
    const query = queryFor(name, each);
    const model = this.#asked.get(keyOf(each, each.measured));
    if (isLimit && !model) return this.#leaveOut(key, `${each.measured} gave no answer to give out`);
    const variablesOf = isLimit
      ? await withoutCursors(each, this.#known)
      : await each.prepare(this.#known, client.ask);
    if (isLimit) await client.send('PUT', model!.body);
    else {
      const asked = await this.#ask(name, each, query, variablesOf, client);
      if (model && asked.comparable.some((answer, index) => answer !== model.comparable[index])) {
        return this.#leaveOut(
          key,
          `${name} gives other answers: ${difference(model.comparable, asked.comparable)}`,
        );
      }
      if (!model && each.measured === name) this.#asked.set(key, asked);
      if (each.isConditional && asked.etag === undefined)
        return this.#leaveOut(key, `${name} gives no ETag, so there is no 304 to measure`);
    }
    if (each.isConditional) {
      const headers = {
        accept: jsonHeaders.accept,
        'if-none-match': (isLimit ? model! : this.#asked.get(key)!).etag!,
      };
      return { method: 'GET', path: pathOf(query, variablesOf(0)), headers, body: undefined, status: 304 };
    }
    // The compared requests were sent already: others follow.
    let n = 1_000;
    const body = each.isHot ? bodyOf(query, variablesOf(0)) : () => bodyOf(query, variablesOf((n += 1)));
    return { method: 'POST', path: new URL(url).pathname, headers: { ...jsonHeaders }, body, status: 200 };
  }

  async #ask(
    name: ServerName,
    each: Case,
    query: string,
    variablesOf: (n: number) => Variables,
    client: Client,
  ): Promise<Asked> {
    const numbers = each.isHot ? [0] : COMPARED;
    const answers = [];
    for (const n of numbers) answers.push(await client.ask(query, variablesOf(n)));
    const first = await client.post(query, variablesOf(0));
    const etag = each.isConditional
      ? (await client.send('GET', undefined, { accept: jsonHeaders.accept }, pathOf(query, variablesOf(0))))
          .etag
      : undefined;
    return { comparable: answers.map((answer) => comparable(name, answer)), body: first.body, etag };
  }

  #leaveOut(key: string, note: string): undefined {
    this.#leftOut.set(key, note);
    this.#tell(note);
  }

  #resultOf(each: Case, against: ServerName, bar: number | null): Result {
    const [keyOfOurs, keyOfTheirs] = [keyOf(each, each.measured), keyOf(each, against)];
    const ours = this.#samples.get(keyOfOurs) ?? new Map<number, Sample>();
    const theirs = this.#samples.get(keyOfTheirs) ?? new Map<number, Sample>();
    const pairs = [...ours].flatMap(([round, sample]) => {
      const other = theirs.get(round);
      return other ? [{ ours: sample, theirs: other }] : [];
    });
    const common = {
      case: each.name,
      against,
      bar,
      answerBytes: Buffer.byteLength(this.#asked.get(keyOfOurs)?.body ?? ''),
    };
    const keys = [keyOfOurs, keyOfTheirs];
    const leftOut = keys.map((key) => this.#leftOut.get(key)).find((note) => note !== undefined);
    const failure = keys.map((key) => this.#failures.get(key)).find((note) => note !== undefined);
    const median = (samples: ReadonlyMap<number, Sample>) =>
      samples.size === 0 ? null : spread([...samples.values()].map(({ perSecond }) => perSecond)).median;
    const perSecond = { onrecord: median(ours), other: median(theirs) };
    if (pairs.length === 0 || leftOut !== undefined) {
      const holds = bar === null ? null : false;
      const told = leftOut ?? failure ?? 'not measured';
      return {
        ...common,
        ratio: null,
        min: null,
        max: null,
        holds,
        perSecond,
        byProcessor: null,
        note: told,
      };
    }
    const ratios = spread(pairs.map((pair) => pair.ours.perSecond / pair.theirs.perSecond));
    const byProcessor = pairs.flatMap((pair) =>
      pair.ours.processor && pair.theirs.processor ? [pair.theirs.processor / pair.ours.processor] : [],
    );
    // Of PostgreSQL's own processes that time is not known.
    const isTold = byProcessor.length === pairs.length && each.measured === 'onrecord';
    return {
      ...common,
      ratio: ratios.median,
      min: ratios.min,
      max: ratios.max,
      holds: bar === null ? null : ratios.median >= bar,
      perSecond,
      byProcessor: isTold ? spread(byProcessor).median : null,
      note: failure ?? limitOf(pairs.flatMap((pair) => [pair.ours, pair.theirs])),
    };
  }
}

/** Who is asked a case: the one that is measured first, since the others are held to its answers. */
function participants({ measured, against }: Case): ServerName[] {
  return [measured, ...(Object.keys(against) as ServerName[])];
}

/** Begins with another one in each round, once it is known what all have to answer. */
function inTurn<T>(items: readonly T[], round: number, isKnown: boolean): T[] {
  const first = isKnown ? round % items.length : 0;
  return [...items.slice(first), ...items.slice(0, first)];
}

/** Variables for the limit, which reads them and knows no cursors: bodies as long as those of the others. */
function withoutCursors(each: Case, known: Known) {
  const cursor = Buffer.from('["article.DATE_PUBLISHED.DESC",1500000000000,"Article:article-5000"]');
  return each.prepare(known, async () => ({ list: { edges: [{ cursor: cursor.toString('base64url') }] } }));
}

function keyOf(each: Case, name: ServerName): string {
  return `${each.name} ${name}`;
}

/** Says so where the load generator rather than a server set the pace. */
function limitOf(samples: readonly Sample[]): string | null {
  const isLimited = samples.some(
    ({ generator, busy }) => generator > 0.9 && busy !== undefined && busy < 0.9,
  );
  return isLimited ? 'the load generator was a limit: go by processor time' : null;
}

function difference(wanted: readonly string[], got: readonly string[]): string {
  const which = wanted.findIndex((answer, index) => answer !== got[index]);
  const [one = '', other = ''] = [wanted[which], got[which]];
  let place = 0;
  while (place < one.length && one[place] === other[place]) place += 1;
  const around = (text: string) => text.slice(Math.max(0, place - 60), place + 60);
  return `…${around(one)}… against …${around(other)}…`;
}
