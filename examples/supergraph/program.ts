// A service as a process of its own, as it would be in the world; here it tells its URL by printing it.
import { type ChildProcess, spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** A service that was started. */
export class Program {
  readonly name: string;
  /** Where it answers GraphQL; fails with what it printed, where it ends before that. */
  readonly url: Promise<string>;
  /** What there is to say when it has ended. */
  readonly ended: Promise<string>;
  readonly #process: ChildProcess;

  /** Starts a script of `folder` under the Node that this runs under. */
  constructor(name: string, folder: string, words: readonly string[]) {
    this.name = name;
    this.#process = spawn(process.execPath, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const found = new Promise<string>((resolve) => {
      const read = (chunk: string) => {
        output = stripVTControlCharacters(output + chunk).slice(-10_000);
        const url = /http:\/\/\S+\/graphql/.exec(output)?.[0];
        if (url) resolve(url);
      };
      this.#process.stdout?.setEncoding('utf8').on('data', read);
      this.#process.stderr?.setEncoding('utf8').on('data', read);
    });
    this.ended = new Promise((resolve) => {
      this.#process.once('error', ({ message }) => resolve(`${name} could not be started: ${message}`));
      this.#process.once('close', () => resolve(`${name} has ended. It printed:\n\n${output.trim()}\n`));
    });
    this.url = Promise.race([
      found,
      this.ended.then((what) => {
        throw new Error(what);
      }),
    ]);
    // Whoever waits for the URL is told; nobody else has to listen.
    this.url.catch(() => undefined);
  }

  /** Asks it to end, and waits until it has. */
  async stop(): Promise<void> {
    this.#process.kill('SIGTERM');
    const impatience = setTimeout(() => this.#process.kill('SIGKILL'), 5_000);
    await this.ended;
    clearTimeout(impatience);
  }
}
