// Lets operations in one after another, so that those that wait are seen here rather than lying unread in sockets, and none waits
// longer than it should: what cannot be done in time is refused while that costs little.
import type { IncomingMessage } from 'node:http';
import type { GraphQLError } from 'graphql';
import { isPromise, type Plugin } from 'graphql-yoga';
import { holderOf, POINTS_OF_REQUEST } from './cost-limit.ts';
import { LARGEST_BODY_IN_BYTES, type Limits, named } from './limits.ts';
import type { RateLimit } from './rate-limit.ts';
import { refusal } from './refusal.ts';

/** What becomes of a request that asks to be let in; `gone` where its client has left while it waited. */
export type Entry = 'in' | 'refused' | 'gone';

/** Operations that a store may have to do at a time, where it does them elsewhere; more would only wait for its connections. */
const MOST_UNDER_WAY = 50;
// Each that waits takes some 10 kB, and its body.
const MOST_WAITING = 5_000;
const MOST_WAITING_IN_BYTES = 50_000_000;
/** As part of the longest wait, how long a request waits while others are refused: soon, or not at all. */
const PATIENCE_WHILE_BUSY = 0.1;
/** For how long operations are let in one after another before the event loop reads what has come meanwhile. */
const TURN_IN_MILLISECONDS = 5;
/** After so long without any, the loop has read what there was. */
const PAUSE_IN_MILLISECONDS = 1;
/** So that a great many refusals do not keep the others waiting. */
const MOST_REFUSED_IN_A_TURN = 50;

const ENTERED = Symbol('entered');
interface Entering {
  [ENTERED]?: true;
}

interface Waiting {
  readonly req: IncomingMessage;
  readonly bytes: number;
  /** Of `performance.now()`. */
  readonly since: number;
  readonly settle: (entry: Entry) => void;
}

/**
 * The queue in front of execution. Operations are let in at once for some milliseconds; then those that come wait until the event
 * loop has read what lies in the sockets, and others are let in for as long. As long as nobody has to be refused, whoever came first
 * is next. Once a request has waited for the longest time, and until none was refused for as long, the newest is next and the others
 * are refused after a tenth of it: then most of those that are answered are answered at once, and nobody waits in vain.
 */
