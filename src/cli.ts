// The command line as a process. It wires everything, through cli/, and is imported by nothing but the program.
import './cli/warnings.ts';
import type { Io } from './cli/command.ts';

// What this loads gives warnings while it is loaded, so the filter of warnings must be there before.
const { main } = await import('./cli/main.ts');

function processIo({ stdout, stderr }: typeof process): Io {
  // A reader that has seen enough, such as head, is no failure.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  return {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
    overwrite: stderr.isTTY ? (text) => stderr.write(`\r\u001B[K${text}`) : undefined,
    onSignal(listener) {
      process.on('SIGTERM', listener);
      process.on('SIGINT', listener);
    },
    onReload(listener) {
      // To a process of a terminal it says that the terminal is gone, which should end it.
      if (!stdout.isTTY) process.on('SIGHUP', listener);
    },
  };
}

process.exit(await main(process.argv.slice(2), processIo(process)));
