// Several processes on one port: the first of them compiles and watches, the others serve, and one that dies is replaced.
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Numbers } from '../server/metrics.ts';
import type { ServedCorpus } from '../server/served-corpus.ts';
import { Gathering } from './gathering.ts';
import type { Io } from './command.ts';

type Signal = 'SIGTERM' | 'SIGINT';

/** What workers are told. */
type Order =
  | { readonly order: 'stop'; readonly signal: Signal }
  | { readonly order: 'switch' }
  | { readonly order: 'count' };

/** What workers tell: where they listen, and their numbers when they are asked for those. */
interface Told {
  readonly listeningAt?: string;
  readonly numbers?: Numbers;
}

// One that has answered for so long has not died of how it starts.
const PROVEN_IN_MILLISECONDS = 10_000;
const BACKOFF_IN_MILLISECONDS = { first: 100, longest: 10_000 };
// Longer than a worker takes at most to stop by itself.
const LONGEST_STOP_IN_MILLISECONDS = 15_000;

/** Whether this process is a worker. */
export const isWorker = cluster.isWorker;

/** The processes that serve. */
export class Workers {
  readonly #io: Io;
  readonly #all = new Set<Worker>();
  readonly #gathering = new Gathering<Worker>((worker) => this.#order(worker, { order: 'count' }));
  readonly #restarts = new Set<NodeJS.Timeout>();
  #quickDeaths = 0;
  /** One of them has listened: from then on it is no fault of the settings that one ends. */
  #hasListened = false;
  #isStopping = false;

  constructor(io: Io) {
    this.#io = io;
  }

  /**
   * Starts so many, and resolves with their URL when all of them listen. The first one says why where it cannot start:
   * then it resolves with undefined.
   */
  async start(count: number, port: number): Promise<string | undefined> {
    const words = process.argv.slice(2);
    // The last flag counts. Without a word "serve" is meant.
    cluster.setupPrimary({ args: [...(words.length > 0 ? words : ['serve']), `--port=${port}`] });
    const url = await this.#fork();
    if (url === undefined) return undefined;
    await Promise.all(Array.from({ length: count - 1 }, () => this.#fork()));
    return url;
  }

  /** Tells them each time that `corpus` is replaced: they open what was built. */
  async follow(corpus: ServedCorpus): Promise<void> {
    const never = new AbortController().signal;
    for (let isOn = true; isOn;) {
      const lease = corpus.take();
      isOn = await lease.replaced(never);
      lease.giveBack();
      if (isOn) this.#tell({ order: 'switch' });
    }
  }

  /** Stops them gently, at once where it is called again, and resolves when all have ended. */
  async stop(signal: Signal): Promise<void> {
    this.#isStopping = true;
    for (const restart of this.#restarts) clearTimeout(restart);
    const ended = [...this.#all].map((worker) => once(worker, 'exit'));
    this.#tell({ order: 'stop', signal });
    const end = setTimeout(() => {
      for (const worker of this.#all) worker.process.kill('SIGKILL');
    }, LONGEST_STOP_IN_MILLISECONDS);
    await Promise.all(ended);
    clearTimeout(end);
  }

  /** The numbers of all of them, and of those that have ended what they had counted. */
  numbers(): Promise<readonly Numbers[]> {
    return this.#gathering.gather([...this.#all]);
  }

  #tell(order: Order): void {
    for (const worker of this.#all) this.#order(worker, order);
  }

  #order(worker: Worker, order: Order): void {
    if (worker.isConnected()) worker.send(order, () => undefined);
  }

  /** Starts one; its URL when it listens, undefined where it ends before. */
  #fork(): Promise<string | undefined> {
    const worker = cluster.fork();
    let listeningSince = Infinity;
    this.#all.add(worker);
    return new Promise((resolve) => {
      worker.on('message', ({ listeningAt, numbers }: Told) => {
        if (numbers) this.#gathering.take(worker, numbers);
        if (listeningAt === undefined) return;
        this.#hasListened = true;
        listeningSince = performance.now();
        resolve(listeningAt);
      });
      worker.on('error', () => undefined);
      worker.once('exit', (code, signal: string | null) => {
        this.#all.delete(worker);
        this.#gathering.leave(worker);
        resolve(undefined);
        const isProven = performance.now() - listeningSince > PROVEN_IN_MILLISECONDS;
        this.#quickDeaths = isProven ? 0 : this.#quickDeaths + 1;
        if (this.#hasListened) this.#replace(worker, signal ?? `exit code ${code}`);
      });
    });
  }

  #replace({ process: { pid } }: Worker, reason: string): void {
    if (this.#isStopping) return;
    const { first, longest } = BACKOFF_IN_MILLISECONDS;
    const pause = Math.min(longest, first * 2 ** this.#quickDeaths);
    this.#io.err(`Worker ${pid} has ended (${reason}). Another one takes its place in ${pause / 1_000} s.`);
    const restart = setTimeout(() => {
      this.#restarts.delete(restart);
      void this.#fork();
    }, pause);
    this.#restarts.add(restart);
  }
}

/**
 * Follows what the first process tells: `onSwitch` is called when there is another corpus, once it has done what it did
 * before, and `onError` with what it rejects; `count` gives the numbers of this process. The function that it returns tells
 * that process where this one listens.
 */
export function obey(
  onSwitch: () => Promise<void>,
  onError: (error: unknown) => void,
  count: () => Promise<Numbers | undefined>,
): (url: string) => void {
  let last = Promise.resolve();
  process.on('message', ({ order }: Order) => {
    // One after the other, so that the last that was built is the one that is served.
    if (order === 'switch') last = last.then(onSwitch).catch(onError);
    if (order === 'count')
      void count().then((numbers) => numbers && process.send?.({ numbers } satisfies Told), onError);
  });
  return (listeningAt) => process.send?.({ listeningAt } satisfies Told);
}

/**
 * Signals as a worker should take them: those that it gets itself and those that the first process passes on are the same,
 * since terminals and service managers send theirs to both.
 */
export function workerIo(io: Io): Io {
  return {
    ...io,
    onSignal(listener) {
      const counts = { own: 0, passedOn: 0 };
      let told = 0;
      const count = (source: keyof typeof counts, signal: Signal) => {
        counts[source] += 1;
        if (counts[source] <= told) return;
        told += 1;
        listener(signal);
      };
      io.onSignal((signal) => count('own', signal));
      process.on('message', (order: Order) => {
        if (order.order === 'stop') count('passedOn', order.signal);
      });
    },
  };
}

/**
 * The port, or of 0 one that is free. Rejects with Node's error where it cannot be opened: those who share a port could also
 * share it with a stranger, and one that each chose for itself would be another for each.
 */
export async function freePort(host: string, port: number): Promise<number> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  const { port: chosen } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return chosen;
}
