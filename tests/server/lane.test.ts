// The short way of plain requests gives what the whole of Yoga gives, and answers that are kept are those of now.
import { request as send } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { Admission } from '../../src/server/admission.ts';
import { listen } from '../../src/server/listen.ts';
import { defaultLimits, type Limits } from '../../src/server/limits.ts';
import { ServedCorpus } from '../../src/server/served-corpus.ts';
import { RateLimit } from '../../src/server/rate-limit.ts';
import { createServer, handlerOf, type ServerOptions } from '../../src/server/server.ts';
import type { CorpusReader, Store } from '../../src/store/store.ts';
import { randomQuery } from '../graphql/random-query.ts';
import { samples } from '../graphql/samples.ts';
import { article } from '../graphql/small-content.ts';
import { many } from '../many.ts';
import { openBundled } from './running.ts';
import { startEdited, TOKEN } from './subscribing.ts';

const QUERIES = many(200, 4_000);

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

interface Received {
  readonly status: number | undefined;
  /** In the order in which they came, without the moment. */
  readonly headers: readonly string[];
  readonly body: string;
}

interface Ways {
  readonly corpus: ServedCorpus;
  /** How often the store was read. */
  readonly calls: () => number;
  /** As clients ask. */
  lane(sent: Sent): Promise<Received>;
  /** Without the lane. */
  yoga(sent: Sent): Promise<Received>;
}

async function start(given: Store, givenLimits: Partial<Limits> = {}): Promise<Ways> {
  const limits = { ...defaultLimits, ...givenLimits };
  let calls = 0;
  const store: Store = {
    ...given,
    version: given.version,
    reader: (view) => {
      const reader = given.reader(view);
      return new Proxy(reader, {
        get(target, name) {
          const value = Reflect.get(target, name) as unknown;
          if (typeof value !== 'function') return value;
          return (...values: unknown[]) => {
            if (name !== 'nextVisibilityChange') calls += 1;
            return Reflect.apply(value, target, values) as unknown;
          };
        },
      }) as CorpusReader;
    },
    ping: () => given.ping(),
    close: () => given.close(),
  };
  const corpus = new ServedCorpus(store);
  const options: ServerOptions = {
    schema,
    corpus,
    previewTokens: [TOKEN],
    limits,
    rate: new RateLimit(limits),
    admission: new Admission(limits),
    documents: {
      trusted: new Map([
        ['version', '{ corpus { version } }'],
        ['stream', STREAM],
      ]),
      automatic: true,
    },
    report: () => undefined,
    isStopping: () => false,
  };
  const server = createServer(options);
  const ways = [
    await listen(handlerOf(server, options), '127.0.0.1', 0),
    await listen(server, '127.0.0.1', 0),
  ];
  onTestFinished(async () => {
    corpus.endStreams();
    for (const way of ways) way.cut();
    await Promise.all(ways.map((way) => way.stop(0)));
    corpus.close();
  });
  const [lane, yoga] = ways.map(
    ({ url }) =>
      (sent: Sent) =>
        receive(url, sent),
  );
  return { corpus, calls: () => calls, lane: lane!, yoga: yoga! };
}

function receive(
  url: string,
  { method = 'POST', path = '/graphql', headers = {}, body }: Sent,
): Promise<Received> {
  const { promise, resolve, reject } = Promise.withResolvers<Received>();
  const sending = send(
    `${url}${path}`,
    { method, headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers } },
    (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        const names = response.rawHeaders.filter((_, at) => at % 2 === 0);
        const values = response.rawHeaders.filter((_, at) => at % 2 === 1);
        resolve({
          status: response.statusCode,
          headers: names.flatMap((name, at) =>
            // Each error inside has an id of its own.
            /^(?:date|x-request-id)$/i.test(name) ? [] : [`${name}: ${values[at]}`],
          ),
          // Each error inside has an id of its own.
          body: Buffer.concat(pieces)
            .toString()
            .replace(/"requestId":"[^"]+"/g, '"requestId":"…"'),
        });
      });
    },
  );
  sending.once('error', reject);
  sending.end(body);
  return promise;
}

const STREAM = 'subscription { recordChanged { recordId } }';
const ARTICLE = '{ article(slug: "istanbul-talks-stall") { headline statements { nodes { text } } } }';
const DEAR =
  '{ articles(first: 100) { nodes { related(first: 100) { nodes { related(first: 100) { nodes { id } } } } } } }';
