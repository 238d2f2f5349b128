// Who sees what is hidden, over HTTP.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openBundled, startServer } from './running.ts';

const TOKENS = ['first-token', 'second token'];
const QUERY = {
  query: '{ articles { totalCount } statements { totalCount } node(id: "Article:secret") { id } }',
};
const PUBLIC = { data: { articles: { totalCount: 0 }, statements: { totalCount: 0 }, node: null } };
const PREVIEW = {
  data: { articles: { totalCount: 1 }, statements: { totalCount: 1 }, node: { id: 'Article:secret' } },
};

async function startWithSecret(tokens: readonly string[] = TOKENS) {
  const content = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  onTestFinished(() => rmSync(content, { recursive: true }));
  mkdirSync(join(content, 'articles'));
  writeFileSync(
    join(content, 'articles/secret.md'),
    '---\nheadline: Secret\ninLanguage: en\ndatePublished: 2025-01-01T00:00:00Z\npubStatus: WITHHELD\nstatements: [{ slug: said, kind: CLAIM, form: INDIRECT, exact: Hidden words }]\n---\nHidden words.\n',
  );
  return startServer(await openBundled(content), undefined, tokens);
}

test('without a token hidden records are as if they were not there', async () => {
  const { post } = await startWithSecret();
  expect(await post(QUERY)).toEqual({ status: 200, body: PUBLIC });
});

test.each(['Bearer first-token', 'bearer first-token', 'Bearer second token'])(
  '%s shows them',
  async (authorization) => {
    const { post } = await startWithSecret();
    expect(await post(QUERY, { authorization })).toEqual({ status: 200, body: PREVIEW });
  },
);

test.each([
  'Bearer',
  'Bearer wrong',
  'Bearer first-token,second token',
  'Bearer first-token x',
  `Bearer ${'x'.repeat(10_000)}`,
  'Bearer first-toke',
])('the wrong token %# is refused', async (authorization) => {
  const { post } = await startWithSecret();
  expect(await post(QUERY, { authorization })).toEqual({
    status: 401,
    body: {
      errors: [
        {
          message:
            'The preview token is not one of this service: send a right one, or leave out "Authorization" for the public view.',
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ],
    },
  });
});

test('a token in the query string and other schemes give the public view', async () => {
  const { url, post } = await startWithSecret();
  const answer = await fetch(
    `${url}/graphql?query=${encodeURIComponent(QUERY.query)}&token=first-token&access_token=first-token`,
    { headers: { accept: 'application/json' } },
  );
  expect(await answer.json()).toEqual(PUBLIC);
  expect(await post(QUERY, { authorization: 'Basic Zmlyc3QtdG9rZW46' })).toEqual({
    status: 200,
    body: PUBLIC,
  });
});

test('where no tokens are set nothing is ever previewed', async () => {
  const { post } = await startWithSecret([]);
  for (const authorization of ['Bearer', 'Bearer first-token', 'Bearer undefined']) {
    expect(await post(QUERY, { authorization })).toEqual({ status: 200, body: PUBLIC });
  }
});

test('what is seen with a token is kept by no cache', async () => {
  const { url } = await startWithSecret();
  const ask = (headers: Record<string, string>) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(QUERY),
    });
  const previewed = await ask({ authorization: 'Bearer first-token' });
  expect(previewed.headers.get('cache-control')).toBe('private, no-store');
  expect((await ask({})).headers.get('vary')).toMatch(/\bAuthorization\b/);
});
