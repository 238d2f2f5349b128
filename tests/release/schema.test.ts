// The check of what a release would break, as maintainers run it: a folder with schemas and documents in, lines and an exit code out.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../release/commands.ts';

const program = resolve(import.meta.dirname, '../../release/schema.ts');

const released = `
interface Thing { id: ID! name: String! }
type Article implements Thing { id: ID! name: String! headline: String! genre: Genre statements(first: Int, kind: Kind): [String!]! }
type Place implements Thing { id: ID! name: String! }
union Found = Article | Place
enum Genre { NEWS OPINION }
enum Kind { DEMAND PROMISE }
input Where { name: String about: [ID!] kind: Kind }
type Query { article(slug: String!): Article articles(where: Where): [Article!]! search(text: String!): [Found!]! thing: Thing }
`;

const subgraph = `
schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"]) { query: Query }
type Article @key(fields: "id") @key(fields: "wikidataId") { id: ID! wikidataId: String }
type PageInfo @shareable { hasNextPage: Boolean! }
type Query { article: Article }
`;

const clients = {
  'docs/queries.md':
    '# Questions\n\n### One\n```graphql\n{\n  article(slug: "a") { headline }\n}\n```\n```json\n{}\n```\n\n```graphql\ntype NotOurs { headline: String }\n```\n',
  'examples/page/src/page.tsx':
    'import { header } from "./header";\nconst page = graphql(`\n  query Page($where: Where) {\n    articles(where: $where) { ...Header }\n  }\n`, [header]);\n',
  'examples/page/src/header.ts': 'export const header = gql`fragment Header on Article { name genre }`;\n',
  'examples/page/node_modules/other/queries.graphql': '{ article(slug: "a") { headline } }\n',
  'examples/relay/feed.graphql':
    'query Feed {\n  search(text: "talks") { ... on Article { id headline statements(kind: DEMAND) @client } }\n  unknown { headline }\n}\n',
};

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A repository whose schema was released, and then edited. */
function repository(
  edit: (sdl: string) => string = (sdl) => sdl,
  editSubgraph: (sdl: string) => string = (sdl) => sdl,
  files: Readonly<Record<string, string>> = clients,
): string {
  const root = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const all = {
    'README.md': '# Nothing asked\n',
    ...files,
    'schema/released/schema.graphql': released,
    'schema/released/subgraph.graphql': subgraph,
    'schema/schema.graphql': edit(released),
    'schema/subgraph.graphql': editSubgraph(subgraph),
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

async function run(root: string, ...words: string[]): Promise<Ended> {
  let [out, err] = ['', ''];
  const lines = {
    out: (text: string) => void (out += `${text}\n`),
    err: (text: string) => void (err += `${text}\n`),
  };
  return { code: await main(words, root, lines), out, err };
}

function runProcess(root: string, ...words: string[]): Promise<Ended> {
  return new Promise((done) => {
    execFile(process.execPath, [program, ...words], { cwd: root }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

/** An edit that puts one text in the place of another. */
const replace = (before: string, after: string) => (sdl: string) => {
  expect(sdl).toContain(before);
  return sdl.replace(before, after);
};

describe('schema:check', () => {
  test('is content where nothing has changed', async () => {
    expect(await run(repository(), 'check')).toEqual({
      code: 0,
      out: '0 breaking, 0 dangerous and 0 safe changes since the last release; 4 documents of clients looked at.\n',
      err: '',
    });
  });

  test('lists what is dangerous and what is safe, and ends with 0', async () => {
    const root = repository((sdl) =>
      replace(
        'NEWS OPINION',
        'NEWS OPINION ANALYSIS',
      )(replace('id: ID! name', 'id: ID! url: String name')(sdl)),
    );
    const { code, out } = await run(root, 'check');
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "DANGEROUS  Genre.ANALYSIS  Enum value 'ANALYSIS' was added to enum 'Genre'
      SAFE       Thing.url  Field 'url' was added to interface 'Thing'
      0 breaking, 1 dangerous and 1 safe changes since the last release; 4 documents of clients looked at.
      "
    `);
  });

  test('names a field that is gone, every document that asks for it, and where', async () => {
    const { code, out } = await run(repository(replace(' headline: String!', '')), 'check');
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "BREAKING   Article.headline  Field 'headline' was removed from object type 'Article'
                   used by docs/queries.md:5
                   used by examples/relay/feed.graphql:1 Feed
      NOT VALID  docs/queries.md:6  Cannot query field "headline" on type "Article".
      NOT VALID  examples/relay/feed.graphql:2  Cannot query field "headline" on type "Article".
      1 breaking, 0 dangerous and 0 safe changes since the last release; 4 documents of clients looked at.
      "
    `);
  });

  test('names documents that stay valid and yet break, since a value may be null or be sent', async () => {
    const edit = (sdl: string) =>
      replace(
        'headline: String!',
        'headline: String',
      )(replace('about: [ID!]', 'subject: [ID!]')(replace('DEMAND PROMISE', 'PROMISE')(sdl)));
    const { code, out } = await run(repository(edit), 'check');
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "BREAKING   Article.headline  Field 'Article.headline' changed type from 'String!' to 'String'
                   used by docs/queries.md:5
                   used by examples/relay/feed.graphql:1 Feed
      BREAKING   Kind.DEMAND  Enum value 'DEMAND' was removed from enum 'Kind'
                   perhaps sent by examples/page/src/page.tsx:2 Page
                   used by examples/relay/feed.graphql:1 Feed
      BREAKING   Where.about  Input field 'about' was removed from input object type 'Where'
                   perhaps sent by examples/page/src/page.tsx:2 Page
      SAFE       Where.subject  Input field 'subject' of type '[ID!]' was added to input object type 'Where'
      NOT VALID  examples/relay/feed.graphql:2  Value "DEMAND" does not exist in "Kind" enum.
      3 breaking, 0 dangerous and 1 safe changes since the last release; 4 documents of clients looked at.
      "
    `);
  });

  test('names a key that other subgraphs joined by', async () => {
    const { code, out } = await run(
      repository(undefined, (sdl) =>
        replace(' @key(fields: "wikidataId")', '')(replace('PageInfo @shareable', 'PageInfo')(sdl)),
      ),
      'check',
    );
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "BREAKING   Article.@key  Directive 'key' was removed from object 'Article' (subgraph.graphql)
      BREAKING   PageInfo.@shareable  Directive 'shareable' was removed from object 'PageInfo' (subgraph.graphql)
      2 breaking, 0 dangerous and 0 safe changes since the last release; 4 documents of clients looked at.
      "
    `);
  });

  test('says once what is the same in both schemas', async () => {
    const { out } = await run(
      repository(
        (sdl) =>
          sdl.replace('type Article implements Thing { id: ID!', 'type Article implements Thing { id: ID'),
        (sdl) => sdl.replace('{ id: ID!', '{ id: ID'),
      ),
      'check',
    );
    expect(out.match(/Article\.id {2}/g)).toHaveLength(1);
  });

  test('refuses a deprecation that does not say since when and what instead', async () => {
    const edit = replace('headline: String!', 'headline: String! @deprecated(reason: "Use name.")');
    const { code, out } = await run(repository(edit), 'check');
    expect([code, out]).toEqual([
      1,
      expect.stringContaining(
        'UNDATED    Article.headline  The deprecation must say since when and what instead: "Since 2026-11-24: use X instead."',
      ),
    ]);
    const dated = replace(
      'headline: String!',
      'headline: String! @deprecated(reason: "Since 2026-11-24: use name instead.")',
    );
    expect((await run(repository(dated), 'check')).code).toBe(0);
  });

  test('looks at documents of other clients too, and says what it cannot read', async () => {
    const root = repository(replace(' headline: String!', ''), undefined, {
      'team/app.graphql': 'query Theirs { article(slug: "a") { headline } }\n',
      'team/cut.graphql': '\n{ article(\n',
    });
    const { code, out } = await run(
      root,
      'check',
      '--documents',
      'team/*.graphql',
      '--documents',
      'nowhere/*',
    );
    expect(code).toBe(1);
    expect(out).toContain('used by team/app.graphql:1 Theirs\n');
    expect(out).toContain('NOT READ   team/cut.graphql:1  Syntax Error: Expected Name, found <EOF>.\n');
    expect(out).toContain('NOT READ   nowhere/*  no file has such a name\n');
  });

  test('as a process ends with its exit code, and tells wrong words on standard error', async () => {
    expect(await runProcess(repository(replace(' headline: String!', '')), 'check')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^BREAKING /),
      err: '',
    });
    expect(await runProcess(repository(), 'chekc')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^Usage:/),
    });
  });

  test('prints one JSON document', async () => {
    const { code, out } = await run(repository(replace(' headline: String!', '')), 'check', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      ok: false,
      documents: 4,
      changes: [
        {
          level: 'breaking',
          schema: 'schema.graphql',
          coordinate: 'Article.headline',
          message: "Field 'headline' was removed from object type 'Article'",
          documents: [
            { file: 'docs/queries.md', line: 5, names: [], how: 'asks' },
            { file: 'examples/relay/feed.graphql', line: 1, names: ['Feed'], how: 'asks' },
          ],
        },
      ],
      brokenDocuments: [
        { file: 'docs/queries.md', line: 6, message: expect.stringContaining('"headline"') },
        { file: 'examples/relay/feed.graphql', line: 2, message: expect.stringContaining('"headline"') },
      ],
      unread: [],
      undated: [],
    });
  });

  test('ends with 1 where nothing was released, and with 2 where its words are wrong', async () => {
    const root = repository();
    rmSync(join(root, 'schema/released'), { recursive: true });
    expect(await run(root, 'check')).toEqual({
      code: 1,
      out: '',
      err: 'schema/released/schema.graphql cannot be read. "npm run schema:release" puts the printed schemas into schema/released/; "npx vitest run tests/contracts.test.ts --update" prints them.\n',
    });
    for (const words of [[], ['chekc'], ['check', 'more'], ['check', '--documents'], ['check', '--jsno']]) {
      expect(await run(root, ...words)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining('Usage:'),
      });
    }
  });
});

