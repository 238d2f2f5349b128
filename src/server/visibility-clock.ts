// An embargo that lifts is a change: streams are told of it at its moment, without anything being published.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorReporter } from './errors.ts';
import type { Edition, ServedCorpus } from './served-corpus.ts';

// Timers run by a clock of their own. One that is set anew each minute follows clocks that are put right and machines
// that slept, and is far below the 24 days up to which timers hold.
const LONGEST_SLEEP_IN_MILLISECONDS = 60_000;

/**
 * Renews the corpus each time that the clock shows or hides something in it, until streams are ended. Keeps no process alive.
 * `clock` is that of the corpus.
 */
export async function followClock(
  corpus: ServedCorpus,
  report: ErrorReporter,
  clock: () => number = Date.now,
): Promise<void> {
  const never = new AbortController().signal;
  for (let isOn = true; isOn;) {
    const lease = corpus.take();
    const replaced = new AbortController();
    // A store that is replaced is let go at once.
    const another = lease.replaced(never).finally(() => {
      replaced.abort();
      lease.giveBack();
    });
    if (corpus.isServing && (await isDue(lease.edition, report, clock, replaced.signal))) corpus.renew();
    isOn = await another;
  }
}

/** Waits until something is shown or hidden that was not at the edition's moment: true; or until `signal`: false. */
async function isDue(
  edition: Edition,
  report: ErrorReporter,
  clock: () => number,
  signal: AbortSignal,
): Promise<boolean> {
  // Asked once, and looked at each time that the sleep ends; a store that cannot answer is asked again.
  let next: number | undefined;
  let isKnown = false;
  while (!signal.aborted) {
    try {
      if (!isKnown) next = await edition.reader(false).nextVisibilityChange();
      isKnown = true;
    } catch (error) {
      if (!signal.aborted) report('of the clock', error);
    }
    const left = isKnown ? (next ?? Infinity) - clock() : Infinity;
    if (left <= 0) return !signal.aborted;
    const pause = Math.min(left, LONGEST_SLEEP_IN_MILLISECONDS);
    await sleep(pause, undefined, { ref: false, signal }).catch(() => undefined);
  }
  return false;
}
