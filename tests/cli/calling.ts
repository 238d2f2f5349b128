// The command line in the process of the tests: the words, streams, signals and exit codes of a process of its own, without its start.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';

/** What a command wrote, and its exit code. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A command that is under way. */
export interface Called {
  readonly ended: Promise<Ended>;
  /** What it has written so far. */
  out(): string;
  err(): string;
  signal(name: 'SIGTERM' | 'SIGINT'): void;
}

/** A folder with these files, removed after the test. */
export function folderOf(files: Readonly<Record<string, string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  for (const [name, content] of Object.entries(files)) write(join(path, name), content);
  return path;
}

/** The same, and the working directory until the test ends. */
export function enterFolder(files: Readonly<Record<string, string>> = {}): string {
  const path = folderOf(files);
  const before = process.cwd();
  process.chdir(path);
  onTestFinished(() => process.chdir(before));
  return path;
}

/** Writes a file, and the folders that it needs. */
export function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** As many editors save: a new file is moved over the old one. */
export function save(path: string, content: string): void {
  write(`${path}~`, content);
  renameSync(`${path}~`, path);
}

const isSetting = (name: string) => /^(?:ONRECORD_\w+|OTEL_\w+|HOST|PORT)$/.test(name);

/** The environment without what sets something here. */
export function environmentWithoutSettings(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isSetting(name)));
}

/** Until the test ends, the settings of the environment are those that are given. */
function setEnvironment(given: Readonly<Record<string, string>>): void {
  const before = Object.entries(process.env).filter(([name]) => isSetting(name));
  const set = (variables: Iterable<readonly [string, string | undefined]>) => {
    for (const name of Object.keys(process.env).filter(isSetting)) delete process.env[name];
    for (const [name, value] of variables) process.env[name] = value;
  };
  onTestFinished(() => set(before));
  set(Object.entries(given));
}

/** Calls a command; one that is still under way when the test ends is told to end at once. */
export function call(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Called {
  setEnvironment(environment);
  let [out, err] = ['', ''];
  const listeners: ((name: 'SIGTERM' | 'SIGINT') => void)[] = [];
  const signal = (name: 'SIGTERM' | 'SIGINT') => listeners.forEach((listener) => listener(name));
  const ended = main(words, {
    out: (text) => void (out += `${text}\n`),
    err: (text) => void (err += `${text}\n`),
    overwrite: undefined,
    onSignal: (listener) => void listeners.push(listener),
    onReload: () => undefined,
  }).then((code): Ended => ({ code, out, err }));
  onTestFinished(async () => {
    signal('SIGINT');
    signal('SIGINT');
    await ended;
  });
  return { ended, out: () => out, err: () => err, signal };
}

/** Runs a command to its end. */
export function run(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return call(words, environment).ended;
}

/** A service that answers. */
export interface Serving extends Called {
  readonly url: string;
  ask(query: string): Promise<unknown>;
}

/** Calls `onrecord serve` on a free port and waits until it says where. */
export async function serve(...words: string[]): Promise<Serving> {
  const called = call(['serve', '--port', '0', ...words]);
  const place = () => /(http:\S+)\/graphql/.exec(called.out())?.[1];
  await Promise.race([
    expect.poll(place).toBeDefined(),
    called.ended.then(({ out, err }) => Promise.reject(new Error(`It ended:\n${out}${err}`))),
  ]);
  const url = place()!;
  return {
    ...called,
    url,
    async ask(query) {
      const response = await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`);
      return response.json();
    },
  };
}
