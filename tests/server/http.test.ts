// GraphQL over HTTP through a real socket: what is taken, what is refused, and what is never shown.
import {
  buildSchema,
  type GraphQLObjectType,
  type GraphQLSchema,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/errors.ts';
import { schema } from '../../src/graphql/schema.ts';
import { openBundled, startServer } from './running.ts';
import { storeOf } from './stores.ts';

const SECRET = 'secret-7f3a';

/** A schema of one type whose fields fail in one way each. */
function failingSchema(): GraphQLSchema {
  const schema = buildSchema('type Query { fine: String broken: String refused: String text: String! }');
  const fields = (schema.getQueryType() as GraphQLObjectType).getFields();
  fields['fine']!.resolve = () => 'fine';
  fields['broken']!.resolve = () => {
    throw new Error(`SELECT ${SECRET} FROM /etc/passwd`);
  };
  fields['text']!.resolve = () => Promise.reject(`${SECRET} is not even an Error`);
  fields['refused']!.resolve = () => {
    throw new Failure('BAD_ID', 'The id is not one that this service gives out.');
  };
  return schema;
}

describe('operations', () => {
  test('are taken as JSON by POST', async () => {
    const { post } = await startServer(await openBundled());
    expect(await post({ query: '{ article(slug: "istanbul-talks-stall") { id inLanguage } }' })).toEqual({
      status: 200,
      body: { data: { article: { id: 'Article:istanbul-talks-stall', inLanguage: 'en' } } },
    });
  });

  test('are taken from the query string by GET, variables included', async () => {
    const { url } = await startServer(await openBundled());
    const parameters = new URLSearchParams({
      query: 'query Slug($slug: String!) { place(slug: $slug) { name } }',
      operationName: 'Slug',
      variables: '{"slug":"istanbul"}',
    });
    const response = await fetch(`${url}/graphql?${parameters}`);
    expect(await response.json()).toEqual({ data: { place: { name: 'Istanbul' } } });
  });

  test('with a mistake are told what they may have meant', async () => {
    const { post } = await startServer(await openBundled());
    const answer = await post(
      { query: '{ corpus { versio } }' },
      { accept: 'application/graphql-response+json' },
    );
    expect(answer).toEqual({
      status: 400,
      body: {
        errors: [
          {
            message: 'Cannot query field "versio" on type "Corpus". Did you mean "version"?',
            locations: [{ line: 1, column: 12 }],
            extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
          },
        ],
      },
    });
  });

  test('that are mutations are not executed by GET', async () => {
    const schema = buildSchema('type Query { fine: String } type Mutation { change: String }');
    const { url } = await startServer(storeOf('one'), schema);
    const response = await fetch(`${url}/graphql?query=mutation{change}`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('a body that cannot be read is refused with 400 and never repeated', () => {
  const bodies: Record<string, string | Uint8Array> = {
    'cut JSON': `{"query":"${SECRET}`,
    'no body': '',
    'no JSON': SECRET,
    null: 'null',
    'a text': `"${SECRET}"`,
    'a list': `[{"query":"{ fine }","${SECRET}":1}]`,
    'an unknown key': `{"query":"{ fine }","${SECRET}":1}`,
    'a query that is no text': `{"query":["${SECRET}"]}`,
    'no query': `{"variables":{"${SECRET}":1}}`,
    'variables that are no object': `{"query":"{ fine }","variables":["${SECRET}"]}`,
    'bytes that are not UTF-8': Buffer.concat([
      Buffer.from('{"query":"{ fine }'),
      Buffer.from([0xff]),
      Buffer.from('"}'),
    ]),
  };
  test.each(Object.keys(bodies))('%s', async (name) => {
    const { post, reports } = await startServer(storeOf('one'), failingSchema());
    const { status, body } = await post(bodies[name]!);
    expect(status).toBe(400);
    expect(body).toEqual({ errors: [{ message: expect.any(String), extensions: { code: 'BAD_REQUEST' } }] });
    expect(JSON.stringify(body)).not.toContain(SECRET);
    expect(reports).toEqual([]);
  });

  test('variables in a query string that are no JSON', async () => {
    const { url } = await startServer(storeOf('one'), failingSchema());
    const response = await fetch(`${url}/graphql?query={fine}&variables={${SECRET}`);
    expect([response.status, await response.text()]).toEqual([
      400,
      '{"errors":[{"message":"The parameter variables is not JSON in UTF-8.","extensions":{"code":"BAD_REQUEST"}}]}',
    ]);
  });

  test('more than a megabyte, with 413', async () => {
    const { post } = await startServer(storeOf('one'), failingSchema());
    expect(await post({ query: '{ fine }', variables: { long: 'x'.repeat(1_000_000) } })).toEqual({
      status: 413,
      body: {
        errors: [{ message: 'Request body too large', extensions: { code: 'REQUEST_ENTITY_TOO_LARGE' } }],
      },
    });
  });
});

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/graphql',
  'application/json-patch+json',
  '',
])('a body of the type "%s" is refused with 415', async (type) => {
  const { post } = await startServer(storeOf('one'), failingSchema());
  expect(await post('{"query":"{ fine }"}', { 'content-type': type })).toEqual({
    status: 415,
    body: 'Send the operation as JSON, with "Content-Type: application/json".\n',
  });
});

test.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json ;charset=utf-8'])(
  'a body of the type "%s" is JSON',
  async (type) => {
    const { post } = await startServer(storeOf('one'), failingSchema());
    expect(await post('{"query":"{ fine }"}', { 'content-type': type })).toEqual({
      status: 200,
      body: { data: { fine: 'fine' } },
    });
  },
);

describe('errors', () => {
  test('that the client caused have a code and their message', async () => {
    const { post, reports } = await startServer(storeOf('one'), failingSchema());
    expect(await post({ query: '{ fine refused }' })).toEqual({
      status: 200,
      body: {
        data: { fine: 'fine', refused: null },
        errors: [
          {
            message: 'The id is not one that this service gives out.',
            path: ['refused'],
            locations: [{ line: 1, column: 8 }],
            extensions: { code: 'BAD_ID' },
          },
        ],
      },
    });
    expect(reports).toEqual([]);
  });

  test('from inside are reported under an id, which is all that the client gets', async () => {
    const { post, reports } = await startServer(storeOf('one'), failingSchema());
    const { status, body } = await post({ query: '{ fine broken }' });
    const [report] = reports;
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        data: { fine: 'fine', broken: null },
        errors: [
          {
            message: 'Internal error',
            path: ['broken'],
            locations: [{ line: 1, column: 8 }],
            extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: report?.requestId },
          },
        ],
      },
    });
    expect(reports).toHaveLength(1);
    expect(String(report?.error)).toContain(SECRET);
  });

  test('from inside are masked whatever was thrown', async () => {
    const { post, reports } = await startServer(storeOf('one'), failingSchema());
    const { body } = await post({ query: '{ text }' });
    const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId: reports[0]?.requestId };
    expect(body).toEqual({
      data: null,
      errors: [
        { message: 'Internal error', path: ['text'], locations: [{ line: 1, column: 3 }], extensions },
      ],
    });
  });

  test('when the context is made are masked too', async () => {
    const store = {
      ...storeOf('one'),
      reader: () => {
        throw new Error(SECRET);
      },
    };
    const { post, reports } = await startServer(store, failingSchema());
    const { status, body } = await post({ query: '{ fine }' });
    expect({ status, body }).toEqual({
      status: 500,
      body: {
        errors: [
          {
            message: 'Internal error',
            extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: reports[0]?.requestId },
          },
        ],
      },
    });
  });

  test('of pages are masked too', async () => {
    const store = {
      ...storeOf('one'),
      reader: () => {
        throw new Error(SECRET);
      },
    };
    const { url, reports } = await startServer(store);
    const response = await fetch(`${url}/`);
    expect([response.status, await response.text()]).toEqual([
      500,
      `Internal error. Whoever runs this service finds it in the log as ${reports[0]?.requestId}.\n`,
    ]);
  });
});

