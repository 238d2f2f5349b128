// Settings: from flags, environment and file; everything wrong is told with its place; and the documentation has all of them.
// After a change that is meant, `npx vitest run tests/cli/config.test.ts --update` prints the tables of docs/configuration.md anew.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, onTestFinished, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { settingRows } from '../../src/cli/settings.ts';
import { readConfig, settings, UsageError } from '../../src/config.ts';

const guide = resolve(import.meta.dirname, '../../docs/configuration.md');
const flagsOfAll = Object.values(settings).map(({ flag }) => flag);

/** A file with settings in a folder of its own. */
function fileOf(text: string, name = 'onrecord.config.yaml'): string {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function problemsOf(
  flags: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>>,
) {
  try {
    await readConfig(flagsOfAll, flags, environment);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error('Nothing was found wrong.');
}

async function run(...words: string[]) {
  let [out, err] = ['', ''];
  const nothing = () => undefined;
  const code = await main(words, {
    out: (text) => void (out += `${text}\n`),
    err: (text) => void (err += `${text}\n`),
    overwrite: undefined,
    onSignal: nothing,
    onReload: nothing,
  });
  return { code, out, err };
}

test('flags beat the environment, that beats the file, and that beats the defaults', async () => {
  const file = fileOf('port: 1\nhost: one\nworkers: 3\npoolSize: 7\n');
  const config = await readConfig(
    flagsOfAll,
    { config: file, port: '3' },
    { PORT: '2', HOST: 'two', ONRECORD_WORKERS: '' },
  );
  expect(config).toMatchObject({ port: 3, host: 'two', workers: 3, poolSize: 7, log: 'off' });
  expect(
    ['port', 'host', 'workers', 'log'].map((key) => config.sources.get(key)?.name.replace(file, 'FILE')),
  ).toEqual(['--port', 'HOST', 'FILE:3', 'the default']);
  expect(config.given).toEqual(new Set(['port', 'host', 'workers', 'poolSize']));
});

test('a file says in JSON what it says in YAML, and is named by a variable too', async () => {
  const yaml = fileOf(
    'previewTokens: [a, b]\nwithoutNode: true\nlimits: { subscribers: 7, trustedProxies: 2 }\n',
  );
  const json = fileOf(
    '{\n\t"previewTokens": ["a", "b"],\n\t"withoutNode": true,\n\t"limits": { "subscribers": 7, "trustedProxies": 2 }\n}\n',
    'settings.json',
  );
  for (const file of [yaml, json]) {
    const config = await readConfig(flagsOfAll, {}, { ONRECORD_CONFIG: file });
    expect(config).toMatchObject({ previewTokens: ['a', 'b'], withoutNode: true, file });
    expect(config.limits).toMatchObject({ subscribers: 7, trustedProxies: 2, heartbeatSeconds: 15 });
  }
});

test('paths in a file are meant from its folder, those of flags from where the command runs', async () => {
  const file = fileOf(
    'content: news\nstore: postgres://database/onrecord\ntrustedDocuments: only\ntrustedDocumentsManifest: /etc/documents.json\n',
  );
  const folder = resolve(file, '..');
  expect(await readConfig(flagsOfAll, { config: file }, {})).toMatchObject({
    content: join(folder, 'news'),
    store: 'postgres://database/onrecord',
    trustedDocuments: 'only',
    trustedDocumentsManifest: '/etc/documents.json',
  });
  expect((await readConfig(flagsOfAll, { config: file, content: 'news' }, {})).content).toBe('news');
});

test('everything that is wrong is told at once, each with where it came from', async () => {
  const file = fileOf('port: http\nlimit: 3\nlimits:\n  heartbeatSeconds: 0\n  subscriber: 1\ncontent:\n');
  const problems = await problemsOf(
    { config: file, workers: 'many' },
    {
      ONRECORD_WORKRES: '2',
      ONRECORD_PORT: '80',
      ONRECORD_ADMIN_PORT: 'tcp://10.0.0.1:9090',
      ONRECORD_LOG: 'loud',
    },
  );
  expect(problems.replaceAll(file, 'FILE')).toMatchInlineSnapshot(`
    "10 settings are wrong:
      There is no setting for the environment variable ONRECORD_PORT (did you mean "PORT"?).
      There is no setting for the environment variable ONRECORD_WORKRES (did you mean "ONRECORD_WORKERS"?).
      FILE:2: there is no setting limit (did you mean "limits"?).
      FILE:5: there is no setting limits.subscriber (did you mean "limits.subscribers"?).
      content in FILE:6 needs a value: give a text, a number, true, false or a list of texts.
      port in FILE:1 is "http": give a whole number from 0 to 65535; 0 picks a free port.
      --workers is "many": give a whole number from 1 to 999, best that of the cores.
      the environment variable ONRECORD_ADMIN_PORT is "tcp://10.0.0.1:9090": give a whole number from 0 to 65535; 0 picks a free port (Kubernetes sets it for a service of that name: write enableServiceLinks: false into the pod).
      the environment variable ONRECORD_LOG is "loud": give off, json or pretty.
      limits.heartbeatSeconds in FILE:4 is "0": give a whole number from 1 on; 15 where it is not set."
  `);
});

test.each([
  ['a text', 'write settings as keys with values'],
  ['[1]', 'write settings as keys with values'],
  ['port: 1\nport: 2\n', ':2:1: '],
  ['port: [1, 2', ':1:'],
  ['limits: 3\n', 'takes keys with values below it'],
  ['__proto__: 3\n', 'there is no setting __proto__'],
  ['constructor: { a: 1 }\n', 'there is no setting constructor'],
  ['', 'there is no data here'],
])('a file with %j is refused', async (text, reason) => {
  expect(await problemsOf({ config: fileOf(text) }, {})).toContain(reason);
});

test.each<readonly [Record<string, string>, string]>([
  [{ 'preview-jwks': 'jwks.json' }, 'with --preview-jwks set --preview-issuer and --preview-audience too'],
  [{ 'preview-issuer': 'https://login.example/' }, 'name them with --preview-jwks'],
  [{ 'preview-jwks': 'ftp://login.example/' }, 'give an address that begins with https://'],
  [{ 'preview-scope': 'a b' }, 'give one word'],
])('%j does not say which preview tokens are good', async (flags, reason) => {
  expect(await problemsOf(flags, {})).toContain(reason);
});

test('a file that is named has to be there', async () => {
  expect(await problemsOf({}, { ONRECORD_CONFIG: '/nowhere/settings.yaml' })).toBe(
    'The file of settings /nowhere/settings.yaml cannot be read: it does not exist. Name another one with --config, or leave that out.',
  );
});

test('what Kubernetes tells pods of a service called onrecord is passed over', async () => {
  const environment = {
    ONRECORD_SERVICE_HOST: '10.0.0.1',
    ONRECORD_SERVICE_PORT: '4000',
    ONRECORD_SERVICE_PORT_HTTP: '4000',
    ONRECORD_PORT: 'tcp://10.0.0.1:4000',
    ONRECORD_PORT_4000_TCP: 'tcp://10.0.0.1:4000',
    ONRECORD_PORT_4000_TCP_ADDR: '10.0.0.1',
  };
  expect((await readConfig(flagsOfAll, {}, environment)).port).toBe(4_000);
});

test('onrecord config tells values and sources, and no secret', async () => {
  const file = fileOf(
    'store: postgres://user:secret@host/db?password=secret\nreplicas: ["postgres://u:secret@a/b"]\npreviewTokens: [secret]\nport: 1\n',
  );
  const told = await run('config', '--config', file, '--workers', '2');
  expect(told).toMatchObject({ code: 0, err: '' });
  expect(told.out).not.toContain('secret');
  expect(told.out.replaceAll(file, 'FILE')).toMatch(/^store +postgres:\/\/…@host\/db\?… +FILE:1$/m);
  expect(told.out).toMatch(/^workers +2 +--workers$/m);
  const json = await run('config', '--config', file, '--json');
  expect(json.out).not.toContain('secret');
  const { settings: rows } = JSON.parse(json.out) as { settings: { key: string }[] };
  expect(rows).toContainEqual({ key: 'port', value: 1, source: 'file', from: `${file}:4` });
  expect(rows).toContainEqual({ key: 'limits.freshSeconds', value: 5, source: 'default' });
  expect(rows.map(({ key }) => key)).toEqual(settingRows.map(({ key }) => key));
});

test('onrecord config exits with 2 where something is wrong', async () => {
  const { code, out, err } = await run('config', '--config', fileOf('prot: 1\n'));
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/:1: there is no setting prot \(did you mean "port"\?\)\.$/m);
});

test('a file of the working directory is read, and two are one too many', async () => {
  const folder = resolve(fileOf('port: 5\n'), '..');
  const before = process.cwd();
  mkdirSync(join(folder, 'sub'));
  process.chdir(folder);
  onTestFinished(() => process.chdir(before));
  expect(await readConfig(flagsOfAll, {}, {})).toMatchObject({ port: 5, file: 'onrecord.config.yaml' });
  writeFileSync('onrecord.config.json', '{}');
  expect(await problemsOf({}, {})).toBe(
    'There are onrecord.config.json and onrecord.config.yaml, and only one is read: keep one, or name it with --config.',
  );
});

test('the guide has every setting', async () => {
  const text = readFileSync(guide, 'utf8');
  const tableOf = (
    isOf: (key: string) => boolean,
    head: string,
    row: (each: (typeof settingRows)[number]) => string,
  ) => [head, ...settingRows.filter(({ key }) => isOf(key)).map(row)].join('\n');
  const code = (value: string | undefined) => (value === undefined ? '' : `\`${value}\``);
  const isLimit = (key: string) => key.startsWith('limits.');
  const tables = {
    settings: tableOf(
      (key) => !isLimit(key),
      '| in a file | flag | variable | default | |\n|-|-|-|-|-|',
      ({ key, flag, variable, fallback, help }) =>
        `| ${code(key)} | ${code(flag)} | ${code(variable)} | ${fallback === undefined ? 'none' : code(fallback)} | ${help} |`,
    ),
    limits: tableOf(
      isLimit,
      '| in a file | variable | default | |\n|-|-|-:|-|',
      ({ key, variable, fallback, help }) => `| ${code(key)} | ${code(variable)} | ${fallback} | ${help} |`,
    ),
  };
  const printed = text.replaceAll(
    /<!-- (settings|limits) -->\n(?:\n(?:\|.*\n)+)?/g,
    (_, name: keyof typeof tables) => `<!-- ${name} -->\n\n${tables[name]}\n`,
  );
  const options = await resolveConfig(guide, { editorconfig: true });
  await expect(await format(printed, { ...options, parser: 'markdown' })).toMatchFileSnapshot(guide);
});
