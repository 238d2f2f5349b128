// The thirteen checks of graphql-cop, written from their descriptions: what they would report of this service.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { run } from '../cli/calling.ts';
import { newDatabase, query } from '../postgres/database.ts';
import { until } from '../postgres/pause.ts';
import { start as command } from '../postgres/program.ts';
import { openBundled } from '../server/running.ts';
import { start, type Way, wayTo } from './ways.ts';

const root = resolve(import.meta.dirname, '../..');

interface Check {
  readonly name: string;
  /** Whether there is something to report. */
  finds(way: Way): Promise<boolean>;
}

const hasData = (json: unknown) =>
  typeof json === 'object' && json !== null && 'data' in json && json.data !== null;
const post = async (way: Way, query: string) => (await way.ask({ body: { query } })).json;
const repeated = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join(' ');

const checks: readonly Check[] = [
  {
    name: 'alias overloading',
    finds: async (way) => hasData(await post(way, `{ ${repeated(101, (at) => `a${at}: __typename`)} }`)),
  },
  {
    name: 'batches',
    finds: async (way) =>
      Array.isArray((await way.ask({ body: Array(10).fill({ query: '{ __typename }' }) })).json),
  },
  {
    name: 'field suggestions',
    finds: async (way) =>
      /did you mean/i.test(JSON.stringify(await post(way, '{ artikles { totalCount } }'))),
  },
  {
    name: 'introspection',
    finds: async (way) => hasData(await post(way, '{ __schema { types { name } } }')),
  },
  {
    name: 'a page for explorers',
    finds: async (way) => {
      const pages = ['/', '/graphql', '/graphiql', '/playground', '/console'];
      const answers = await Promise.all(
        pages.map((path) => way.ask({ method: 'GET', path, headers: { accept: 'text/html' } })),
      );
      return answers.some(({ text }) => /graphiql|playground/i.test(text));
    },
  },
  {
    name: 'traces',
    finds: async (way) => JSON.stringify(await post(way, '{ __typename }')).includes('tracing'),
  },
  {
    name: 'circular introspection',
    finds: async (way) =>
      hasData(
        await post(
          way,
          '{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }',
        ),
      ),
  },
  {
    name: 'field duplication',
    finds: async (way) => hasData(await post(way, `{ ${repeated(500, () => '__typename')} }`)),
  },
  {
    name: 'directive overloading',
    finds: async (way) =>
      ((await post(way, `{ __typename ${'@aa'.repeat(10)} }`))?.errors?.length ?? 0) >= 10,
  },
  {
    name: 'mutations by GET',
    finds: async (way) =>
      hasData((await way.ask({ method: 'GET', path: '/graphql?query=mutation{__typename}' })).json),
  },
  {
    name: 'forms',
    finds: async (way) =>
      hasData(
        (
          await way.ask({
            body: 'query={__typename}',
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
          })
        ).json,
      ),
  },
  {
    name: 'queries by GET that another site could make with the credentials of its reader',
    finds: async (way) => {
      const path = '/graphql?query={articles{totalCount}}';
      const anybody = await way.ask({ method: 'GET', path });
      const somebody = await way.ask({
        method: 'GET',
        path,
        headers: { origin: 'https://evil.example', cookie: 'a=b', authorization: 'Basic YTpi' },
      });
      // Whatever comes back is what anybody gets, and no page may read it with credentials.
      return (
        somebody.text !== anybody.text || somebody.headers['access-control-allow-credentials'] !== undefined
      );
    },
  },
  {
    name: 'errors that nobody handles',
    finds: async (way) =>
      /stack|exception|node_modules|\.ts:/i.test(JSON.stringify(await post(way, 'qwerty cop { abc }'))),
  },
];

test('nothing is found where introspection is off', async () => {
  const { ways } = await start(await openBundled(), { introspection: false });
  for (const way of ways) expect(await found(way)).toEqual([]);
});

test('what makes a graph public is found where introspection is on, and nothing else', async () => {
  const { ways } = await start(await openBundled());
  for (const way of ways)
    expect(await found(way)).toEqual(['field suggestions', 'introspection', 'a page for explorers']);
});

test('each of these can be switched off by itself, so that nothing but introspection is found', async () => {
  const store = () => openBundled();
  const withoutPages = await start(await store(), { graphiql: false });
  for (const way of withoutPages.ways)
    expect(await found(way)).toEqual(['field suggestions', 'introspection']);
  const without = await start(await store(), { graphiql: false, suggestions: false });
  for (const way of without.ways) {
    expect(await found(way)).toEqual(['introspection']);
    // Tools still find the schema.
    const { status } = await way.ask({ method: 'GET', path: '/schema.graphql' });
    expect(status).toBe(200);
  }
});

/** The settings that SECURITY.md recommends, in its order. */
const recommended = [
  ...readFileSync(resolve(root, 'SECURITY.md'), 'utf8').matchAll(/^```yaml\n([^]*?)^```$/gm),
].map(([, text]) => text!);

test.each([
  ['a public graph', 0, ['introspection']],
  ["one for clients of one's own", 1, []],
] as const)(
  'with the settings that are recommended for %s',
  async (_, index, expected) => {
    expect(recommended).toHaveLength(2);
    const folder = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const config = join(folder, 'onrecord.config.yaml');
    writeFileSync(config, recommended[index]!);
    writeFileSync(
      join(folder, 'persisted-documents.json'),
      '{"talks": "query Talks { corpus { version } }"}',
    );
    // What differs from place to place: the database, and ports that are free.
    const store = await newDatabase();
    expect(await run(['build', '--content', resolve(root, 'content'), '--store', store])).toMatchObject({
      code: 0,
    });
    const service = command(
      'serve',
      '--config',
      config,
      '--store',
      store,
      '--host=127.0.0.1',
      '--port=0',
      '--admin-port=0',
    );
    const address = () => /"url":"(http:[^"]+)"/.exec(service.out())?.[1];
    await until('it serves', () => address() !== undefined);
    const way = wayTo(address()!);
    expect(await found(way)).toEqual(expected);
    expect((await way.ask({ body: { documentId: 'talks' } })).status).toBe(200);
    // Where documents are trusted, everything else is refused before it is looked at.
    const free = await way.ask({ body: { query: '{ articles { totalCount } }' } });
    expect(free.status).toBe(index === 0 ? 200 : 403);
    // All of this was logged, and counted in the database.
    expect(
      service
        .out()
        .split('\n')
        .filter((line) => line.includes('"msg":"request"')).length,
    ).toBeGreaterThan(10);
    await until('points are settled', async () => {
      const [row] = await query(store, 'SELECT count(*)::int AS count FROM onrecord_rates.account');
      return row?.['count'] === 1;
    });
  },
  300_000,
);

async function found(way: Way): Promise<string[]> {
  const names: string[] = [];
  for (const { name, finds } of checks) if (await finds(way)) names.push(name);
  return names;
}
