// The program as a child process, with a database as its store.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { until } from './pause.ts';

const program = resolve(import.meta.dirname, '../../src/onrecord.js');

/** A running program. */
export interface Running {
  readonly pid: number;
  /** What it has written so far. */
  out(): string;
  err(): string;
  kill(signal: NodeJS.Signals): void;
  /** Its exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** Starts a command; it is killed when the test ends. */
export function start(...words: string[]): Running {
  const child = spawn(process.execPath, [program, ...words]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part) => (out += part));
  child.stderr.setEncoding('utf8').on('data', (part) => (err += part));
  return {
    pid: child.pid!,
    out: () => out,
    err: () => err,
    kill: (signal) => void child.kill(signal),
    ended: once(child, 'close').then(([code]) => code as number | null),
  };
}

/** A service that answers. */
export interface Serving extends Running {
  /** Where it answers. */
  readonly address: string;
  /** Status of a path. */
  status(path: string): Promise<number>;
  ask(query: string): Promise<unknown>;
}

/** Starts `onrecord serve` on a free port and waits until it says where. */
export async function serve(...words: string[]): Promise<Serving> {
  const running = start('serve', '--port', '0', ...words);
  const url = () => /(http:\S+)\/graphql/.exec(running.out())?.[1];
  let code: number | null | undefined;
  void running.ended.then((ended) => (code = ended));
  await until('it serves', () => {
    if (code !== undefined) throw new Error(`It ended with ${code}: ${running.out()}${running.err()}`);
    return url() !== undefined;
  });
  return {
    ...running,
    address: url()!,
    status: async (path) => (await fetch(`${url()}${path}`)).status,
    async ask(query) {
      const response = await fetch(`${url()}/graphql?query=${encodeURIComponent(query)}`);
      return response.json();
    },
  };
}
