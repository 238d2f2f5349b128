// What an attack may cost: time of the processor, and memory that is still in use when it is over.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';
import type { Way } from './ways.ts';

// Whatever else the machine does makes a single measurement larger, never smaller.
const TRIES = 8;

/**
 * Asks, and expects that it costs no more than so many milliseconds of the processor, ours and the service's together, in the
 * best of some tries; the first one that does is enough. Resolves with the first answer.
 */
export async function cheaply<T>(most: number, label: string, ask: () => Promise<T>): Promise<T> {
  let first: T | undefined;
  const costs: number[] = [];
  for (let time = 0; time < TRIES; time += 1) {
    const before = process.cpuUsage();
    const answer = await ask();
    const { user, system } = process.cpuUsage(before);
    first ??= answer;
    costs.push((user + system) / 1_000);
    if (costs.at(-1)! <= most) return first;
  }
  expect(Math.min(...costs), `milliseconds of the processor: ${label}`).toBeLessThanOrEqual(most);
  throw new Error('Not reached');
}

/** The same for what others do for us, such as a database: milliseconds on the clock. */
export async function quickly<T>(most: number, label: string, ask: () => Promise<T>): Promise<T> {
  let first: T | undefined;
  const times: number[] = [];
  for (let time = 0; time < TRIES; time += 1) {
    const before = performance.now();
    const answer = await ask();
    first ??= answer;
    times.push(performance.now() - before);
    if (times.at(-1)! <= most) return first;
  }
  expect(Math.min(...times), `milliseconds: ${label}`).toBeLessThanOrEqual(most);
  throw new Error('Not reached');
}

/** A way on which nothing that is asked may cost more than so many milliseconds of the processor. */
export function cheap(way: Way, most: number): Way {
  return {
    ...way,
    ask: (sent) =>
      cheaply(most, `${JSON.stringify(sent)?.slice(0, 300)} on the ${way.name}`, () => way.ask(sent)),
  };
}

let collect: (() => void) | undefined;

/** The bytes that are in use once all rubbish is collected. */
export async function bytesInUse(): Promise<number> {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  for (let time = 0; time < 3; time += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return bytesAllocated();
}

/** The bytes that are in use or not collected yet. */
export function bytesAllocated(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
