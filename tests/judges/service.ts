// The service as its users run it: a process of its own, found through what it prints, asked over HTTP.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** The folder of the repository. */
export const repository = resolve(import.meta.dirname, '../..');

/** A program that runs, and that has said where. */
export interface Running {
  /** What it printed: the first match of the pattern that was waited for. */
  readonly address: string;
  /** All that it has printed so far, errors too. */
  output(): string;
  /** Ends it and all that it started, and waits until it has ended. */
  stop(): Promise<void>;
}

/** A running service. */
export interface Service extends Running {
  /** Where it answers GraphQL. */
  readonly graphql: string;
}

/** How a program is started. */
export interface Start {
  readonly cwd?: string;
  /** On top of the environment of the tests. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What it prints once it is ready. */
  readonly ready: RegExp;
  /** How long it may take until then. */
  readonly timeoutInSeconds?: number;
}

/**
 * Starts the service with the bundled content on a free port; `flags` are those of `onrecord serve`, `environment` its variables.
 * Settings of whoever runs the tests do not reach it.
 */
export async function startService(
  flags: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-judges-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const node = join(repository, 'node_modules/.bin/node');
  const words = ['src/onrecord.js', 'serve', '--port', '0', '--store', join(folder, 'corpus.db'), ...flags];
  try {
    const running = await startProgram(node, words, {
      cwd: repository,
      environment,
      ready: /http:\/\/[^\s/]+(?=\/graphql)/,
    });
    return {
      ...running,
      graphql: `${running.address}/graphql`,
      stop: () => running.stop().finally(remove),
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Starts any program, and waits for what it prints when it is ready. Rejects with its output when it ends before. */
export async function startProgram(
  program: string,
  words: readonly string[],
  { cwd = repository, environment = {}, ready, timeoutInSeconds = 60 }: Start,
): Promise<Running> {
  const child = spawn(program, words, {
    cwd,
    env: { ...cleanEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that what the program starts in turn ends with it.
    detached: true,
  });
  const exited = new Promise<void>((settle) =>
    child.once('close', () => settle()).once('error', () => settle()),
  );
  let output = '';
  const address = await new Promise<string>((settle, fail) => {
    const tell = (what: string) =>
      fail(new Error(`${[program, ...words].join(' ')} ${what}. It printed:\n${output}`));
    const timer = setTimeout(() => {
      kill(child, 'SIGKILL');
      tell(`was not ready in ${timeoutInSeconds} seconds`);
    }, timeoutInSeconds * 1_000);
    const read = (chunk: Buffer) => {
      output += stripVTControlCharacters(chunk.toString());
      const found = ready.exec(output);
      if (!found) return;
      clearTimeout(timer);
      settle(found[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', (error) => tell(`could not be started: ${error.message}`));
    void exited.then(() => tell('ended before it was ready'));
    void exited.then(() => clearTimeout(timer));
  });
  return {
    address,
    output: () => output,
    async stop() {
      kill(child, 'SIGTERM');
      const timer = setTimeout(() => kill(child, 'SIGKILL'), 10_000);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** The environment of the tests without what would steer a program: settings of ours, of Node, and of the npm that runs the tests. */
export function cleanEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(ONRECORD_|VITE|npm_|HOST$|PORT$|NODE_ENV$|NODE_OPTIONS$)/i.test(name),
    ),
  );
}

function kill({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}