describe('every answer', () => {
  test.each([
    '/',
    '/graphql?query={__typename}',
    '/schema.graphql',
    '/possible-types.json',
    '/livez',
    '/nowhere',
  ])('of %s carries the security headers', async (path) => {
    const { url } = await startServer(await openBundled());
    const { headers } = await fetch(url + path, { headers: { origin: 'https://elsewhere.example' } });
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
      'access-control-allow-origin': '*',
    });
    expect(headers.has('access-control-allow-credentials')).toBe(false);
  });

  test('to a question of a browser before it sends from another origin allows JSON, without credentials', async () => {
    const { url } = await startServer(storeOf('one'), failingSchema());
    const { status, headers } = await fetch(`${url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://elsewhere.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(status).toBe(204);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type',
    });
    expect(headers.has('access-control-allow-credentials')).toBe(false);
  });
});

describe('pages', () => {
  test('/livez and /readyz say so while the server serves', async () => {
    const { url } = await startServer(storeOf('one'));
    const [live, ready] = await Promise.all([fetch(`${url}/livez`), fetch(`${url}/readyz`)]);
    expect([live.status, await live.text(), ready.status, await ready.text()]).toEqual([
      200,
      'alive\n',
      200,
      'ready\n',
    ]);
  });

  test('/readyz answers 503 while the server stops', async () => {
    const { url, announceStop } = await startServer(storeOf('one'));
    announceStop();
    const [live, ready] = await Promise.all([fetch(`${url}/livez`), fetch(`${url}/readyz`)]);
    expect([live.status, ready.status, await ready.text()]).toEqual([200, 503, 'stopping\n']);
  });

  test('/readyz answers 503 where the store cannot answer, and does not say why', async () => {
    const store = { ...storeOf('one'), ping: () => Promise.reject(new Error(SECRET)) };
    const { url } = await startServer(store);
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([503, 'not ready\n']);
  });

  test('/ tells what is served', async () => {
    const store = await openBundled();
    const { url } = await startServer(store);
    const html = await (await fetch(`${url}/`)).text();
    const { counts } = await store.reader({ now: Date.now(), preview: false }).summary();
    expect(html).toContain(`<code>${store.version}</code>`);
    expect(html).toContain(`<dt>articles</dt><dd>${counts.article}</dd>`);
    expect(html).not.toContain('{{');
    expect(html).not.toMatch(/<script|(?:href|src)="https?:/);
  });

  test('/schema.graphql is the schema that is served, to download', async () => {
    const { url } = await startServer(storeOf('one'));
    const response = await fetch(`${url}/schema.graphql`);
    expect(await response.text()).toBe(`${printSchema(lexicographicSortSchema(schema))}\n`);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="schema.graphql"');
    const again = await fetch(`${url}/schema.graphql`, {
      headers: { 'if-none-match': response.headers.get('etag')! },
    });
    expect(again.status).toBe(304);
  });

  test('/possible-types.json tells which types each interface and union has', async () => {
    const { url } = await startServer(storeOf('one'));
    const response = await fetch(`${url}/possible-types.json`);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toMatchObject({
      Actor: ['Country', 'Organization', 'Person'],
      Voidable: ['Statement', 'StatusChange'],
    });
    const again = await fetch(`${url}/possible-types.json`, {
      headers: { 'if-none-match': response.headers.get('etag')! },
    });
    expect(again.status).toBe(304);
  });

  test('/subgraph.graphql is what composers are told, to download', async () => {
    const { url, post } = await startServer(storeOf('one'));
    const { body } = await post({ query: '{ _service { sdl } }' });
    const response = await fetch(`${url}/subgraph.graphql`);
    expect(body).toEqual({ data: { _service: { sdl: await response.text() } } });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="subgraph.graphql"');
  });

  test('can only be read', async () => {
    const { url } = await startServer(storeOf('one'));
    const response = await fetch(`${url}/`, { method: 'POST', body: '{}' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test.each(['/nowhere', '/health', '/graphql/health', '/graphql/', '/constructor', '/%zz'])(
    'there is none at %s',
    async (path) => {
      const { url } = await startServer(storeOf('one'));
      const response = await fetch(url + path);
      expect([response.status, await response.text()]).toEqual([
        404,
        'There is nothing here. GraphQL is at /graphql, and / tells more.\n',
      ]);
    },
  );
});

describe('GraphiQL', () => {
  const browser = { accept: 'text/html,application/xhtml+xml' };

  test('is compressed as the browser likes it, and not sent again where it has it', async () => {
    const { url } = await startServer(storeOf('one'));
    const sizes: Record<string, number> = {};
    for (const encoding of ['br', 'gzip', 'identity']) {
      const response = await fetch(`${url}/graphql`, {
        headers: { ...browser, 'accept-encoding': encoding },
      });
      expect(response.headers.get('content-encoding') ?? 'identity').toBe(encoding);
      expect((await response.text()).includes('WhoSaidWhat')).toBe(true);
      sizes[encoding] = Number(response.headers.get('content-length'));
      const again = await fetch(`${url}/graphql`, {
        headers: { ...browser, 'if-none-match': response.headers.get('etag')! },
      });
      expect(again.status).toBe(304);
    }
    expect(sizes['br']).toBeLessThan(sizes['gzip']!);
    expect(sizes['gzip']).toBeLessThan(sizes['identity']! / 3);
  });

  test('takes no encoding that the browser refuses', async () => {
    const { url } = await startServer(storeOf('one'));
    const response = await fetch(`${url}/graphql`, {
      headers: { ...browser, 'accept-encoding': 'br;q=0, gzip;q=0.5' },
    });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    await response.body?.cancel();
  });

  test('does not stand in the way of programs that ask for JSON at the same address', async () => {
    const { url } = await startServer(storeOf('one'), failingSchema());
    const response = await fetch(`${url}/graphql?query={fine}`, { headers: { accept: 'application/json' } });
    expect(await response.json()).toEqual({ data: { fine: 'fine' } });
  });
});