const post = (query: unknown, more: object = {}): Sent => ({ body: JSON.stringify({ query, ...more }) });
const get = (query: string, headers: Record<string, string> = {}): Sent => ({
  method: 'GET',
  path: `/graphql?query=${encodeURIComponent(query)}`,
  headers: { accept: 'application/json', ...headers },
});

const requests: readonly (readonly [name: string, sent: Sent])[] = [
  ['a query', post(ARTICLE)],
  ['a query with spaces around it', { body: `  ${post(ARTICLE).body as string}\n` }],
  [
    'variables',
    post('query ($slug: String!) { article(slug: $slug) { id } }', {
      variables: { slug: 'istanbul-talks-stall' },
    }),
  ],
  [
    'variables that do not fit',
    post('query ($slug: String!) { article(slug: $slug) { id } }', { variables: { slug: 7 } }),
  ],
  [
    'one of several operations',
    post('query A { __typename } query B { b: __typename }', { operationName: 'B' }),
  ],
  ['none of several operations', post('query A { __typename } query B { b: __typename }')],
  ['introspection', post('{ __schema { types { name } } }')],
  ['a federated question', post('{ _service { sdl } }')],
  ['an error beside data', post('{ node(id: "nonsense") { id } corpus { version } }')],
  ['an error in place of data', post('{ articles(first: 101) { totalCount } }')],
  ['what is not valid', post('{ nothing }')],
  ['what cannot be parsed', post('{')],
  ['a mutation', post('mutation { __typename }')],
  [
    'a subscription that no stream is accepted for',
    { ...post(STREAM), headers: { accept: 'application/json' } },
  ],
  ['such a one by its id', { body: '{"documentId":"stream"}', headers: { accept: 'application/json' } }],
  ['a trusted document', { body: '{"documentId":"version"}' }],
  ['a document that nobody trusts', { body: '{"documentId":"other"}' }],
  [
    'a hash that is not kept',
    { body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a' } } }) },
  ],
  ['no JSON', { body: '{"query":' }],
  ['no object', { body: 'null' }],
  ['a batch', { body: '[{"query":"{ __typename }"}]' }],
  ['no operation', { body: '{}' }],
  ['a key too many', { body: '{"query":"{ __typename }","other":1}' }],
  ['prototypes', { body: '{"query":"{ __typename }","__proto__":{"query":"{ a }"}}' }],
  ['a query that is no text', post(7)],
  ['bytes that are no UTF-8', { body: Buffer.from([0x7b, 0xff, 0x7d]) }],
  ['NUL in a text', post('{ search(query: "a\\u0000b") { totalCount } }')],
  ['an empty body', { body: '' }],
  ['a body in pieces', { ...post(ARTICLE), headers: { 'transfer-encoding': 'chunked' } }],
  ['a body that is too large', post(`{ __typename } # ${'x'.repeat(1_000_000)}`)],
  [
    'a form',
    { body: 'query={__typename}', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  ],
  ['a charset', { ...post(ARTICLE), headers: { 'content-type': 'application/json; charset=utf-8' } }],
  ['GraphQL over HTTP', { ...post(ARTICLE), headers: { accept: 'application/graphql-response+json' } }],
  [
    'what Apollo Client accepts',
    { ...post(ARTICLE), headers: { accept: 'application/graphql-response+json,application/json;q=0.9' } },
  ],
  ['nothing that can be given', { ...post(ARTICLE), headers: { accept: 'image/png' } }],
  [
    'what is not valid, over GraphQL over HTTP',
    { ...post('{ nothing }'), headers: { accept: 'application/graphql-response+json' } },
  ],
  ['a preview', { ...post(ARTICLE), headers: { authorization: `Bearer ${TOKEN}` } }],
  ['a wrong token', { ...post(ARTICLE), headers: { authorization: 'Bearer wrong' } }],
  ['another origin', { ...post(ARTICLE), headers: { origin: 'https://news.example' } }],
  ['a query string beside a body', { ...post(ARTICLE), path: '/graphql?query={other}' }],
  ['GET', get(ARTICLE)],
  [
    'GET with variables',
    {
      ...get('{ __typename }'),
      path: '/graphql?query=query($s:String!){article(slug:$s){id}}&variables={"s":"istanbul-talks-stall"}',
    },
  ],
  [
    'GET with variables that are no JSON',
    { ...get('{ __typename }'), path: '/graphql?query={__typename}&variables={' },
  ],
  ['GET of a trusted document', { ...get(''), path: '/graphql?documentId=version' }],
  ['GET of what is not valid', get('{ nothing }')],
  ['GET of an error beside data', get('{ node(id: "nonsense") { id } corpus { version } }')],
  ['GET of a mutation', get('mutation { __typename }')],
  ['GET of a subscription', get(STREAM)],
  ['GET of nothing', { ...get(''), path: '/graphql?' }],
  ['GET with a preview', get(ARTICLE, { authorization: `Bearer ${TOKEN}` })],
  ['GET with another validator', get(ARTICLE, { 'if-none-match': '"other"' })],
  ['GET with any validator', get(ARTICLE, { 'if-none-match': '*' })],
  ['HEAD', { ...get(ARTICLE), method: 'HEAD' }],
  [
    'OPTIONS',
    {
      method: 'OPTIONS',
      headers: { origin: 'https://news.example', 'access-control-request-method': 'POST' },
    },
  ],
  ['PUT', { ...post(ARTICLE), method: 'PUT' }],
  ['brackets too deep', post('{a'.repeat(1_000))],
  [
    'fields too deep',
    post(`{ articles { nodes { ${'related { nodes { '.repeat(15)}id${' } }'.repeat(17)} }`),
  ],
  [
    'fragments that double',
    post(
      `{ ...F0 } ${Array.from({ length: 25 }, (_, at) => `fragment F${at} on Query { ${at < 24 ? `...F${at + 1} ...F${at + 1}` : '__typename'} }`).join(' ')}`,
    ),
  ],
  ['what costs too much', post(DEAR)],
  [
    'what costs too much, over GraphQL over HTTP',
    { ...post(DEAR), headers: { accept: 'application/graphql-response+json' } },
  ],
  ['GET of what costs too much', get(DEAR)],
  ['the cost', { ...post(ARTICLE), headers: { 'x-graphql-cost': '1' } }],
  [
    'variables too deep',
    post('query ($w: ArticleWhere) { articles(where: $w) { totalCount } }', {
      variables: { w: JSON.parse(`${'{"NOT":'.repeat(100)}{}${'}'.repeat(100)}`) as object },
    }),
  ],
  [
    'many variables that do not fit',
    post('query ($i: [Int]) { __typename @skip(if: false) articles(first: 1) { totalCount } }', {
      variables: { i: Array(20).fill('x') },
    }),
  ],
  ['a compressed body', { ...post(ARTICLE), headers: { 'content-encoding': 'gzip' } }],
  ['another page', { method: 'GET', path: '/readyz' }],
];

test('requests of every sort are answered as by Yoga, at first and again', async () => {
  const { lane, yoga } = await start(await openBundled());
  for (const [name, sent] of requests) {
    const expected = await yoga(sent);
    expect(await lane(sent), name).toEqual(expected);
    expect(await lane(sent), `${name}, again`).toEqual(expected);
  }
});

test('who has asked for too much is refused as by Yoga, be it kept or not, by POST or GET', async () => {
  const { lane, yoga } = await start(await openBundled(), { ratePointsPerMinute: 1_000 });
  const retry = /^retry-after: .*|\d+ s, as/i;
  const told = ({ status, headers, body }: Received) => ({
    status,
    // The second in which it is asked makes a number longer.
    headers: headers.map((header) =>
      header.replace(retry, 'retry-after: …').replace(/^content-length: .*/i, ''),
    ),
    body: body.replace(retry, '… s, as'),
  });
  const dear = post(
    '{ articles(first: 100) { nodes { about { name } mentions(first: 100) { nodes { id } } } } }',
  );
  expect((await lane(dear)).status).toBe(200);
  for (const sent of [dear, post('{ __typename }'), get(ARTICLE), post('{')]) {
    const expected = told(await yoga(sent));
    expect(expected.status).toBe(429);
    expect(told(await lane(sent))).toEqual(expected);
  }
});

test(`${QUERIES} generated queries are answered as by Yoga, kept or not`, async () => {
  const { lane, yoga } = await start(await openBundled());
  for (let seed = 1; seed <= QUERIES; seed += 1) {
    const query = randomQuery(schema, samples, seed, 2 + (seed % 4));
    const sent = seed % 4 === 0 && query.length < 8_000 ? get(query) : post(query);
    const expected = await yoga(sent);
    expect(await lane(sent), query).toEqual(expected);
    if (seed % 10 === 0) expect(await lane(sent), query).toEqual(expected);
  }
}, 120_000);

test('what was answered is not executed again, by POST or GET', async () => {
  const { lane, calls } = await start(await openBundled());
  for (const sent of [post(ARTICLE), get(ARTICLE)]) {
    const first = await lane(sent);
    const before = calls();
    expect(await lane(sent)).toEqual(first);
    expect(calls()).toBe(before);
  }
});

test('with 0 bytes for answers, all is executed again', async () => {
  const { lane, calls } = await start(await openBundled(), { keptAnswersInBytes: 0 });
  const first = await lane(post(ARTICLE));
  const before = calls();
  expect(await lane(post(ARTICLE))).toEqual(first);
  expect(calls()).toBeGreaterThan(before);
});

test('what many ask at the same time is executed once', async () => {
  const { lane, calls } = await start(await openBundled());
  await lane(post('{ __typename }'));
  await lane(post(`${ARTICLE} # alone`));
  const alone = calls();
  const answers = await Promise.all(Array.from({ length: 50 }, () => lane(post(ARTICLE))));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  expect(calls()).toBe(2 * alone);
});

test('what was seen with a preview token is never given to others, and the other way round', async () => {
  const { post: ask } = await startEdited();
  const query = { query: '{ articles { nodes { id } } }' };
  const preview = { authorization: `Bearer ${TOKEN}` };
  const [open, whole] = [[], [{ id: 'Article:secret' }]].map((nodes) => ({
    status: 200,
    body: { data: { articles: { nodes } } },
  }));
  expect(await ask(query)).toEqual(open);
  expect(await ask(query, preview)).toEqual(whole);
  expect(await ask(query)).toEqual(open);
  expect(await ask(query, preview)).toEqual(whole);
});

test('whoever asks after an edit gets what was edited', async () => {
  const { post: ask, edit } = await startEdited();
  const name = async () => (await ask({ query: '{ topic(slug: "trade") { name } }' })).body;
  expect(await name()).toEqual({ data: { topic: { name: 'Trade' } } });
  for (const given of ['Peace', 'Trade', 'Truce']) {
    await edit({ 'topics/trade.yaml': `name: ${given}\n` });
    expect(await name()).toEqual({ data: { topic: { name: given } } });
  }
});

test('an answer is kept until an embargo lifts and not a moment longer, whoever keeps it', async () => {
  const lifts = Date.now() + 2_500;
  const { post: ask, url } = await startEdited(
    {},
    { 'articles/later.md': article('Bob spoke.', `embargoedUntil: ${new Date(lifts).toISOString()}`) },
  );
  const query = '{ articles { totalCount } }';
  const count = async () => (await ask({ query })).body;
  const cached = async () =>
    (await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`)).headers.get('cache-control');
  expect(await count()).toEqual({ data: { articles: { totalCount: 0 } } });
  expect(await cached()).toMatch(/^public, max-age=[012]$/);
  // No timer tells the server: the kept answer has its own end.
  await new Promise((resolve) => setTimeout(resolve, lifts - Date.now()));
  expect(await count()).toEqual({ data: { articles: { totalCount: 1 } } });
});

test('whoever has an answer is told so in an answer without a body, until there is another one', async () => {
  const { url, edit } = await startEdited();
  const ask = async (headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/graphql?query={topic(slug:"trade"){name}}`, { headers });
    return { status: response.status, etag: response.headers.get('etag') ?? '', text: await response.text() };
  };
  const { etag } = await ask();
  for (const header of [etag, `W/${etag}`, `"a", ${etag}`])
    expect(await ask({ 'if-none-match': header })).toEqual({ status: 304, etag, text: '' });
  // What is edited elsewhere makes no difference.
  await edit({ 'topics/war.yaml': 'name: Combat\n' });
  expect((await ask({ 'if-none-match': etag })).status).toBe(304);
  await edit({ 'topics/trade.yaml': 'name: Peace\n' });
  expect(await ask({ 'if-none-match': etag })).toMatchObject({
    status: 200,
    text: '{"data":{"topic":{"name":"Peace"}}}',
  });
});
