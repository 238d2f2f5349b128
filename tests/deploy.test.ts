// What operators run as it stands: the files for containers, and the commands of docs/scaling.md.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { main } from '../src/cli/main.ts';
import { variables } from '../src/config.ts';

const root = resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
  readonly stop_grace_period?: string;
}

const compose = parse(read('compose.yaml'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
};
const dockerfile = read('Dockerfile');
const guide = read('docs/scaling.md');
const own = Object.entries(compose.services).filter(([, { image }]) => image === 'onrecord');

/** Every `onrecord …` in the blocks of a guide, without what a shell does with it. */
function commandsOf(text: string): string[][] {
  const blocks = [...text.matchAll(/^```\n([^]*?)^```/gm)].map(([, block]) => block!);
  const lines = blocks.flatMap((block) => block.split('\n')).map((line) => line.replace(/ +#.*/, ''));
  return lines.flatMap((line) =>
    [...line.matchAll(/\bonrecord ((?:serve|build|check|config|doctor)\b[^&|<>]*)/g)].map(([, words]) =>
      words!.trim().split(/ +/),
    ),
  );
}

const helps = new Map<string, string>();
async function helpOf(command: string): Promise<string> {
  const known = helps.get(command);
  if (known !== undefined) return known;
  const lines: string[] = [];
  const write = (text: string) => void lines.push(text);
  const nothing = () => undefined;
  await main([command, '--help'], {
    out: write,
    err: write,
    overwrite: undefined,
    onSignal: nothing,
    onReload: nothing,
  });
  helps.set(command, lines.join('\n'));
  return lines.join('\n');
}

test('every command line names a command that there is, with flags that it has', async () => {
  const composed = own.flatMap(([, { command }]) => (command ? [[...command]] : []));
  const all = [...commandsOf(guide), ...composed];
  expect(all.length).toBeGreaterThan(5);
  for (const [command, ...words] of all) {
    const help = await helpOf(command!);
    expect(help).toContain(`Usage: onrecord ${command}`);
    for (const flag of words.filter((word) => word.startsWith('--'))) {
      expect(help.split(/[\s,]+/), `onrecord ${command} ${flag}`).toContain(flag);
    }
  }
});

test('every ONRECORD variable that is set or told of is one that the program reads', () => {
  for (const text of [dockerfile, guide, read('compose.yaml'), read('deploy/haproxy.cfg')]) {
    for (const [variable] of text.matchAll(/\bONRECORD_\w+/g)) expect(variables).toContain(variable);
  }
});

test('whoever serves the database of the compose file has no content folder to compile', () => {
  for (const text of [dockerfile, read('compose.yaml')]) expect(text).not.toContain('ONRECORD_CONTENT');
  expect(compose.services['serve']!.command).toBeUndefined();
});

test('the Dockerfile copies what there is, and .dockerignore lets it through', () => {
  const ignored = read('.dockerignore').split('\n');
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) =>
    paths!.split(' '),
  );
  expect(copied).toContain('src');
  for (const path of copied) {
    expect(existsSync(resolve(root, path)), path).toBe(true);
    expect(ignored).toContain(`!${path}`);
  }
});

test('the image runs the Node that the tests run on, as somebody without rights', () => {
  const images = [...dockerfile.matchAll(/^FROM node:(\S+)-bookworm-slim/gm)].map(([, version]) => version);
  const { version } = JSON.parse(read('node_modules/node/package.json')) as { version: string };
  expect(images.map((image) => image!.split('.')[0])).toEqual([version.split('.')[0], version.split('.')[0]]);
  expect(dockerfile).toMatch(/^USER 1000:1000$/m);
  for (const [, service] of own) expect(service.read_only).toBe(true);
});

test('the paths and services that are named exist', () => {
  for (const { volumes = [] } of Object.values(compose.services)) {
    for (const volume of volumes.filter((each) => each.startsWith('./')))
      expect(existsSync(resolve(root, volume.split(':')[0]!)), volume).toBe(true);
  }
  for (const [, path] of guide.matchAll(/\]\((?!http)([^)#]+)/g))
    expect(existsSync(resolve(root, 'docs', path!)), path).toBe(true);
  for (const [path] of guide.matchAll(/\b(?:bench|deploy)\/[\w.-]+/g))
    expect(existsSync(resolve(root, path)), path).toBe(true);
  const named = [...guide.matchAll(/docker compose (?:run --rm|ps|up .*--scale \w+=\d+) (\w+)/g)];
  expect(named.length).toBeGreaterThan(3);
  for (const [, service] of named) expect(Object.keys(compose.services)).toContain(service);
});

test('the proxy looks for the service by its name and port, more often than a process that stops waits', () => {
  const proxy = read('deploy/haproxy.cfg');
  const [, service, port, interval] = /server-template \w+ \d+ (\w+):(\d+) check inter (\d+)ms/.exec(proxy)!;
  expect(Object.keys(compose.services)).toContain(service);
  expect(dockerfile).toContain(`PORT=${port}`);
  expect(Number(interval)).toBeLessThan(1_000);
});
