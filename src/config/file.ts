// A file with settings, in JSON or YAML: found, read, and held against the keys that there are.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { didYouMean } from '../content/problems.ts';

/** What a file gives to one key. */
export interface FileValue {
  /** As a variable of the environment would say it. */
  readonly value: string;
  /** Where it stands, for example `onrecord.config.yaml:3`. */
  readonly place: string;
}

/** What stands in a file, by key, such as `port` or `limits.subscribers`; and in one line each what is wrong with it. */
export interface ConfigFile {
  readonly values: ReadonlyMap<string, FileValue>;
  readonly problems: readonly string[];
}

/** The files that are read where none is named. */
export const usualFiles = ['onrecord.config.json', 'onrecord.config.yaml', 'onrecord.config.yml'] as const;

const LARGEST_IN_BYTES = 1_000_000;

/** The usual file, where there is one in the working directory; a problem where there are several. */
export function usualFile(): { readonly file?: string; readonly problem?: string } {
  const [file, second] = usualFiles.filter((each) => existsSync(each));
  if (file === undefined) return {};
  if (second === undefined) return { file };
  return {
    problem: `There are ${file} and ${second}, and only one is read: keep one, or name it with --config.`,
  };
}

/** Reads a file. `keys` are all that it may have; those of a group stand in a mapping: `limits.subscribers`. */
export async function readConfigFile(file: string, keys: readonly string[]): Promise<ConfigFile> {
  const text = readText(file);
  if (typeof text !== 'string') return { values: new Map(), problems: [text.problem] };
  // Most services have no such file.
  const { parseYaml } = await import('../content/yaml.ts');
  const isJson = extname(file) === '.json';
  const { data, problems, locate } = parseYaml(isJson && text.trim() === '' ? '{}' : text);
  if (problems.length > 0) {
    const told = problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}.`);
    return { values: new Map(), problems: told };
  }
  if (!isMapping(data)) {
    return {
      values: new Map(),
      problems: [`${file}: write settings as keys with values, such as port: 4000.`],
    };
  }
  const values = new Map<string, FileValue>();
  const wrong: string[] = [];
  const groups = new Set(keys.flatMap((key) => (key.includes('.') ? [key.split('.')[0]!] : [])));
  const read = (mapping: Readonly<Record<string, unknown>>, path: readonly string[]) => {
    for (const [name, value] of Object.entries(mapping)) {
      const here = [...path, name];
      const key = here.join('.');
      const place = `${file}:${locate(here, 'key').line}`;
      if (groups.has(key) && path.length === 0) {
        if (isMapping(value)) read(value, here);
        else wrong.push(`${key} in ${place} takes keys with values below it.`);
      } else if (!keys.includes(key)) {
        wrong.push(`${place}: there is no setting ${key}${didYouMean(key, [...keys, ...groups])}.`);
      } else {
        const said = textOf(value);
        if (said === undefined)
          wrong.push(
            `${key} in ${place} needs a value: give a text, a number, true, false or a list of texts.`,
          );
        else values.set(key, { value: said, place });
      }
    }
  };
  read(data, []);
  return { values, problems: wrong };
}

/** A path as the file means it: from the folder of the file, unless it is absolute. */
export function fromFolderOf(place: string, path: string): string {
  const folder = dirname(place.replace(/:\d+$/, ''));
  return path === '' || path.startsWith('/') || /^[a-z]:[\\/]/i.test(path) ? path : join(folder, path);
}

function readText(file: string): string | { readonly problem: string } {
  try {
    const bytes = readFileSync(file);
    if (bytes.length > LARGEST_IN_BYTES)
      return { problem: `${file} is larger than a file of settings can be.` };
    return bytes.toString('utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = {
      ENOENT: 'it does not exist. Name another one with --config, or leave that out',
      EACCES: 'it may not be read. Check its permissions',
      EISDIR: 'it is a folder. Name the file in it',
    }[code ?? ''];
    return { problem: `The file of settings ${file} cannot be read: ${reason ?? message}.` };
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(',');
  return undefined;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
