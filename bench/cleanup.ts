// What has to be ended or removed however the run ends: by itself, by an error, or by Ctrl-C.

type Task = () => unknown;

const tasks = new Set<Task>();
let ending: Promise<void> | undefined;

/** Has something done at the end of the run, whatever ends it. Returns what does it now, once. */
export function atEnd(task: Task): () => Promise<void> {
  let doing: Promise<void> | undefined;
  const once = () => {
    doing ??= Promise.resolve()
      .then(task)
      .then(() => void tasks.delete(once));
    return doing;
  };
  tasks.add(once);
  return once;
}

/** Does what is left to do, the last first, and waits for it. What fails does not keep the rest from being done. */
export function end(): Promise<void> {
  ending ??= (async () => {
    for (const task of [...tasks].toReversed()) {
      try {
        await task();
      } catch (error) {
        console.error(`While cleaning up: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  })();
  return ending;
}

/** Whether the end has begun: what fails from then on fails because of it. */
export function isEnding(): boolean {
  return ending !== undefined;
}

/** Ends the run in good order when a signal comes. */
export function endOnSignals(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    // The library that starts PostgreSQL ends the process at once; here there is more to end.
    process.removeAllListeners(signal);
    process.on(signal, () => {
      if (isEnding()) return;
      console.error(`${signal}: what was started is stopped.`);
      process.exitCode = code;
      void end().then(() => process.exit());
    });
  }
}
