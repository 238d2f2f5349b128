// In which media type answers come, with which status, and what is refused since it could not be answered.
import { expect, describe, test } from 'vitest';
import { buildSchema } from 'graphql';
import { openBundled, type RunningServer, startServer } from './running.ts';
import { storeOf } from './stores.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

const counting = buildSchema('type Query { fine: String } type Subscription { count: Int }');
counting.getSubscriptionType()!.getFields()['count']!.subscribe = async function* () {
  yield { count: 1 };
};

const serverOf = () => startServer(storeOf('one'), counting);

async function ask({ url }: RunningServer, accept: string | undefined, query = '{ __typename }') {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    // Without a value of its own, fetch sends */*, and so it does where nothing is said.
    headers: { 'content-type': 'application/json', ...(accept !== undefined && { accept }) },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

describe('the media type of an answer', () => {
  test.each([
    ['nothing is said', undefined, JSON_TYPE],
    ['anything goes', '*/*', JSON_TYPE],
    ['anything of applications goes', 'application/*', JSON_TYPE],
    ['both are named, the first of two', 'application/graphql-response+json, application/json', GRAPHQL_TYPE],
    ['both are named the other way round', 'application/json, application/graphql-response+json', JSON_TYPE],
    ['one is liked better', 'application/json;q=0.8, application/graphql-response+json;q=0.9', GRAPHQL_TYPE],
    ['one is liked less', 'application/graphql-response+json;q=0.1, application/json', JSON_TYPE],
    ['one is refused and anything else goes', 'application/json;q=0, */*', GRAPHQL_TYPE],
    ['anything goes but one is liked better', '*/*;q=0.5, application/graphql-response+json', GRAPHQL_TYPE],
    ['the case is another', 'Application/GraphQL-Response+JSON', GRAPHQL_TYPE],
    ['the charset is named', 'application/json; charset=UTF-8', JSON_TYPE],
    [
      'a client asks as urql does',
      'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
      GRAPHQL_TYPE,
    ],
    [
      'a client asks as Apollo Client does',
      'application/graphql-response+json,application/json;q=0.9',
      GRAPHQL_TYPE,
    ],
    [
      'a client would take parts',
      'multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9',
      GRAPHQL_TYPE,
    ],
  ])('where %s', async (_, accept, type) => {
    const answer = await ask(await serverOf(), accept);
    expect(answer).toEqual({ status: 200, type, text: '{"data":{"__typename":"Query"}}' });
  });

  test.each([
    'image/png',
    'text/plain',
    'multipart/mixed',
    'application/xml',
    'application/json;q=0',
    'application/json; charset=latin1',
    '*/*;q=0',
    '*',
    ',',
  ])('is none of "%s": 406, and nothing is executed', async (accept) => {
    expect(await ask(await serverOf(), accept)).toEqual({
      status: 406,
      type: expect.stringMatching('text/plain'),
      text: 'Nothing that "Accept" names can be given. Name one of application/json, application/graphql-response+json, text/event-stream.\n',
    });
  });

  test('is said to depend on what is accepted, for caches', async () => {
    const { url } = await serverOf();
    const response = await fetch(`${url}/graphql?query={__typename}`);
    expect(response.headers.get('vary')?.split(', ')).toEqual(
      expect.arrayContaining(['Accept', 'Authorization']),
    );
  });
});

describe('the status of an answer', () => {
  const mistakes = {
    'that cannot be parsed': ['{', 'GRAPHQL_PARSE_FAILED'],
    'that is not valid': ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  } as const;
  test.each(Object.entries(mistakes))('to a document %s', async (_, [query, code]) => {
    const server = await serverOf();
    const [modern, legacy] = [
      await ask(server, 'application/graphql-response+json', query),
      await ask(server, 'application/json', query),
    ];
    expect([modern.status, legacy.status]).toEqual([400, 200]);
    for (const { text } of [modern, legacy]) {
      const answer = JSON.parse(text);
      expect([Object.keys(answer), answer.errors[0].extensions]).toEqual([['errors'], { code }]);
    }
  });
});

describe('a subscription', () => {
  const query = 'subscription { count }';

  test.each(['text/event-stream', 'application/json, text/event-stream', '*/*'])(
    'is answered as a stream where "%s" is accepted',
    async (accept) => {
      const { status, type, text } = await ask(await serverOf(), accept, query);
      expect([status, type]).toEqual([200, expect.stringMatching(/^text\/event-stream/)]);
      expect(text).toContain('{"data":{"count":1}}');
    },
  );

  test('is refused where only JSON is accepted', async () => {
    const { status, text } = await ask(await serverOf(), 'application/json', query);
    expect({ status, ...JSON.parse(text) }).toEqual({
      status: 406,
      errors: [
        {
          message: 'A subscription is answered as a stream: send "Accept: text/event-stream".',
          extensions: { code: 'NOT_ACCEPTABLE' },
        },
      ],
    });
  });

  test.each(['application/graphql-response+json', '*/*'])(
    'is refused by GET where "%s" is accepted: there only queries are executed',
    async (accept) => {
      const { url } = await serverOf();
      const response = await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`, {
        headers: { accept },
      });
      expect([response.status, response.headers.get('allow'), await response.json()]).toEqual([
        405,
        'POST',
        {
          errors: [
            {
              message: 'GET is for queries: send a subscription by POST, or accept text/event-stream.',
              extensions: { code: 'BAD_REQUEST' },
            },
          ],
        },
      ]);
    },
  );

  test('is answered by GET to those who ask for event streams, as browsers can by GET alone', async () => {
    const { url } = await serverOf();
    const response = await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { accept: 'text/event-stream' },
    });
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringContaining('{"data":{"count":1}}'),
    ]);
  });
});

describe('off on purpose', () => {
  test.each([
    ['@defer', '{ corpus { version } ... @defer { corpus { languages } } }'],
    ['@stream', '{ corpus { languages @stream(initialCount: 1) } }'],
  ])('%s is a directive that nobody knows', async (directive, query) => {
    const { post } = await startServer(await openBundled());
    const { status, body } = await post({ query }, { accept: 'application/graphql-response+json' });
    const { errors } = body as { errors: { message: string; extensions: unknown }[] };
    expect([status, errors[0]?.message, errors[0]?.extensions]).toEqual([
      400,
      `Unknown directive "${directive}".`,
      { code: 'GRAPHQL_VALIDATION_FAILED' },
    ]);
  });

  test.each([1, 2])('batches are refused, even of %i', async (count) => {
    const { post } = await serverOf();
    expect(await post(Array.from({ length: count }, () => ({ query: '{ __typename }' })))).toEqual({
      status: 400,
      body: {
        errors: [
          {
            message: 'The body must be one JSON object with a "query": operations are not taken in batches.',
            extensions: { code: 'BAD_REQUEST' },
          },
        ],
      },
    });
  });

  test('uploads are refused', async () => {
    const { url } = await serverOf();
    const body = new FormData();
    body.set('operations', '{"query":"{ __typename }"}');
    body.set('map', '{}');
    const { status } = await fetch(`${url}/graphql`, { method: 'POST', body });
    expect(status).toBe(415);
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'HEAD'])('the method %s is refused', async (method) => {
    const { url } = await serverOf();
    const response = await fetch(`${url}/graphql`, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });
});
