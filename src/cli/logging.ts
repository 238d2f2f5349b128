// Where the log goes: with JSON every line of the service is one record on standard output, else lines are as people read them.
import { logRequests, logRequestsPrettily } from '../server/request-log.ts';
import { withoutSecrets } from '../config.ts';
import type { Observer } from '../server/notes.ts';
import type { Io, Options } from './command.ts';

/** The log of a process. */
export interface Logging {
  /** What the process says besides, written as the log is. */
  readonly io: Io;
  /** Told of requests; undefined where they are not logged. */
  readonly requests: Observer | undefined;
  /** Tells that it is answered. */
  started(greeting: string, where: Readonly<Record<string, unknown>>): void;
  /** Writes what waits to be written. */
  flush(): void;
}

/** The log that the settings ask for. */
export async function loggingOf(
  { log, previewTokens }: Pick<Options, 'log' | 'previewTokens'>,
  io: Io,
): Promise<Logging> {
  const lines = new Lines(io);
  const { flush } = lines;
  if (log === 'off') return { io, requests: undefined, started: io.out, flush };
  if (log === 'pretty') {
    const requests = logRequestsPrettily(lines.write, io.overwrite !== undefined);
    return { io, requests, started: io.out, flush };
  }
  const { jsonLog } = await import('../server/json-log.ts');
  const logger = jsonLog(lines.write);
  const clean = (text: string) => redacted(text.trim(), previewTokens);
  return {
    io: {
      ...io,
      out: (text) => logger.info(clean(text)),
      err: (text) => logger.warn(clean(text)),
      overwrite: undefined,
    },
    requests: logRequests(logger),
    started: (_greeting, where) => logger.info(where, 'started'),
    flush,
  };
}

/** A text without the tokens of previews, and without what is secret in URLs. */
export function redacted(text: string, tokens: readonly string[]): string {
  return tokens.reduce((left, token) => left.replaceAll(token, '…'), withoutSecrets(text));
}

/** Lines that are written together once a turn: each by itself would be a call of the system. */
class Lines {
  readonly #io: Io;
  #waiting: string[] = [];

  constructor(io: Io) {
    this.#io = io;
  }

  readonly write = (line: string): void => {
    if (this.#waiting.push(line) === 1) setImmediate(this.flush);
  };

  readonly flush = (): void => {
    if (this.#waiting.length === 0) return;
    const lines = this.#waiting.join('\n');
    this.#waiting = [];
    this.#io.out(lines);
  };
}
