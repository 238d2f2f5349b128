// The log in JSON: it is loaded where the settings ask for it.
import { type Logger, pino, stdTimeFunctions } from 'pino';

/** A log in JSON, one line a record; `write` gets each without its end. */
export function jsonLog(write: (line: string) => void): Logger {
  return pino(
    {
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      // None of it is given to the log. Should that change, it is still not written.
      redact: ['authorization', 'token', 'variables', 'query', '*.authorization', '*.token', '*.variables'],
    },
    { write: (line) => write(line.trimEnd()) },
  );
}
