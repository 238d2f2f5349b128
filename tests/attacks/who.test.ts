// Who may ask: pages of other sites, whoever wants the schema, whoever guesses tokens.
import { expect, test } from 'vitest';
import { openBundled } from '../server/running.ts';
import { cheap } from './bounds.ts';
import { codesOf, type Sent, start, TOKEN, type Way } from './ways.ts';

const QUERY = { query: '{ corpus { version } }' };
/** Nothing here may cost more of the processor. */
const quick = (way: Way) => cheap(way, 50);
const json = (body: object): string => JSON.stringify(body);

test('pages of every origin may read what is public, and never with credentials', async () => {
  const { ways } = await start(await openBundled());
  for (const way of ways.map(quick)) {
    const headers = { origin: 'https://evil.example', cookie: 'session=1' };
    for (const sent of [
      { body: QUERY, headers },
      { method: 'GET', path: '/graphql?query={__typename}', headers },
      { method: 'OPTIONS', headers: { ...headers, 'access-control-request-method': 'POST' } },
      { method: 'GET', path: '/nothing', headers },
    ]) {
      const answer = await way.ask(sent);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
      expect(answer.headers['access-control-expose-headers']).toBe(
        'ETag, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-GraphQL-Cost, X-Request-Id',
      );
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    }
  }
});

test('with a list of origins only theirs are named, as they stand in the list', async () => {
  const origins = ['https://news.example', 'https://desk.example:8443'];
  const { ways } = await start(await openBundled(), { origins });
  for (const way of ways.map(quick)) {
    for (const [origin, allowed] of [
      ['https://news.example', 'https://news.example'],
      ['https://desk.example:8443', 'https://desk.example:8443'],
      ['https://desk.example', undefined],
      ['http://news.example', undefined],
      ['https://news.example.evil.example', undefined],
      ['https://evilnews.example', undefined],
      ['null', undefined],
      [undefined, undefined],
    ] as const) {
      for (const method of ['POST', 'OPTIONS', 'POST']) {
        const headers: Sent['headers'] = origin === undefined ? {} : { origin };
        const answer = await way.ask({ method, ...(method === 'POST' && { body: QUERY }), headers });
        expect(answer.headers['access-control-allow-origin'], `${origin} on the ${way.name}`).toBe(allowed);
        expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
        expect(String(answer.headers['vary'])).toContain('Origin');
      }
    }
  }
});

test('what another site can send without asking is not executed, or sees what anybody sees', async () => {
  const { ways } = await start(await openBundled());
  for (const way of ways.map(quick)) {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=a'])
      expect((await way.ask({ body: json(QUERY), headers: { 'content-type': type } })).status).toBe(415);
    for (const query of ['mutation { __typename }', 'subscription { recordChanged { recordId } }'])
      expect(
        (
          await way.ask({
            method: 'GET',
            path: `/graphql?query=${encodeURIComponent(query)}`,
            headers: { accept: 'application/json' },
          })
        ).json,
      ).not.toHaveProperty('data');
    // Credentials that browsers add by themselves are not looked at.
    const plain = await way.ask({ method: 'GET', path: '/graphql?query={articles{totalCount}}' });
    const sent: Sent = {
      method: 'GET',
      path: '/graphql?query={articles{totalCount}}',
      headers: { cookie: `token=${TOKEN}`, authorization: 'Basic YTpi' },
    };
    expect((await way.ask(sent)).text).toBe(plain.text);
  }
});

