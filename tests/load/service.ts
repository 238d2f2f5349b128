// One service as a process of its own, which tells how much memory it needs once all rubbish is collected.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const program = resolve(import.meta.dirname, '../../src/onrecord.js');

// Asked over the channel to its parent: collects, again and again as what was collected lets go of more, and tells what is left.
const weighing = `data:text/javascript,${encodeURIComponent(`
  process.on('message', async () => {
    for (let times = 0; times < 4; times += 1) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { heapUsed, external, rss } = process.memoryUsage();
    process.send({ heapUsed, external, rss });
  });
  process.channel.unref();
`)}`;

/** Memory in bytes: what lives in the heap and outside of it, and what the process has of the machine. */
export interface Weight {
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
}

/** A service under load. */
export interface Service {
  /** Without a slash at the end. */
  readonly url: string;
  /** All that it has said. */
  said(): string;
  /** Its exit code or signal once it has ended. */
  end(): number | string | undefined;
  /** Collects what is no longer used, and tells what is. */
  weigh(): Promise<Weight>;
  /** Has it look at its store again. */
  reload(): void;
  /** Ends it; resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** Starts `onrecord serve` on a free port with these words and settings of the environment, and waits until it says where. */
export async function startService(
  words: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-load-'));
  const own = words.includes('--store') ? [] : ['--store', join(folder, 'corpus.db')];
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--import', weighing, program, 'serve', '--port', '0', ...own, ...words],
    { cwd: folder, env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  // Whatever becomes of this process, its child does not outlive it.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  let said = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (part: string) => (said += part));
  let end: number | string | undefined;
  const ended = once(child, 'close').then(([code, signal]) => {
    end = (code as number | null) ?? String(signal);
    process.off('exit', kill);
    rmSync(folder, { recursive: true, force: true });
    return code as number | null;
  });
  const url = () => /(http:\S+)\/graphql/.exec(said)?.[1];
  while (url() === undefined) {
    if (end !== undefined) throw new Error(`It ended with ${end}: ${said}`);
    await pause(20);
  }
  return {
    url: url()!,
    said: () => said,
    end: () => end,
    async weigh() {
      const told = once(child, 'message');
      child.send('weigh');
      return ((await told) as [Weight])[0];
    },
    reload: () => void child.kill('SIGHUP'),
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Bytes as people read them. */
export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/** Asks a service something honest; the answer must be there within ten seconds. */
export async function askHonestly({ url }: Service): Promise<number> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    // By an address of its own, where addresses are believed.
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.1' },
    body: JSON.stringify({ query: '{ __typename }' }),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  if (response.status === 200 && text !== '{"data":{"__typename":"Query"}}') throw new Error(text);
  return response.status;
}
