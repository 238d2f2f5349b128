// The command line as a child process: words, exit codes, and a server that lives through edits and signals.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';

const program = resolve(import.meta.dirname, '../src/cli.ts');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** An empty folder to run in, removed after the test. */
function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) write(join(path, name), content);
  return path;
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** As many editors save: a new file is moved over the old one. */
function save(path: string, content: string): void {
  write(`${path}~`, content);
  renameSync(`${path}~`, path);
}

function start(words: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}) {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:ONRECORD_\w+|OTEL_\w+|HOST|PORT)$/.test(name)),
  );
  const child = spawn(process.execPath, [program, ...words], { cwd, env: { ...inherited, ...environment } });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function run(
  words: readonly string[],
  cwd = folder(),
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = start(words, cwd, environment);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: code as number | null, out, err };
}

interface Serving {
  readonly url: string;
  readonly ended: Promise<Ended>;
  signal(name: NodeJS.Signals): void;
  out(): string;
  err(): string;
  ask(query: string): Promise<unknown>;
}

/** Starts `onrecord serve` on a free port and waits until it says where. */
async function serve(cwd: string, ...words: string[]): Promise<Serving> {
  const child = start(['serve', '--port', '0', ...words], cwd);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part) => (out += part));
  child.stderr.setEncoding('utf8').on('data', (part) => (err += part));
  const ended = once(child, 'close').then(([code]): Ended => ({ code, out, err }));
  const url = await Promise.race([
    expect
      .poll(() => /(http:\S+)\/graphql/.exec(out)?.[1], { timeout: 20_000 })
      .toBeDefined()
      .then(() => /(http:\S+)\/graphql/.exec(out)![1]!),
    ended.then(() => Promise.reject(new Error(`It ended:\n${out}${err}`))),
  ]);
  return {
    url,
    ended,
    signal: (name) => void child.kill(name),
    out: () => out,
    err: () => err,
    async ask(query) {
      const response = await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`);
      return response.json();
    },
  };
}

const good = { 'content/topics/talks.yaml': 'name: Talks\n' };
const broken = {
  'content/topics/talks.yaml': 'nmae: Talks\n',
  'content/topics/war.yaml': 'name: War\nbroader: talsk\n',
};

describe('help', () => {
  test('of the program names the commands', async () => {
    const { code, out, err } = await run(['--help']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatchInlineSnapshot(`
      "Structured news over GraphQL: who said what, where exactly it is written, who passed it on, and what came of it.

      Usage: onrecord <command> [options]

      Commands:
        serve   Serves the content over GraphQL.
        check   Looks for problems in the content files, and changes nothing.
        build   Compiles the content files into the store.
        config  Tells which settings are in force, and where each comes from.
        doctor  Looks whether a set-up will do, and says what to do where not.

      Options:
        -h, --help     say how the command is used
        -v, --version  print the version

      Without a command it serves what is there: the content of this folder, or a sample.
      "onrecord <command> --help" tells what a command takes.
      "
    `);
  });

  test('of a command tells every option, with its default and its variable', async () => {
    const { code, out, err } = await run(['serve', '--help']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatchInlineSnapshot(`
      "Serves the content over GraphQL.

      Usage: onrecord serve [options]

      Compiles the content where it has changed since the last build, then serves it. Content with problems is not
      served: they are printed, and the exit code is 1. With --watch, changes are compiled as they are saved; while they
      have problems, the last good corpus is served on, and where there is none yet, it waits until they are mended.
      A database as the store is served as it was loaded, and followed when it is loaded again; nothing is compiled for it
      unless --content is given. A file as the store that "onrecord build" has replaced is served from SIGHUP on: publish with
      "onrecord build && kill -HUP PID". With --workers, so many processes answer on one port, and one that dies is replaced.
      SIGTERM stops it gently.

      Options:
            --content DIR                      the folder with the content files (default: content; environment: ONRECORD_CONTENT)
            --store STORE                      what the compiled corpus is kept in: a file, or postgres://user:password@host/database (default: .onrecord/corpus.db; environment: ONRECORD_STORE)
            --replicas URLS                    databases that follow the one of --store and are read in its place, with commas between them (environment: ONRECORD_REPLICAS)
            --pool-size N                      how many connections each process holds at most to each database (default: 10; environment: ONRECORD_POOL_SIZE)
            --host HOST                        the address to listen on; 0.0.0.0 for every one of this machine (default: 127.0.0.1; environment: HOST)
            --port PORT                        the port to listen on; 0 picks a free one (default: 4000; environment: PORT)
            --admin-port PORT                  a port for metrics in the format of Prometheus, at /metrics (environment: ONRECORD_ADMIN_PORT)
            --workers N                        how many processes answer on the port (default: 1; environment: ONRECORD_WORKERS)
            --without-node                     leave node and nodes out of the subgraph, for a graph in which another one has them (environment: ONRECORD_WITHOUT_NODE)
            --trusted-documents MODE           documents of a manifest, asked for by their ids: off, allowed besides others, or only these (default: off; environment: ONRECORD_TRUSTED_DOCUMENTS)
            --trusted-documents-manifest FILE  the manifest, as GraphQL Code Generator, Relay or Apollo writes it (environment: ONRECORD_TRUSTED_DOCUMENTS_MANIFEST)
            --automatic-persisted-queries      keep documents for clients that ask for them by their hash (environment: ONRECORD_AUTOMATIC_PERSISTED_QUERIES)
            --log HOW                          a line for each request: json, pretty for people, or off (default: off; environment: ONRECORD_LOG)
            --telemetry URL                    an OTLP/HTTP endpoint that traces are sent to, with the packages of OpenTelemetry (environment: OTEL_EXPORTER_OTLP_ENDPOINT)
            --introspection true|false         whether clients may ask for the schema; false also takes GraphiQL and suggestions away (default: true; environment: ONRECORD_INTROSPECTION)
            --suggestions true|false           whether errors guess what was meant, by names of the schema (default: true; environment: ONRECORD_SUGGESTIONS)
            --graphiql true|false              whether browsers get GraphiQL and the start page (default: true; environment: ONRECORD_GRAPHIQL)
            --rate-accounts WHERE              where rates are counted: memory of each process, store for all that share the database of --store, or postgres://… (default: memory; environment: ONRECORD_RATE_ACCOUNTS)
            --preview-jwks URL                 the JSON Web Key Set, a URL or a file, of whoever issues preview tokens as JSON Web Tokens (environment: ONRECORD_PREVIEW_JWKS)
            --preview-issuer TEXT              who issues them: the claim iss (environment: ONRECORD_PREVIEW_ISSUER)
            --preview-audience TEXT            for whom: the claim aud (environment: ONRECORD_PREVIEW_AUDIENCE)
            --preview-claim NAME               the claim that tells what a token grants; points lead into objects, as in realm_access.roles (default: scope; environment: ONRECORD_PREVIEW_CLAIM)
            --preview-scope WORD               what has to be in that claim (default: preview; environment: ONRECORD_PREVIEW_SCOPE)
            --cors-origins LIST                origins whose pages may read the answers, with commas between them; * for all (default: *; environment: ONRECORD_CORS_ORIGINS)
            --watch                            follow the content folder, and serve every change that has no problems
            --config FILE                      a file with settings, in JSON or YAML (default: onrecord.config.json or .yaml, where there is one; environment: ONRECORD_CONFIG)
        -h, --help                             say how the command is used
        -v, --version                          print the version
      "
    `);
  });

  test.each(['check', 'build'])('of %s is there too, and tells the version', async (command) => {
    const [help, version] = await Promise.all([run([command, '-h']), run([command, '--version'])]);
    expect(help.out).toContain(`Usage: onrecord ${command} [options]`);
    expect([help.code, version.code, version.out]).toEqual([
      0,
      0,
      expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    ]);
  });
});

describe('without a command', () => {
  test('a sample is served where there is nothing, and nothing is left behind', async () => {
    const cwd = folder();
    const child = start([], cwd, { PORT: '0', ONRECORD_WORKERS: '2' });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (part) => (out += part));
    await expect.poll(() => out, { timeout: 20_000 }).toMatch(/http:\S+\/graphql/);
    const ended = once(child, 'close');
    const url = /(http:\S+\/graphql)/.exec(out)![1]!;
    const answer = await fetch(
      `${url}?query=${encodeURIComponent('{ articles(first: 1) { nodes { slug } } }')}`,
    );
    expect(await answer.json()).toMatchObject({
      data: { articles: { nodes: [{ slug: expect.any(String) }] } },
    });
    expect(out).toMatch(/^There is no content here, so a sample is served/);
    const sample = /cp -R '(.+)' content/.exec(out)![1]!;
    expect(existsSync(join(sample, 'articles'))).toBe(true);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('what is there is served', async () => {
    const child = start([], folder(good), { PORT: '0', ONRECORD_WORKERS: '2' });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (part) => (out += part));
    await expect.poll(() => out, { timeout: 20_000 }).toMatch(/http:\S+\/graphql/);
    expect(out).toMatch(/^onrecord \S+ serves content$/m);
    const url = /(http:\S+\/graphql)/.exec(out)![1]!;
    const answer = await fetch(`${url}?query=${encodeURIComponent('{ topic(slug: "talks") { name } }')}`);
    expect(await answer.json()).toEqual({ data: { topic: { name: 'Talks' } } });
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});

describe('words that are wrong end with 2, and with what to do', () => {
  test.each<readonly [string, readonly string[], string]>([
    [
      'an unknown command',
      ['srve'],
      'There is no command "srve" (did you mean "serve"?). The commands are serve, check, build, config, doctor.\n"onrecord --help" tells more.\n',
    ],
    [
      'an option before the command',
      ['--port', '1', 'serve'],
      '--port stands where a command is expected. Write the command first: onrecord serve --port …\n"onrecord --help" tells more.\n',
    ],
    [
      'an unknown option',
      ['serve', '--prot', '1'],
      '"serve" has no option --prot (did you mean "--port"?).\n"onrecord serve --help" tells more.\n',
    ],
    [
      'an option of another command',
      ['check', '--port=1'],
      '"check" has no option --port: it belongs to another command.\n"onrecord check --help" tells more.\n',
    ],
    [
      'an option without its value',
      ['serve', '--port', '--watch'],
      '--port needs a value: write --port=PORT.\n"onrecord serve --help" tells more.\n',
    ],
    [
      'a value for an option that takes none',
      ['build', '--force=yes'],
      '--force takes no value: write it alone.\n"onrecord build --help" tells more.\n',
    ],
    [
      'a word too many',
      ['check', 'content'],
      '"content" is one word too many: "check" takes options only.\n"onrecord check --help" tells more.\n',
    ],
    [
      'a port that is none',
      ['serve', '--port', '65536'],
      '--port is "65536": give a whole number from 0 to 65535; 0 picks a free port.\n"onrecord serve --help" tells more.\n',
    ],
    [
      'a host with a port',
      ['serve', '--host', 'localhost:80'],
      '--host is "localhost:80": give a host name or address alone, such as 127.0.0.1 or 0.0.0.0, and the port with --port.\n"onrecord serve --help" tells more.\n',
    ],
    [
      'a store on a server that is none of PostgreSQL, whose password is told to nobody',
      ['build', '--store', 'mysql://me:se/cr@et@db/news?password=secret'],
      '--store is "mysql://…@db/news?…": of the stores on servers only PostgreSQL is known: give postgres://user:password@host/database.\n"onrecord build --help" tells more.\n',
    ],
    [
      'replicas of a file',
      ['serve', '--replicas', 'postgres://me:secret@a/news'],
      '--replicas follow a database, and --store is a file: name the database with --store.\n"onrecord serve --help" tells more.\n',
    ],
    [
      'the size of a pool of a file',
      ['serve', '--pool-size', '20'],
      '--pool-size is about connections to a database, and --store is a file: name the database with --store.\n"onrecord serve --help" tells more.\n',
    ],
    [
      'a pool of nothing',
      ['serve', '--pool-size', '0', '--store', 'postgres://me:secret@db/news'],
      '--pool-size is "0": give a whole number from 1 to 9999; all processes together must stay below max_connections of the database.\n"onrecord serve --help" tells more.\n',
    ],
    [
      'a replica that is none',
      ['serve', '--replicas', 'postgres://me:secret@a/news, redis://me:secret@b'],
      '--replicas is "postgres://…@a/news, redis://…@b": of the stores on servers only PostgreSQL is known: give postgres://user:password@host/database.\n"onrecord serve --help" tells more.\n',
    ],
    [
      'a URL with a password that is not written as URLs are',
      ['serve', '--store', 'postgres://me:se#cret@db:5432/news'],
      '--store is "postgres://…@db:5432/news": this is no URL. In a user or password write %23 for #, %2F for /, %3A for :, %40 for @ and so on.\n"onrecord serve --help" tells more.\n',
    ],
    [
      'a folder to watch that nobody named, where the store is a database',
      ['serve', '--watch', '--store', 'postgres://me:secret@db/news'],
      '--watch follows a content folder: with a database as the store, name it with --content.\n"onrecord serve --help" tells more.\n',
    ],
    [
      'an empty manifest of trusted documents',
      ['serve', '--trusted-documents=only', '--trusted-documents-manifest='],
      '--trusted-documents-manifest is "": give the path of a manifest, such as persisted-documents.json.\n"onrecord serve --help" tells more.\n',
    ],
    [
      'a manifest in the place of the mode of trusted documents',
      ['serve', '--trusted-documents=documents.json'],
      '--trusted-documents is "documents.json": give off, allowed or only, and name the manifest with --trusted-documents-manifest.\n"onrecord serve --help" tells more.\n',
    ],
    [
      'trusted documents only, and no manifest',
      ['serve', '--trusted-documents=only'],
      'Trusted documents are set to only, and no manifest has any: name it with --trusted-documents-manifest.\n"onrecord serve --help" tells more.\n',
    ],
    [
      'a manifest that is for nothing',
      ['serve', '--trusted-documents-manifest=documents.json'],
      '--trusted-documents-manifest names documents, and nothing says what for: set --trusted-documents to allowed, to only, or to off.\n"onrecord serve --help" tells more.\n',
    ],
    [
      'trusted documents only, and documents that clients bring',
      [
        'serve',
        '--trusted-documents=only',
        '--trusted-documents-manifest=documents.json',
        '--automatic-persisted-queries',
      ],
      '--automatic-persisted-queries lets clients bring documents of their own, and --trusted-documents=only lets nobody: leave one of them out.\n"onrecord serve --help" tells more.\n',
    ],
  ])('%s', async (_, words, err) => {
    expect(await run(words)).toEqual({ code: 2, out: '', err });
  });

  test('a bad variable is named, and only where it is used', async () => {
    const cwd = folder(good);
    expect(await run(['serve'], cwd, { PORT: 'http' })).toEqual({
      code: 2,
      out: '',
      err: 'the environment variable PORT is "http": give a whole number from 0 to 65535; 0 picks a free port.\n"onrecord serve --help" tells more.\n',
    });
    expect(await run(['check'], cwd, { PORT: 'http' })).toMatchObject({ code: 0 });
  });
});

test('flags beat the environment, and the environment beats the defaults', async () => {
  const cwd = folder({
    'content/topics/a.yaml': 'name: A\n',
    'one/topics/b.yaml': '',
    'two/topics/c.yaml': 'name: C\n',
  });
  const codes = [
    await run(['check'], cwd),
    await run(['check'], cwd, { ONRECORD_CONTENT: 'one' }),
    await run(['check', '--content', 'two'], cwd, { ONRECORD_CONTENT: 'one' }),
    await run(['check'], cwd, { ONRECORD_CONTENT: '' }),
  ].map(({ code }) => code);
  expect(codes).toEqual([0, 1, 0, 0]);
});

describe('check', () => {
  test('counts what is fine, and leaves nothing behind', async () => {
    const cwd = folder(good);
    expect(await run(['check'], cwd)).toEqual({
      code: 0,
      out: expect.stringMatching(/^No problems: 1 topic\. Version [0-9a-f]{32}\n$/),
      err: '',
    });
    expect(readdirSync(cwd)).toEqual(['content']);
  });

  test('prints every problem with a place that a terminal can open', async () => {
    const { code, out, err } = await run(['check', '--content', './content/'], folder(broken));
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatchInlineSnapshot(`
      "content/topics/talks.yaml:1:1  MISSING_KEY  name is missing: the name by which it is shown
      content/topics/talks.yaml:1:1  UNKNOWN_KEY  "nmae" is not a key of this record (did you mean "name"?)
      content/topics/war.yaml:2:10  UNKNOWN_REFERENCE  there is no topic "talsk" (did you mean "talks"?)
      3 problems in 2 files.
      "
    `);
  });

  test('prints one JSON document', async () => {
    const { code, out, err } = await run(['check', '--json'], folder(broken));
    expect([code, err]).toEqual([1, '']);
    expect(JSON.parse(out)).toEqual({
      ok: false,
      problems: [
        { file: 'topics/talks.yaml', line: 1, column: 1, code: 'MISSING_KEY', message: expect.any(String) },
        { file: 'topics/talks.yaml', line: 1, column: 1, code: 'UNKNOWN_KEY', message: expect.any(String) },
        {
          file: 'topics/war.yaml',
          line: 2,
          column: 10,
          code: 'UNKNOWN_REFERENCE',
          message: expect.any(String),
        },
      ],
      counts: expect.objectContaining({ topic: expect.any(Number) }),
      version: expect.any(String),
    });
  });

  test('a folder that is not there, or is none, ends with 1', async () => {
    const cwd = folder({ content: 'a file' });
    expect([await run(['check', '--content', 'nowhere'], cwd), await run(['check'], cwd)]).toEqual([
      {
        code: 1,
        out: '',
        err: 'The content folder "nowhere" cannot be read: it does not exist. Make the folder, or name another one with --content.\n',
      },
      {
        code: 1,
        out: '',
        err: 'The content folder "content" cannot be read: it is not a folder. Name the folder that has articles/, actors/ and the others in it.\n',
      },
    ]);
  });
});

describe('build', () => {
  test('builds once, and then only what has changed or is forced', async () => {
    const cwd = folder(good);
    const first = await run(['build'], cwd);
    expect(first).toEqual({
      code: 0,
      out: expect.stringMatching(/^Built \.onrecord\/corpus\.db: 1 topic\. Version [0-9a-f]{32}\n$/),
      err: '',
    });
    const version = /Version (\w+)/.exec(first.out)?.[1];
    const built = statSync(join(cwd, '.onrecord/corpus.db')).ino;

    expect(await run(['build'], cwd)).toEqual({
      code: 0,
      out: `Nothing changed: .onrecord/corpus.db is up to date. Version ${version}\n`,
      err: '',
    });
    expect(statSync(join(cwd, '.onrecord/corpus.db')).ino).toBe(built);
    expect((await run(['build', '--force'], cwd)).out).toBe(first.out);

    write(join(cwd, 'content/topics/war.yaml'), 'name: War\n');
    const changed = await run(['build', '--json'], cwd);
    expect(JSON.parse(changed.out)).toEqual({
      ok: true,
      changed: true,
      problems: [],
      counts: expect.objectContaining({ topic: 2 }),
      version: expect.not.stringMatching(version!),
    });
    expect(readdirSync(join(cwd, '.onrecord'))).toEqual(['corpus.db']);
  });

  test('leaves the store as it is where the content is broken', async () => {
    const cwd = folder(good);
    await run(['build', '--store', 'store/news.db'], cwd);
    const built = statSync(join(cwd, 'store/news.db')).ino;
    write(join(cwd, 'content/topics/talks.yaml'), 'nmae: Talks\n');
    const { code, out, err } = await run(['build', '--store', 'store/news.db'], cwd);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(
      /^content\/topics\/talks\.yaml:1:1 {2}[A-Z_]+ {2}[^]*\n2 problems in 1 file\. store\/news\.db is as it was\.\n$/,
    );
    expect(statSync(join(cwd, 'store/news.db')).ino).toBe(built);
    expect(readdirSync(join(cwd, 'store'))).toEqual(['news.db']);
  });

  test('keeps what it finds in the place of its store and did not make', async () => {
    const cwd = folder({ ...good, 'notes.txt': 'my notes' });
    expect(await run(['build', '--store', 'notes.txt'], cwd)).toEqual({
      code: 0,
      out: expect.stringMatching(/^Built notes\.txt: /),
      err: 'notes.txt is no corpus (file is not a database): it is built anew from the content. What was there is kept as notes.txt.damaged.\n',
    });
    expect(readFileSync(join(cwd, 'notes.txt.damaged'), 'utf8')).toBe('my notes');
  });
});

describe('serve', () => {
  test('serves an empty folder with the whole schema', async () => {
    const cwd = folder();
    mkdirSync(join(cwd, 'content'));
    const { ask } = await serve(cwd);
    expect(
      await ask('{ corpus { languages firstPublished } articles { totalCount } article(slug: "x") { id } }'),
    ).toEqual({
      data: { corpus: { languages: [], firstPublished: null }, articles: { totalCount: 0 }, article: null },
    });
  });

  test('compiles nothing where nothing has changed, and says nothing that users need not know', async () => {
    const cwd = folder(good);
    await run(['build'], cwd);
    const built = statSync(join(cwd, '.onrecord/corpus.db')).ino;
    const { url, ask, signal, ended } = await serve(cwd);
    expect(await ask('{ topic(slug: "talks") { name } }')).toEqual({ data: { topic: { name: 'Talks' } } });
    expect(statSync(join(cwd, '.onrecord/corpus.db')).ino).toBe(built);
    signal('SIGINT');
    expect(await ended).toEqual({ code: 0, out: expect.stringContaining(`${url}/graphql`), err: '' });
  });

  test('prints the problems of a broken corpus and ends with 1', async () => {
    const cwd = folder(broken);
    const { code, out, err } = await run(['serve', '--port', '0'], cwd);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(
      /^content\/topics\/talks\.yaml:1:1 {2}[A-Z_]+ {2}[^]*: nothing is served until they are mended\.\n$/,
    );
    expect(existsSync(join(cwd, '.onrecord/corpus.db'))).toBe(false);
  });

  test('says that a port is taken, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    expect(await run(['serve', '--port', String(port)], folder(good))).toEqual({
      code: 1,
      out: '',
      err: `Port ${port} of 127.0.0.1 cannot be opened: another program, perhaps another onrecord, listens there. Stop it, or choose another port with --port; 0 picks a free one.\n`,
    });
  });

  test('stops gently on SIGTERM: it is no longer ready, finishes what is under way, and ends with 0', async () => {
    const { url, signal, ended } = await serve(folder(good));
    // A request whose body is still on its way.
    const body = JSON.stringify({ query: '{ topic(slug: "talks") { name } }' });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    socket.write(body.slice(0, 10));
    // What was written before an answered request has arrived before it is stopped.
    await fetch(`${url}/livez`);

    signal('SIGTERM');
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 10 }).toBe(503);
    // Now the grace is over.
    await expect
      .poll(() => fetch(`${url}/readyz`).catch((error) => error.cause.code), { timeout: 10_000 })
      .toBe('ECONNREFUSED');
    socket.write(body.slice(10));
    const answer = await text(socket);
    expect(answer).toMatch(
      /^HTTP\/1\.1 200 OK\r\n[^]*connection: close\r\n[^]*\{"data":\{"topic":\{"name":"Talks"\}\}\}$/i,
    );
    expect(await ended).toMatchObject({ code: 0, err: '' });
  });

  test('with --watch serves every good edit, and the last good corpus while an edit is broken', async () => {
    const cwd = folder(good);
    const path = join(cwd, 'content/topics/talks.yaml');
    const { ask, out, err } = await serve(cwd, '--watch');
    const name = async () =>
      (await ask('{ topic(slug: "talks") { name } }')) as { data: { topic: { name: string } } };

    save(path, 'name: Negotiations\n');
    await expect.poll(name).toEqual({ data: { topic: { name: 'Negotiations' } } });

    save(path, 'nmae: Peace talks\n');
    await expect
      .poll(err)
      .toMatch(
        /content\/topics\/talks\.yaml:1:1 {2}[A-Z_]+ {2}[^]*The last good corpus is still served: version \w+\n$/,
      );
    expect(await name()).toEqual({ data: { topic: { name: 'Negotiations' } } });

    save(path, 'name: Peace talks\n');
    await expect.poll(name).toEqual({ data: { topic: { name: 'Peace talks' } } });
    expect(out()).toMatch(/The content has changed\. Version \w+ is served from now on\.\n$/);
  });

  test('with --watch waits where the content is broken from the start, and serves it when it is mended', async () => {
    const cwd = folder(broken);
    const { url, ask, err, signal, ended } = await serve(cwd, '--watch');
    const status = async (path: string) => (await fetch(`${url}${path}`)).status;
    expect(await Promise.all(['/livez', '/readyz', '/', '/graphql?query={__typename}'].map(status))).toEqual([
      200, 503, 503, 503,
    ]);
    expect(await (await fetch(`${url}/`)).text()).toContain('Nothing is served yet');
    expect(err()).toMatch(
      /^content\/topics\/talks\.yaml:1:1 {2}[A-Z_]+ {2}[^]*3 problems in 2 files: nothing is served until they are mended\.\n$/,
    );

    save(join(cwd, 'content/topics/talks.yaml'), 'name: Talks\n');
    save(join(cwd, 'content/topics/war.yaml'), 'name: War\nbroader: talks\n');
    await expect.poll(() => status('/readyz')).toBe(200);
    expect(await ask('{ topic(slug: "war") { broader { name } } }')).toEqual({
      data: { topic: { broader: { name: 'Talks' } } },
    });
    expect(await status('/')).toBe(200);
    signal('SIGINT');
    expect(await ended).toMatchObject({ code: 0 });
    expect(readdirSync(join(cwd, '.onrecord'))).toEqual(['corpus.db']);
  });

  test('with --watch tells whether the last edit was refused, in /readyz?verbose and in metrics, but not what is in which file', async () => {
    const cwd = folder(good);
    const path = join(cwd, 'content/topics/talks.yaml');
    const { url, err, out } = await serve(cwd, '--watch', '--admin-port', '0');
    const admin = /(http:\S+)\/metrics/.exec(out())![1]!;
    const state = async () => (await fetch(`${url}/readyz?verbose`)).json();
    const metric = async (name: string) =>
      new RegExp(`^${name} (.*)$`, 'm').exec(await (await fetch(`${admin}/metrics`)).text())?.[1];
    const before = await state();
    expect(before).toEqual({
      status: 'ready',
      corpus: { version: expect.stringMatching(/^[0-9a-f]{32}$/), since: expect.any(String) },
      lastEdit: { refused: false, problems: 0 },
    });

    save(path, 'nmae: Talks\n');
    await expect.poll(err).toContain('still served');
    expect(await state()).toEqual({ ...before, lastEdit: { refused: true, problems: 2 } });
    expect(await Promise.all(['corpus_problems', 'corpus_refused_edits_total'].map(metric))).toEqual([
      '2',
      '1',
    ]);
    expect(Number(await metric('corpus_age_seconds'))).toBeGreaterThan(0);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);

    save(path, 'name: Talks\n');
    await expect.poll(out).toContain('The content is as it was before.');
    expect(await state()).toEqual(before);
    expect(await Promise.all(['corpus_problems', 'corpus_refused_edits_total'].map(metric))).toEqual([
      '0',
      '1',
    ]);
    expect([(await fetch(`${admin}/`)).status, (await fetch(`${url}/metrics`)).status]).toEqual([404, 404]);
  });

  test('with --watch leaves a store that has what was served last', async () => {
    const cwd = folder(good);
    const { ask, signal, ended } = await serve(cwd, '--watch');
    save(join(cwd, 'content/topics/talks.yaml'), 'name: Negotiations\n');
    await expect
      .poll(() => ask('{ topic(slug: "talks") { name } }'))
      .toEqual({
        data: { topic: { name: 'Negotiations' } },
      });
    signal('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, err: '' });
    expect((await run(['build'], cwd)).out).toMatch(/^Nothing changed: /);
    expect(readdirSync(join(cwd, '.onrecord'))).toEqual(['corpus.db']);
  });

  test('serves what another process has built from SIGHUP on, and says so where that is nothing else', async () => {
    const cwd = folder(good);
    const { ask, signal, out, err } = await serve(cwd);
    const name = () => ask('{ topic(slug: "talks") { name } }');
    write(join(cwd, 'content/topics/talks.yaml'), 'name: Negotiations\n');
    await run(['build'], cwd);
    expect(await name()).toEqual({ data: { topic: { name: 'Talks' } } });
    signal('SIGHUP');
    await expect.poll(name).toEqual({ data: { topic: { name: 'Negotiations' } } });
    signal('SIGHUP');
    await expect.poll(out).toMatch(/corpus\.db has no other corpus than version \w+, which is served\.\n$/);

    write(join(cwd, '.onrecord/corpus.db'), 'no corpus');
    signal('SIGHUP');
    await expect
      .poll(err)
      .toMatch(
        /corpus\.db is no corpus \(file is not a database\)\. Build it anew from its content: onrecord build [^\n]*\nThe corpus before is still served: version \w+\n$/,
      );
  });

  test('with --watch sees new folders, what is removed, and the folder itself going away and coming back', async () => {
    const cwd = folder(good);
    const { ask, err } = await serve(cwd, '--watch');
    const topics = () => ask('{ topics { nodes { name } } }');
    const of = (...names: string[]) => ({ data: { topics: { nodes: names.map((name) => ({ name })) } } });

    write(join(cwd, 'content/topics/deep/er/war.yaml'), 'name: War\n');
    await expect.poll(topics).toEqual(of('Talks', 'War'));
    save(join(cwd, 'content/topics/deep/er/war.yaml'), 'name: War and peace\n');
    await expect.poll(topics).toEqual(of('Talks', 'War and peace'));
    rmSync(join(cwd, 'content/topics/deep'), { recursive: true });
    await expect.poll(topics).toEqual(of('Talks'));

    renameSync(join(cwd, 'content'), join(cwd, 'elsewhere'));
    await expect.poll(err).toContain('it does not exist');
    expect(await topics()).toEqual(of('Talks'));
    write(join(cwd, 'content/topics/peace.yaml'), 'name: Peace\n');
    await expect.poll(topics, { timeout: 5_000 }).toEqual(of('Peace'));
  });
});

describe('trusted documents', () => {
  const manifest = JSON.stringify({
    talks: 'query Talks { topic(slug: "talks") { name } }',
    old: '{ topic(slug: "talks") { title } }',
    cut: '{ topic',
  });

  test('are served from the manifest, and those that are not valid are told', async () => {
    const cwd = folder({ ...good, 'persisted-documents.json': manifest });
    const { url, ask, err } = await serve(
      cwd,
      '--trusted-documents=only',
      '--trusted-documents-manifest=persisted-documents.json',
    );
    const response = await fetch(`${url}/graphql?documentId=talks`);
    expect(await response.json()).toEqual({ data: { topic: { name: 'Talks' } } });
    expect(await ask('{ __typename }')).toMatchObject({
      errors: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }],
    });
    expect(err()).toMatchInlineSnapshot(`
      "2 of 3 trusted documents are not valid for this schema, and answered with an error:
        old  Cannot query field "title" on type "Topic".
        cut  Syntax Error: Expected Name, found <EOF>.
      "
    `);
  });

  test('can be named in the environment', async () => {
    const cwd = folder({ ...good, 'persisted-documents.json': '[]' });
    const environment = {
      ONRECORD_TRUSTED_DOCUMENTS: 'allowed',
      ONRECORD_TRUSTED_DOCUMENTS_MANIFEST: 'persisted-documents.json',
    };
    expect(await run(['serve', '--port', '0'], cwd, environment)).toMatchObject({ code: 1 });
    expect(await run(['check'], cwd, environment)).toMatchObject({ code: 0 });
  });

  test.each<readonly [string, string | undefined, string]>([
    ['that are not there', undefined, 'it does not exist'],
    ['that are no JSON', '{"a": ', 'it is not JSON: '],
    ['that are a list', '["{ __typename }"]', 'it is not a JSON object from ids to texts'],
    ['that are none', '{}', 'it has no documents'],
    ['of which one has no text', '{"a": {"query": "{ __typename }"}}', '"a" has no text'],
    [
      'of Apollo without operations',
      '{"format": "apollo-persisted-query-manifest"}',
      'it is not a JSON object from ids to texts',
    ],
  ])('%s end with 1, and with what to do', async (_, text, reason) => {
    const cwd = folder({ ...good, ...(text !== undefined && { 'documents.json': text }) });
    const { code, out, err } = await run(
      ['serve', '--trusted-documents=only', '--trusted-documents-manifest=documents.json'],
      cwd,
    );
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`The trusted documents "documents.json" cannot be used: ${reason}`);
    expect(err).toContain(
      'Name the manifest that your code generator writes, often persisted-documents.json.\n',
    );
    expect(existsSync(join(cwd, '.onrecord'))).toBe(false);
  });

  test('of Apollo are taken too', async () => {
    const operation = {
      id: 'talks',
      name: 'Talks',
      type: 'query',
      body: 'query Talks { topic(slug: "talks") { name } }',
    };
    const apollo = { format: 'apollo-persisted-query-manifest', version: 1, operations: [operation] };
    const cwd = folder({ ...good, 'manifest.json': JSON.stringify(apollo) });
    const { url, ask, err } = await serve(
      cwd,
      '--trusted-documents=allowed',
      '--trusted-documents-manifest=manifest.json',
    );
    expect(await ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    const response = await fetch(`${url}/graphql?documentId=talks`);
    expect([await response.json(), err()]).toEqual([{ data: { topic: { name: 'Talks' } } }, '']);
  });
});

test('with trusted documents off a manifest is not even read', async () => {
  const words = ['--trusted-documents=off', '--trusted-documents-manifest=missing.json'];
  const { url, err } = await serve(folder(good), ...words);
  const response = await fetch(`${url}/graphql?documentId=talks`);
  expect(await response.json()).toMatchObject({
    errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }],
  });
  expect(err()).toBe('');
});

test('automatic persisted queries can be switched on', async () => {
  const cwd = folder(good);
  const { url } = await serve(cwd, '--automatic-persisted-queries');
  const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: 'unknown' } });
  const response = await fetch(`${url}/graphql?${new URLSearchParams({ extensions })}`);
  expect(await response.json()).toMatchObject({ errors: [{ message: 'PersistedQueryNotFound' }] });
});
