// onrecord config: what is in force, and where each value comes from.
import type { Command } from './command.ts';
import { inForce, type InForce, serveOptions } from './settings.ts';
import { alignedRows } from './words.ts';

export const config: Command = {
  summary: 'Tells which settings are in force, and where each comes from.',
  about: `Flags beat the environment, that beats the file, and that beats the defaults. Takes what "serve" takes, reads it as
that does, and starts nothing. Secrets are not printed. Exit code 0 where the settings are good, else 2.`,
  options: [...serveOptions, 'json'],
  async run(options, io) {
    const rows = inForce(options);
    if (options.json) {
      const told = rows.map(({ key, value, source: { kind, name } }) => ({
        key,
        value,
        source: kind,
        ...(kind !== 'default' && { from: name }),
      }));
      io.out(JSON.stringify({ file: options.file ?? null, settings: told }, null, 2));
    } else {
      io.out(
        options.file === undefined
          ? 'No file with settings is read.\n'
          : `The file ${options.file} is read.\n`,
      );
      io.out(alignedRows(rows.map(({ key, value, source }) => [key, told(value), source.name])));
    }
    return 0;
  },
};

function told(value: InForce['value']): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return '(none)';
  return Array.isArray(value) ? value.join(',') : String(value);
}
