// The thirteen checks of graphql-cop, written from their descriptions: what they would report of this service.
import { expect, test } from 'vitest';
import { openBundled } from '../server/running.ts';
import { start, type Way } from './ways.ts';

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

async function found(way: Way): Promise<string[]> {
  const names: string[] = [];
  for (const { name, finds } of checks) if (await finds(way)) names.push(name);
  return names;
}
