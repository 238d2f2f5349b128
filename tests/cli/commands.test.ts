// Commands, called in this process: what they print, what they leave behind, and their exit codes.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { enterFolder, run, write } from './calling.ts';

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
    enterFolder();
    expect(await run(words)).toEqual({ code: 2, out: '', err });
  });

  test('a bad variable is named, and only where it is used', async () => {
    enterFolder(good);
    expect(await run(['serve'], { PORT: 'http' })).toEqual({
      code: 2,
      out: '',
      err: 'the environment variable PORT is "http": give a whole number from 0 to 65535; 0 picks a free port.\n"onrecord serve --help" tells more.\n',
    });
    expect(await run(['check'], { PORT: 'http' })).toMatchObject({ code: 0 });
  });
});

test('flags beat the environment, and the environment beats the defaults', async () => {
  enterFolder({
    'content/topics/a.yaml': 'name: A\n',
    'one/topics/b.yaml': '',
    'two/topics/c.yaml': 'name: C\n',
  });
  const codes = [
    await run(['check']),
    await run(['check'], { ONRECORD_CONTENT: 'one' }),
    await run(['check', '--content', 'two'], { ONRECORD_CONTENT: 'one' }),
    await run(['check'], { ONRECORD_CONTENT: '' }),
  ].map(({ code }) => code);
  expect(codes).toEqual([0, 1, 0, 0]);
});

describe('check', () => {
  test('counts what is fine, and leaves nothing behind', async () => {
    enterFolder(good);
    expect(await run(['check'])).toEqual({
      code: 0,
      out: expect.stringMatching(/^No problems: 1 topic\. Version [0-9a-f]{32}\n$/),
      err: '',
    });
    expect(readdirSync('.')).toEqual(['content']);
  });

  test('prints every problem with a place that a terminal can open', async () => {
    enterFolder(broken);
    const { code, out, err } = await run(['check', '--content', './content/']);
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
    enterFolder(broken);
    const { code, out, err } = await run(['check', '--json']);
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
    enterFolder({ content: 'a file' });
    expect([await run(['check', '--content', 'nowhere']), await run(['check'])]).toEqual([
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
    enterFolder(good);
    const first = await run(['build']);
    expect(first).toEqual({
      code: 0,
      out: expect.stringMatching(/^Built \.onrecord\/corpus\.db: 1 topic\. Version [0-9a-f]{32}\n$/),
      err: '',
    });
    const version = /Version (\w+)/.exec(first.out)?.[1];
    const built = statSync('.onrecord/corpus.db').ino;

    expect(await run(['build'])).toEqual({
      code: 0,
      out: `Nothing changed: .onrecord/corpus.db is up to date. Version ${version}\n`,
      err: '',
    });
    expect(statSync('.onrecord/corpus.db').ino).toBe(built);
    expect((await run(['build', '--force'])).out).toBe(first.out);

    write('content/topics/war.yaml', 'name: War\n');
    const changed = await run(['build', '--json']);
    expect(JSON.parse(changed.out)).toEqual({
      ok: true,
      changed: true,
      problems: [],
      counts: expect.objectContaining({ topic: 2 }),
      version: expect.not.stringMatching(version!),
    });
    expect(readdirSync('.onrecord')).toEqual(['corpus.db']);
  });

  test('leaves the store as it is where the content is broken', async () => {
    enterFolder(good);
    await run(['build', '--store', 'store/news.db']);
    const built = statSync('store/news.db').ino;
    write('content/topics/talks.yaml', 'nmae: Talks\n');
    const { code, out, err } = await run(['build', '--store', 'store/news.db']);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(
      /^content\/topics\/talks\.yaml:1:1 {2}[A-Z_]+ {2}[^]*\n2 problems in 1 file\. store\/news\.db is as it was\.\n$/,
    );
    expect(statSync('store/news.db').ino).toBe(built);
    expect(readdirSync('store')).toEqual(['news.db']);
  });

  test('keeps what it finds in the place of its store and did not make', async () => {
    enterFolder({ ...good, 'notes.txt': 'my notes' });
    expect(await run(['build', '--store', 'notes.txt'])).toEqual({
      code: 0,
      out: expect.stringMatching(/^Built notes\.txt: /),
      err: 'notes.txt is no corpus (file is not a database): it is built anew from the content. What was there is kept as notes.txt.damaged.\n',
    });
    expect(readFileSync('notes.txt.damaged', 'utf8')).toBe('my notes');
  });
});
