// The program as real processes, on real files: started, asked, signalled and killed.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** How a process ended, and what it said, but for its progress. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A process that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  out(): string;
  err(): string;
}

/** A service that answers. */
export interface Serving extends Running {
  readonly url: string;
  ask(query: string): Promise<unknown>;
  /** The status of `/readyz`. */
  ready(): Promise<number>;
}

/** Who a process runs as. */
export interface As {
  readonly uid?: number;
  readonly gid?: number;
}

/** Somebody without rights. Root may read and write everything, so permissions are tested as nobody. */
export const nobody: As = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** An empty folder that everybody may look into, removed after the test. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'onrecord-faults-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  chmodSync(path, 0o755);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

/** Made-up news: the same for the same words. */
export function newsOf(articles: number, seed: number, ...words: string[]): string {
  const out = join(folder(), 'content');
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'bench/corpus.ts'),
      ...['--articles', String(articles), '--seed', String(seed), '--out', out],
      ...words,
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return out;
}

/** Starts `onrecord` and lets it run, until the test is over at the latest. */
export function start(words: readonly string[], as: As = {}): Running {
  // Starts cost most of the time here, and the same code is compiled in each.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'onrecord-faults-cache') };
  const child = spawn(process.execPath, [join(root, 'src/onrecord.js'), ...words], {
    cwd: tmpdir(),
    env,
    ...as,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part) => (out += part));
  child.stderr.setEncoding('utf8').on('data', (part) => (err += part));
  // How far a compilation has come is told on slow machines only.
  const told = () => err.replaceAll(/^Compiling: .*\n/gm, '');
  const ended = once(child, 'close').then(([code, signal]): Ended => ({ code, signal, out, err: told() }));
  return { child, ended, out: () => out, err: told };
}

/** Runs `onrecord` to its end. */
export function run(words: readonly string[], as?: As): Promise<Ended> {
  return start(words, as).ended;
}

/** Starts `onrecord serve` on a free port and waits until it says where. */
export async function serve(content: string, store: string, ...words: string[]): Promise<Serving> {
  const running = start(['serve', '--port', '0', '--content', content, '--store', store, ...words]);
  const address = () => /(http:\S+)\/graphql/.exec(running.out())?.[1];
  await Promise.race([
    expect.poll(address, { timeout: 120_000 }).toBeDefined(),
    running.ended.then(({ out, err }) => Promise.reject(new Error(`It ended:\n${out}${err}`))),
  ]);
  const url = address()!;
  return {
    ...running,
    url,
    ask: async (query) => (await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`)).json(),
    ready: async () => (await fetch(`${url}/readyz`)).status,
  };
}

/** The version of the corpus in a file, which must be whole. */
export function versionIn(store: string): unknown {
  const database = new DatabaseSync(store, { readOnly: true });
  try {
    expect(database.prepare('PRAGMA quick_check').all()).toEqual([{ quick_check: 'ok' }]);
    return database.prepare(`SELECT value FROM corpus WHERE key = 'version'`).get()?.['value'];
  } finally {
    database.close();
  }
}

/** What lies beside a store, itself included. */
export function besides(store: string): readonly string[] {
  return readdirSync(dirname(store)).toSorted();
}