describe('schema:release', () => {
  const addition = replace('type Place implements Thing {', 'type Place implements Thing { country: String');

  test('makes the printed schemas the released ones', async () => {
    const root = repository(addition);
    expect((await run(root, 'release')).code).toBe(0);
    expect((await run(root, 'check')).out).toMatch(/^0 breaking, 0 dangerous and 0 safe/);
  });

  test('refuses to break clients, unless that is accepted', async () => {
    const root = repository(replace(' headline: String!', ''));
    const file = join(root, 'schema/released/schema.graphql');
    expect(await run(root, 'release')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Not released/),
    });
    expect(readFileSync(file, 'utf8')).toBe(released);
    expect((await run(root, 'release', '--accept-breaking')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toContain('headline');
  });

  test('can be the first', async () => {
    const root = repository();
    rmSync(join(root, 'schema/released'), { recursive: true });
    expect((await run(root, 'release')).code).toBe(0);
    expect(existsSync(join(root, 'schema/released/subgraph.graphql'))).toBe(true);
  });
});

test('what this repository would release now breaks nobody, as a process tells', async () => {
  const { code, out, err } = await runProcess(resolve(import.meta.dirname, '../..'), 'check');
  expect({ code, out, err }).toEqual({ code: 0, out: expect.stringMatching(/^[^]*0 breaking/), err: '' });
});
