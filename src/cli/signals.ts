// Signals that ask for an end: the first one gently.
import type { Io } from './command.ts';

/** The signals that a process gets from now on. */
export class Signals {
  readonly first: Promise<'SIGTERM' | 'SIGINT'>;
  count = 0;
  #onNext: () => void = () => undefined;

  constructor(io: Io) {
    this.first = new Promise((resolve) => {
      io.onSignal((signal) => {
        this.count += 1;
        if (this.count === 1) resolve(signal);
        else this.#onNext();
      });
    });
  }

  /** What to do at the second one, at once where it has come already. */
  onNext(listener: () => void): void {
    this.#onNext = listener;
    if (this.count > 1) listener();
  }
}