export class Admission {
  readonly #limits: Limits;
  readonly #longestWait: number;
  readonly #waiting: Waiting[] = [];
  #bytes = 0;
  #underWay = 0;
  #turnEnds = -Infinity;
  /** When one was let in or done. */
  #lastAt = -Infinity;
  #nextTurn: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  #busyUntil = -Infinity;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#longestWait = limits.waitingMilliseconds;
  }

  /** The error of a request that is refused; that of the next one says the same. */
  refusal(): GraphQLError {
    const seconds = Math.ceil(this.#longestWait / 1_000);
    return refusal(
      'SERVER_BUSY',
      `The service has more to do than it can, and lets nobody wait for more milliseconds than ${named(this.#limits, 'waitingMilliseconds')}: ask again in ${seconds} s, as "Retry-After" says.`,
      503,
      { 'Retry-After': String(seconds) },
    );
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether a request is in. */
  has(req: IncomingMessage): boolean {
    return (req as Entering)[ENTERED] === true;
  }

  /** Asks for a request to be let in. Undefined where it is in at once, as where the service has nothing else to do. */
  enter(req: IncomingMessage): Promise<Entry> | undefined {
    const now = performance.now();
    if (this.#waiting.length === 0 && this.#underWay < MOST_UNDER_WAY && this.#isTurnAt(now)) {
      this.#take(req, now);
      return undefined;
    }
    const bytes = bytesOf(req);
    if (this.#waiting.length >= MOST_WAITING || this.#bytes + bytes > MOST_WAITING_IN_BYTES) {
      this.#busyUntil = now + this.#longestWait;
      return Promise.resolve('refused');
    }
    const { promise, resolve: settle } = Promise.withResolvers<Entry>();
    this.#waiting.push({ req, bytes, since: now, settle });
    this.#bytes += bytes;
    this.#nextTurn ??= setImmediate(this.#onTurn);
    return promise;
  }

  /** Does the work of a request that is in. */
  run<Result>(work: () => Result | Promise<Result>): Result | Promise<Result> {
    this.#underWay += 1;
    let isLater = false;
    try {
      const result = work();
      isLater = isPromise(result);
      return isLater ? Promise.resolve(result).finally(this.#onDone) : result;
    } finally {
      if (!isLater) this.#onDone();
    }
  }

  readonly #onDone = (): void => {
    this.#underWay -= 1;
    const now = (this.#lastAt = performance.now());
    if (this.#waiting.length === 0) return;
    if (now < this.#turnEnds && this.#underWay < MOST_UNDER_WAY) this.#letIn(now);
    else this.#nextTurn ??= setImmediate(this.#onTurn);
  };

  readonly #onTurn = (): void => {
    this.#nextTurn = undefined;
    clearTimeout(this.#timer);
    const now = performance.now();
    this.#turnEnds = now + TURN_IN_MILLISECONDS;
    this.#refuseLate(now);
    if (this.#waiting.length === 0) return;
    if (this.#underWay < MOST_UNDER_WAY) {
      this.#letIn(now);
      if (this.#waiting.length > 0) this.#nextTurn = setImmediate(this.#onTurn);
    } else {
      // Whatever comes first, the end of one that is under way or that of the patience of the oldest.
      const patience = Math.max(1, this.#patienceAt(now) - (now - this.#waiting[0]!.since));
      this.#timer = setTimeout(() => (this.#nextTurn ??= setImmediate(this.#onTurn)), patience);
    }
  };

  /** Whether operations are let in at once: for a while, or because none was lately. */
  #isTurnAt(now: number): boolean {
    if (now < this.#turnEnds) return true;
    if (now - this.#lastAt < PAUSE_IN_MILLISECONDS) return false;
    this.#turnEnds = now + TURN_IN_MILLISECONDS;
    return true;
  }

  #letIn(now: number): void {
    for (;;) {
      const next = now < this.#busyUntil ? this.#waiting.pop() : this.#waiting.shift();
      if (!next) return;
      this.#bytes -= next.bytes;
      if (next.req.socket.destroyed) {
        next.settle('gone');
        continue;
      }
      this.#take(next.req, now);
      next.settle('in');
      return;
    }
  }

  #refuseLate(now: number): void {
    for (let count = 0; count < MOST_REFUSED_IN_A_TURN; count += 1) {
      const [oldest] = this.#waiting;
      if (!oldest || now - oldest.since <= this.#patienceAt(now)) return;
      this.#waiting.shift();
      this.#bytes -= oldest.bytes;
      if (oldest.req.socket.destroyed) {
        oldest.settle('gone');
        continue;
      }
      this.#busyUntil = now + this.#longestWait;
      oldest.settle('refused');
    }
  }

  #patienceAt(now: number): number {
    return this.#longestWait * (now < this.#busyUntil ? PATIENCE_WHILE_BUSY : 1);
  }

  #take(req: IncomingMessage, now: number): void {
    (req as Entering)[ENTERED] = true;
    this.#lastAt = now;
  }
}

/** Lets operations wait until they are let in, whichever way they come; none where the client has used up what it may take. */
export function useAdmission(
  admission: Admission,
  rate: RateLimit,
): Plugin<{ readonly req?: IncomingMessage }> {
  async function wait(req: IncomingMessage, holder: string | undefined): Promise<void> {
    await rate.look(req, holder);
    // Another plugin tells it so, here and where it is used up by the time that it is in.
    if (rate.refusal(req, holder)) return;
    const entry = await admission.enter(req);
    if (entry === undefined || entry === 'in') return;
    rate.charge(req, POINTS_OF_REQUEST, holder);
    throw admission.refusal();
  }

  return {
    onParams({ context, request, paramsHandler, setParamsHandler }) {
      const { req } = context as { req?: IncomingMessage };
      if (!req) return undefined;
      setParamsHandler((given) => admission.run(() => paramsHandler(given)));
      return admission.has(req) ? undefined : wait(req, holderOf(request));
    },
  };
}

/** What a request that waits takes at most, beside itself. */
function bytesOf({ headers }: IncomingMessage): number {
  if (headers['transfer-encoding'] !== undefined) return LARGEST_BODY_IN_BYTES;
  return Number(headers['content-length'] ?? 0);
}
