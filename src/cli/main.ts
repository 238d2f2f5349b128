// Which command the words of a call mean, and what they say where they mean none.
import { type Command, helpOf, type Io, optionTable, readCall } from './command.ts';
import { version } from './version.ts';
import { tellError } from './words.ts';
import { UsageError } from '../config.ts';
import { didYouMean } from '../content/problems.ts';

// Each loads what it needs and no more: to serve takes a second of loading that looking for problems need not wait for.
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serve,
  check: async () => (await import('./check.ts')).check,
  build: async () => (await import('./build.ts')).build,
  config: async () => (await import('./config.ts')).config,
  doctor: async () => (await import('./doctor.ts')).doctor,
};

async function help(): Promise<string> {
  const lines = Object.entries(commands).map(
    async ([name, load]) => `  ${name.padEnd(8)}${(await load()).summary}`,
  );
  return `Structured news over GraphQL: who said what, where exactly it is written, who passed it on, and what came of it.

Usage: onrecord <command> [options]

Commands:
${(await Promise.all(lines)).join('\n')}

Options:
${optionTable(['help', 'version'])}

Without a command it serves what is there: the content of this folder, or a sample.
"onrecord <command> --help" tells what a command takes.`;
}

/** Runs a command line; resolves with the exit code: 0 fine, 1 bad content or no start, 2 wrong words. */
export async function main([name, ...words]: readonly string[], io: Io): Promise<number> {
  try {
    if (name === undefined) return await (await import('./sample.ts')).serveWhatIsThere(io);
    if (name === '--help' || name === '-h') return show(await help(), io);
    if (name === '--version' || name === '-v') return show(version, io);
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!load) throw unknownCommand(name);
    const command = await load();
    const call = await readCall(name, command, words);
    if (call === 'help') return show(helpOf(name, command), io);
    if (call === 'version') return show(version, io);
    return await command.run(call, io);
  } catch (error) {
    const isUsage = error instanceof UsageError;
    const source = name !== undefined && Object.hasOwn(commands, name) ? `onrecord ${name}` : 'onrecord';
    io.err(`${tellError(error)}${isUsage ? `\n"${source} --help" tells more.` : ''}`);
    return isUsage ? 2 : 1;
  }
}

function show(text: string, io: Io): number {
  io.out(text);
  return 0;
}

function unknownCommand(name: string): UsageError {
  if (name.startsWith('-')) {
    return new UsageError(
      `${name} stands where a command is expected. Write the command first: onrecord serve ${name} …`,
    );
  }
  const names = Object.keys(commands);
  return new UsageError(
    `There is no command "${name}"${didYouMean(name, names)}. The commands are ${names.join(', ')}.`,
  );
}
