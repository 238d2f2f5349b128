// The program as its operators run it: processes of its own that serve, and that build.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = resolve(import.meta.dirname, '../../src/onrecord.js');

/** A process that serves. */
export interface Service {
  readonly name: string;
  readonly url: string;
  /** Its resident memory in bytes; undefined where the machine does not tell, or the process is gone. */
  memory(): number | undefined;
  /** Asks it to end; resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** Starts `onrecord serve` on a free port, and waits until it says where. */
export async function serve(name: string, store: string): Promise<Service> {
  const { child, output, ended } = start(['serve', '--store', store, '--port', '0']);
  let isOver = false;
  void ended.then(() => (isOver = true));
  const url = () => /http:\S+\/graphql/.exec(output())?.[0];
  while (url() === undefined) {
    if (isOver) throw new Error(`${name} has ended: ${output()}`);
    await new Promise((ready) => setTimeout(ready, 20));
  }
  return {
    name,
    url: url()!,
    memory: () => memoryOf(child),
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Runs `onrecord build` to its end. Rejects with what it printed where it fails. */
export async function build(content: string, store: string): Promise<void> {
  const { output, ended } = start(['build', '--content', content, '--store', store]);
  const code = await ended;
  if (code !== 0) throw new Error(`onrecord build ended with ${code}: ${output()}`);
}

function start(words: readonly string[]) {
  // Starts cost most of the time of a small build, and the same code is compiled in each.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'onrecord-soak-cache') };
  const child = spawn(process.execPath, [program, ...words], { cwd: tmpdir(), env });
  // Whatever becomes of this process, no child outlives it.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (output = `${output}${part}`.slice(-10_000)));
  const ended = once(child, 'close').then(([code]) => {
    process.off('exit', kill);
    return code as number | null;
  });
  return { child, output: () => output, ended };
}

function memoryOf({ pid }: ChildProcess): number | undefined {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}
