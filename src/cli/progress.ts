// Tells whoever waits how far a long compilation has come, or the load of what was compiled.
import type { Progress } from '../content/compile.ts';
import type { LoadProgress } from '../store/postgres.ts';
import type { Io } from './command.ts';

const QUIET_IN_MILLISECONDS = 1_000;
const PAUSE_IN_MILLISECONDS = { terminal: 100, log: 5_000 };

/** Work that is watched: nothing is said of what takes less than a second from its first step. */
export class ProgressReport {
  readonly #io: Io;
  #next: number | undefined;
  #isShown = false;

  constructor(io: Io) {
    this.#io = io;
  }

  /** Says how far it is, now and then: over one line on a terminal, else in lines of a log. */
  readonly show = (progress: Progress | LoadProgress): void => {
    const now = performance.now();
    this.#next ??= now + QUIET_IN_MILLISECONDS;
    if (now < this.#next) return;
    const line = told(progress);
    if (this.#io.overwrite) this.#io.overwrite(line);
    else this.#io.err(line);
    this.#isShown = true;
    this.#next = now + (this.#io.overwrite ? PAUSE_IN_MILLISECONDS.terminal : PAUSE_IN_MILLISECONDS.log);
  };

  /** Takes the line away; what is shown afterwards is other work. */
  end(): void {
    if (this.#isShown) this.#io.overwrite?.('');
    this.#isShown = false;
    this.#next = undefined;
  }
}

function told(progress: Progress | LoadProgress): string {
  const tell = (count: number) => count.toLocaleString('en');
  if (!('step' in progress)) {
    const { filesRead, files, records } = progress;
    return `Compiling: ${tell(filesRead)} of ${tell(files)} files, ${tell(records)} records`;
  }
  const { step, done, of } = progress;
  return step === 'copy'
    ? `Loading: ${done} of ${of} tables, ${tell(progress.rows)} rows`
    : `Loading: ${done} of ${of} keys and indexes`;
}

/** Runs `work` with a report of its progress. */
export async function withProgress<T>(
  io: Io,
  work: (show: ProgressReport['show']) => Promise<T>,
): Promise<T> {
  const report = new ProgressReport(io);
  try {
    return await work(report.show);
  } finally {
    report.end();
  }
}
