// Which core serves and which one asks. Where they cannot be told apart, that is said in the results.
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** How processes are spread over cores. */
export interface Cores {
  /** The words before a program that keep it on the server's core; none where it cannot be kept there. */
  readonly server: readonly string[];
  /** The same for what makes load or prepares. */
  readonly load: readonly string[];
  /** The same for what may use all cores, as a build does while nothing is asked. */
  readonly all: readonly string[];
  /** For the results. */
  readonly told: string;
  /** Keeps a process that runs already, and all that it starts from now on, on the server's core. */
  pinServer(pid: number): void;
}

/** Keeps this process on the core of the load, and tells how others are kept. */
export function spreadOverCores(): Cores {
  const none = { server: [], load: [], all: [], pinServer: () => undefined };
  if (availableParallelism() < 2)
    return { ...none, told: 'one core, which the servers share with the load generator' };
  const allowed = allowedCores();
  const [server, load] = [allowed?.at(0), allowed?.at(-1)];
  if (server === undefined || load === undefined || server === load)
    return { ...none, told: 'not pinned to cores: there is no taskset here' };
  taskset('-a', '-cp', load, String(process.pid));
  return {
    server: ['taskset', '-c', server],
    load: ['taskset', '-c', load],
    all: ['taskset', '-c', allowed!.join(',')],
    told: 'each server, with its database, pinned to one core and the load generator to another; builds have all cores',
    pinServer: (pid) => void taskset('-a', '-cp', server, String(pid)),
  };
}

/** The numbers of the cores that this process may use; undefined where that cannot be told. */
function allowedCores(): string[] | undefined {
  try {
    const list = taskset('-cp', String(process.pid)).split(':').at(-1)?.trim() ?? '';
    return list.split(',').flatMap((part) => {
      const [from = NaN, until = from] = part.split('-').map(Number);
      return Array.from({ length: until - from + 1 }, (_, index) => String(from + index));
    });
  } catch {
    return undefined;
  }
}

function taskset(...words: readonly string[]): string {
  return execFileSync('taskset', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
