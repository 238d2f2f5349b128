// Programs as processes of their own: started, found through what they print, measured, and ended by their ids.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { atEnd } from './cleanup.ts';

/** The folder of the repository. */
export const repository = resolve(import.meta.dirname, '..');

/** The program of `onrecord`, as the words of a command line. */
export const onrecord: readonly string[] = [process.execPath, 'src/onrecord.js'];

/** A program that runs. */
export interface Running {
  readonly pid: number;
  /** The first match of what was waited for. */
  readonly address: string;
  /** When it was started, by `performance.now()`. */
  readonly started: number;
  /** Ends it and waits until it has ended. */
  stop(): Promise<void>;
}

/** What a program took that has ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly seconds: number;
  /** The most memory that it held (RSS). */
  readonly peakBytes: number;
  /** Whether it was stopped since it took too long. */
  readonly isCutOff: boolean;
}

/** Starts a program and waits until it prints `ready`; `environment` is on top of that of the bench. */
export async function start(
  words: readonly string[],
  ready: RegExp,
  seconds = 120,
  environment: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const started = performance.now();
  const { child, output, ended, stop } = launch(words, environment);
  const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1_000);
  const address = await new Promise<string>((settle, fail) => {
    const look = () => {
      const found = ready.exec(output());
      if (found) settle(found[0]);
    };
    child.stdout!.on('data', look);
    child.stderr!.on('data', look);
    void ended.then(() =>
      fail(
        new Error(`${words.join(' ')} ended before it was ready, or took too long. It printed:\n${output()}`),
      ),
    );
  }).finally(() => clearTimeout(timer));
  return { pid: child.pid!, address, started, stop };
}

/** Runs a program to its end, and measures it. */
export async function run(words: readonly string[], mostSeconds: number): Promise<Ended> {
  const started = performance.now();
  const { child, output, ended, stop } = launch(words);
  let peakBytes = 0;
  let isCutOff = false;
  const look = setInterval(() => (peakBytes = Math.max(peakBytes, memoryOf(child.pid!).peakBytes)), 50);
  const timer = setTimeout(() => {
    isCutOff = true;
    void stop();
  }, mostSeconds * 1_000);
  const code = await ended;
  clearInterval(look);
  clearTimeout(timer);
  return { code, output: output(), seconds: (performance.now() - started) / 1_000, peakBytes, isCutOff };
}

/** The memory of a process (RSS), now and at its highest; 0 where it is gone. */
export function memoryOf(pid: number): { readonly bytes: number; readonly peakBytes: number } {
  try {
    if (process.platform !== 'linux') {
      const bytes =
        Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
      return { bytes, peakBytes: bytes };
    }
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024;
    return { bytes: read('VmRSS'), peakBytes: read('VmHWM') };
  } catch {
    return { bytes: 0, peakBytes: 0 };
  }
}

/** The processor time that a process has taken, in seconds; undefined where that cannot be told. */
export function processorSeconds(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    // User and system time in hundredths of a second.
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

function launch([program, ...words]: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child: ChildProcess = spawn(program!, words, {
    cwd: repository,
    env: { ...cleanEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const read = (chunk: Buffer) => (output += stripVTControlCharacters(chunk.toString()));
  child.stdout!.on('data', read);
  child.stderr!.on('data', read);
  const ended = new Promise<number | null>((settle) => {
    child.once('close', settle);
    child.once('error', (error) => {
      output += error.message;
      settle(null);
    });
  });
  const stop = atEnd(async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(timer);
  });
  void ended.then(stop);
  return { child, output: () => output, ended, stop };
}

/** The environment without what would steer a program: settings of ours and of Node. */
function cleanEnvironment(): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(ONRECORD_|npm_|HOST$|PORT$|NODE_OPTIONS$)/i.test(name),
  );
  // As frameworks ask to be run where it counts.
  return { ...Object.fromEntries(kept), NODE_ENV: 'production' };
}
