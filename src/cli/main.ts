// Which command the words of a call mean, and what they say where they mean none.
import { build } from './build.ts';
import { check } from './check.ts';
import { type Command, helpOf, type Io, optionTable, readCall } from './command.ts';
import { config } from './config.ts';
import { doctor } from './doctor.ts';
import { serveWhatIsThere } from './sample.ts';
import { serve } from './serve.ts';
import { version } from './version.ts';
import { tellError } from './words.ts';
import { UsageError } from '../config.ts';
import { didYouMean } from '../content/problems.ts';

const commands: Readonly<Record<string, Command>> = { serve, check, build, config, doctor };

const help = `Structured news over GraphQL: who said what, where exactly it is written, who passed it on, and what came of it.

Usage: onrecord <command> [options]

Commands:
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(8)}${summary}`)
  .join('\n')}

Options:
${optionTable(['help', 'version'])}

Without a command it serves what is there: the content of this folder, or a sample.
"onrecord <command> --help" tells what a command takes.`;

/** Runs a command line; resolves with the exit code: 0 fine, 1 bad content or no start, 2 wrong words. */
export async function main([name, ...words]: readonly string[], io: Io): Promise<number> {
  try {
    if (name === undefined) return await serveWhatIsThere(io);
    if (name === '--help' || name === '-h') return show(help, io);
    if (name === '--version' || name === '-v') return show(version, io);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw unknownCommand(name);
    const call = readCall(name, command, words);
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
