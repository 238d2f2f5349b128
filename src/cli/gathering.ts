// The numbers of several processes. Those of one that has ended still count: a sum that became smaller would look like a restart.
import type { Numbers } from '../server/metrics.ts';

// Longer than one takes that is busy, shorter than Prometheus waits.
const LONGEST_WAIT_IN_MILLISECONDS = 2_000;

/** Who gives numbers, what each gave last, and what those had counted that have left. */
export class Gathering<Member> {
  readonly #ask: (member: Member) => void;
  readonly #last = new Map<Member, Numbers>();
  readonly #waiting = new Map<Member, (() => void)[]>();
  #left: Numbers = [];
  #keeping = Promise.resolve();

  /** `ask` has a member give its numbers, to be taken with `take`. */
  constructor(ask: (member: Member) => void) {
    this.#ask = ask;
  }

  /** What a member was asked for. */
  take(member: Member, numbers: Numbers): void {
    this.#last.set(member, numbers);
    this.#settle(member);
  }

  /** A member is no more: what it had counted when it was asked last stays. */
  leave(member: Member): void {
    const counted = (this.#last.get(member) ?? []).filter(({ type }) => isCounted(type));
    this.#last.delete(member);
    this.#settle(member);
    // One after the other, so that none is lost.
    if (counted.length > 0) this.#keeping = this.#keeping.then(() => this.#keep(counted));
  }

  /** The numbers of `members` and of those that have left. Of one that does not answer in time, those of before. */
  async gather(members: readonly Member[]): Promise<readonly Numbers[]> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LONGEST_WAIT_IN_MILLISECONDS);
    });
    const asked = members.map(
      (member) =>
        new Promise<void>((resolve) => {
          this.#waiting.set(member, [...(this.#waiting.get(member) ?? []), resolve]);
          this.#ask(member);
        }),
    );
    await Promise.race([Promise.all(asked), late]);
    clearTimeout(timer);
    await this.#keeping;
    const given = members.map((member) => this.#last.get(member) ?? []);
    return [this.#left, ...given].filter(({ length }) => length > 0);
  }

  #settle(member: Member): void {
    for (const settle of this.#waiting.get(member) ?? []) settle();
    this.#waiting.delete(member);
  }

  async #keep(counted: Numbers): Promise<void> {
    const all = this.#left.length > 0 ? [this.#left, counted] : [counted];
    const { together } = await import('../server/metrics.ts');
    this.#left = (await together(all).getMetricsAsJSON()) as Numbers;
  }
}

/** As prom-client names the types: numbers at run time, texts in what is given out. */
function isCounted(type: unknown): boolean {
  return type === 'counter' || type === 'histogram';
}
