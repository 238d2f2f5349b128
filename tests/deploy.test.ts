// What operators run as it stands: the files for containers, and the commands of docs/scaling.md.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { main } from '../src/cli/main.ts';
import { variables } from '../src/config.ts';
import { EditingStatus } from '../src/server/editing-status.ts';
import { Metrics } from '../src/server/metrics.ts';
import { ServedCorpus } from '../src/server/served-corpus.ts';

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
const operations = read('docs/operations.md');
const unit = read('deploy/onrecord.service');
const own = Object.entries(compose.services).filter(([, { image }]) => image === 'onrecord');

/** Every `onrecord …` in the blocks of a guide, without what a shell does with it. */
function commandsOf(text: string): string[][] {
  const blocks = [...text.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].flatMap(([, language, block]) =>
    language === '' ? [block!] : [],
  );
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
  const started = [...unit.matchAll(/^ExecStart=\S+ (.+)$/gm)].map(([, words]) => words!.split(' '));
  expect(started).toHaveLength(1);
  const all = [...commandsOf(guide), ...commandsOf(operations), ...composed, ...started];
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
  for (const text of [
    dockerfile,
    guide,
    operations,
    unit,
    read('compose.yaml'),
    read('deploy/haproxy.cfg'),
  ]) {
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
  for (const [, path] of `${guide}${operations}${read('docs/configuration.md')}`.matchAll(
    /\]\((?!http)([^)#]+)/g,
  ))
    expect(existsSync(resolve(root, 'docs', path!)), path).toBe(true);
  for (const [path] of guide.matchAll(/\b(?:bench|deploy)\/[\w.-]+/g))
    expect(existsSync(resolve(root, path)), path).toBe(true);
  const named = [...guide.matchAll(/docker compose (?:run --rm|ps|up .*--scale \w+=\d+) (\w+)/g)];
  expect(named.length).toBeGreaterThan(3);
  for (const [, service] of named) expect(Object.keys(compose.services)).toContain(service);
});

test('alarms and the guide name numbers that there are, and the guide names all of ours', async () => {
  const metrics = new Metrics({ corpus: new ServedCorpus(), editing: new EditingStatus() });
  metrics.watchRates(() => true);
  const { registry } = metrics;
  const names = (await registry.getMetricsAsJSON()).map(({ name }) => name);
  const base = (name: string) => name.replace(/_(?:bucket|sum|count)$/, '');
  for (const text of [read('deploy/alerts.yml'), operations]) {
    for (const [name] of text.matchAll(/\b(?:onrecord|corpus|nodejs)_[a-z0-9_]+\b/g))
      expect(names, name).toContain(names.includes(name) ? name : base(name));
  }
  for (const name of names.filter((each) => /^(?:onrecord|corpus)_/.test(each)))
    expect(operations).toContain(`\`${name}\``);
});

test('the image and the unit log in JSON, and the observers of the compose file find the services', () => {
  for (const text of [dockerfile, unit]) expect(text).toContain('ONRECORD_LOG=json');
  const {
    scrape_configs: [scraped],
  } = parse(read('deploy/prometheus.yml')) as {
    readonly scrape_configs: readonly [
      { readonly dns_sd_configs: readonly { names: string[]; port: number }[] },
    ];
  };
  const [{ names, port }] = scraped.dns_sd_configs as [{ names: string[]; port: number }];
  for (const name of names) expect(Object.keys(compose.services)).toContain(name);
  expect(compose.services['serve']!.environment?.['ONRECORD_ADMIN_PORT']).toBe(port);
});

test('the proxy looks for the service by its name and port, more often than a process that stops waits', () => {
  const proxy = read('deploy/haproxy.cfg');
  const [, service, port, interval] = /server-template \w+ \d+ (\w+):(\d+) check inter (\d+)ms/.exec(proxy)!;
  expect(Object.keys(compose.services)).toContain(service);
  expect(dockerfile).toContain(`PORT=${port}`);
  expect(Number(interval)).toBeLessThan(1_000);
});