test('a preview token counts in its header alone, and nothing that it opens is cached', async () => {
  const { ways } = await start(await openBundled());
  for (const way of ways.map(quick)) {
    const ask = (authorization: string) => way.ask({ body: QUERY, headers: { authorization } });
    expect((await ask(`Bearer ${TOKEN}`)).headers['cache-control']).toBe('private, no-store');
    // Spaces around it are not part of it.
    expect((await ask(`Bearer ${TOKEN} `)).status).toBe(200);
    for (const token of [
      'wrong',
      '',
      TOKEN.slice(1),
      `${TOKEN}a`,
      TOKEN.toUpperCase(),
      `${TOKEN}, ${TOKEN}`,
    ]) {
      const answer = await ask(`Bearer ${token}`);
      expect(answer.status).toBe(401);
      expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
      expect(answer.headers['cache-control']).toBe('private, no-store');
    }
    const path = `/graphql?query={__typename}&token=${TOKEN}&access_token=${TOKEN}&authorization=Bearer%20${TOKEN}`;
    const answer = await way.ask({ method: 'GET', path });
    expect(answer.headers['cache-control']).toMatch(/^public/);
  }
});

test('without introspection nothing tells of the schema: no answer, no page, no suggestion', async () => {
  const { ways } = await start(await openBundled(), { introspection: false });
  for (const way of ways.map(quick)) {
    for (const body of [
      { query: '{ __schema { types { name } } }' },
      { query: '{ __type(name: "Query") { name } }' },
      { query: '{ ...A } fragment A on Query { a: __schema { queryType { name } } }' },
      { query: '{ _service { sdl } }' },
      { query: '{ artikles { totalCount } }' },
      { query: '{ articles(firts: 1) { totalCount } }' },
      { query: '{ articles { totalCoun } }' },
      { query: '{ node(id: "Article:a") { ... on Artikle { id } } }' },
      { query: '{ articles(where: { abuot: [] }) { totalCount } }' },
      { query: '{ articles(orderBy: { field: HEADLIN }) { totalCount } }' },
      { query: 'query ($w: ArticleWher) { articles(where: $w) { totalCount } }' },
      {
        query: 'query ($w: ArticleWhere) { articles(where: $w) { totalCount } }',
        variables: { w: { abuot: [] } },
      },
      {
        query: 'query ($o: ArticleOrder) { articles(orderBy: $o) { totalCount } }',
        variables: { o: { field: 'HEADLIN' } },
      },
    ]) {
      const answer = await way.ask({ body });
      expect(codesOf(answer).length, body.query).toBeGreaterThan(0);
      expect(answer.json, body.query).not.toHaveProperty('data');
      expect(answer.text, body.query).not.toMatch(/did you mean/i);
      for (const name of ['"articles', 'totalCount"', '"Article"', 'about', 'HEADLINE', 'ArticleWhere"?'])
        expect(answer.text, body.query).not.toContain(name);
    }
    for (const path of ['/', '/graphql', '/schema.graphql', '/subgraph.graphql', '/possible-types.json']) {
      const answer = await way.ask({ method: 'GET', path, headers: { accept: 'text/html' } });
      expect(answer.text, path).not.toMatch(/graphiql|type Query|"Actor"/i);
    }
    expect((await way.ask({ body: { query: '{ __typename corpus { __typename } }' } })).json).toEqual({
      data: { __typename: 'Query', corpus: { __typename: 'Corpus' } },
    });
  }
});

test('every answer has the security headers, whatever it is', async () => {
  const { ways } = await start(await openBundled());
  for (const way of ways.map(quick)) {
    for (const sent of [
      { body: QUERY },
      { body: { query: '{' } },
      { body: [] },
      { method: 'GET', path: '/' },
      { method: 'GET', path: '/nothing' },
      { method: 'PUT', body: QUERY },
      { method: 'OPTIONS' },
      { body: 'a', headers: { 'content-type': 'text/plain' } },
      { body: { query: 'x'.repeat(1_100_000) } },
      { body: QUERY, headers: { 'x-a': 'a'.repeat(20_000) } },
      { body: QUERY, headers: { host: 'a b' } },
      { body: QUERY, headers: { authorization: 'Bearer wrong' } },
      { body: QUERY, headers: { accept: 'image/png' } },
    ] as Sent[]) {
      const { headers, status } = await way.ask(sent);
      expect(headers, String(status)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['server']).toBeUndefined();
    }
  }
});
