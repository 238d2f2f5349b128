// What has to be ended or removed however the run ends: by itself, by an error, or by Ctrl-C.

type Task = () => unknown;

const tasks = new Set<Task>();

/** Has something done at the end of the run, whatever ends it. Returns what does it now, once. */
export function atEnd(task: Task): () => Promise<void> {
  const once = async () => {
    if (tasks.delete(once)) await task();
  };
  tasks.add(once);
  return once;
}

/** Does what is left to do, the last first. What fails does not keep the rest from being done. */
export async function end(): Promise<void> {
  for (const task of [...tasks].toReversed()) {
    try {
      await task();
    } catch (error) {
      console.error(`While cleaning up: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** Ends the run in good order when a signal comes. */
export function endOnSignals(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => {
      console.error(`${signal}: everything that was started is stopped.`);
      void end().finally(() => process.exit(code));
    });
  }
}
