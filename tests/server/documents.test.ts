// Operations by id: trusted documents, automatic persisted queries, and what clients are told where there are none.
import { createHash } from 'node:crypto';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { DocumentOptions } from '../../src/server/documents.ts';
import { type RunningServer, startServer } from './running.ts';
import { storeOf } from './stores.ts';

const schema = buildSchema('type Query { fine: String again(times: Int): String }');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

const FINE = 'query Fine { __typename }';
const trusted = new Map([
  ['fine-1', FINE],
  [sha256(FINE), FINE],
  ['broken', '{ nothing }'],
  ['named', 'query One { one: __typename } query Two { two: __typename }'],
]);

const serverOf = (documents?: DocumentOptions) =>
  startServer(storeOf('one'), schema, [], { documents: documents ?? {} });

/** The codes and messages of an answer without data. */
function refusalOf({ status, body }: { status: number; body: unknown }) {
  const { errors, ...others } = body as {
    errors: { message: string; extensions: { code: string } }[];
  };
  expect(others).toEqual({});
  const [error] = errors;
  return [status, error?.extensions.code, error?.message];
}

async function get({ url }: RunningServer, parameters: Record<string, string>) {
  const response = await fetch(`${url}/graphql?${new URLSearchParams(parameters)}`);
  return { status: response.status, body: (await response.json()) as unknown };
}

const fine = { status: 200, body: { data: { __typename: 'Query' } } };
const inMediaTypeOfGraphql = { accept: 'application/graphql-response+json' };

describe('trusted documents', () => {
  test('are executed by their id, however a client names it', async () => {
    const server = await serverOf({ trusted });
    const { post } = server;
    const answers = [
      await post({ documentId: 'fine-1' }),
      await post({ documentId: `sha256:${sha256(FINE)}` }),
      await post({ doc_id: 'fine-1', variables: null }),
      await post({ extensions: persisted(sha256(FINE)) }),
      await post({ extensions: persisted('fine-1'), operationName: 'Fine' }),
      await get(server, { documentId: 'fine-1' }),
      await get(server, { doc_id: 'fine-1' }),
      await get(server, { extensions: JSON.stringify(persisted('fine-1')) }),
    ];
    expect(answers).toEqual(answers.map(() => fine));
  });

  test('are executed as any other: with variables, validated, and with an operation chosen', async () => {
    const { post } = await serverOf({ trusted });
    expect(await post({ documentId: 'named', operationName: 'Two' })).toEqual({
      status: 200,
      body: { data: { two: 'Query' } },
    });
    expect(refusalOf(await post({ documentId: 'broken' }, inMediaTypeOfGraphql))).toEqual([
      400,
      'GRAPHQL_VALIDATION_FAILED',
      'Cannot query field "nothing" on type "Query".',
    ]);
    expect(refusalOf(await post({ documentId: 'named' }))[1]).toBe('OPERATION_RESOLUTION_FAILURE');
  });

  test('stand beside free queries', async () => {
    const { post } = await serverOf({ trusted });
    expect(await post({ query: '{ __typename }' })).toEqual(fine);
    // As Apollo Client asks when a hash was not found.
    expect(await post({ query: '{ __typename }', extensions: persisted(sha256('{ __typename }')) })).toEqual(
      fine,
    );
  });

  test('that are not in the manifest are told by a code', async () => {
    const { post } = await serverOf({ trusted });
    const message =
      'There is no trusted document with this id (trusted documents: allowed): have the service given the manifest of this client, or send the text as "query".';
    expect(refusalOf(await post({ documentId: 'constructor' }))).toEqual([
      200,
      'PERSISTED_QUERY_NOT_FOUND',
      message,
    ]);
    expect(refusalOf(await post({ documentId: 'unknown' }, inMediaTypeOfGraphql))).toEqual([
      400,
      'PERSISTED_QUERY_NOT_FOUND',
      message,
    ]);
    expect(refusalOf(await post({ extensions: persisted('unknown') }))).toEqual([
      200,
      'PERSISTED_QUERY_NOT_FOUND',
      'PersistedQueryNotFound',
    ]);
  });

  test('are not there where none are configured', async () => {
    const { post } = await serverOf();
    expect(refusalOf(await post({ documentId: 'fine-1' }))).toEqual([
      200,
      'PERSISTED_QUERY_NOT_SUPPORTED',
      'This service has no trusted documents (trusted documents: off): send the text as "query".',
    ]);
  });

  test.each<readonly [string, Record<string, unknown>]>([
    ['an id that is no string', { documentId: { $ne: '' } }],
    ['an id and a text', { documentId: 'fine-1', query: FINE }],
    ['an id of Relay and a text', { doc_id: 'fine-1', query: FINE }],
    ['a hash of another version', { extensions: { persistedQuery: { version: 2, sha256Hash: 'fine-1' } } }],
    ['a hash that is no string', { extensions: { persistedQuery: { version: 1, sha256Hash: ['fine-1'] } } }],
    ['an extension that is no object', { extensions: { persistedQuery: true }, query: FINE }],
  ])('are not guessed from %s', async (_, body) => {
    const { post } = await serverOf({ trusted });
    const answer = await post(body);
    expect(refusalOf(answer).slice(0, 2)).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('trusted documents only', () => {
  const documents = { trusted, trustedOnly: true };

  test('are executed by id, and by their very text', async () => {
    const { post } = await serverOf(documents);
    expect(await post({ documentId: 'fine-1' })).toEqual(fine);
    expect(await post({ query: FINE, extensions: persisted(sha256(FINE)) })).toEqual(fine);
  });

  test('of an id that is not known say that nothing else is executed', async () => {
    const { post } = await serverOf(documents);
    expect(refusalOf(await post({ documentId: 'unknown' }))).toEqual([
      200,
      'PERSISTED_QUERY_NOT_FOUND',
      'There is no trusted document with this id, and nothing else is executed (trusted documents: only): have the service given the manifest of this client.',
    ]);
  });

  test.each([
    ['a free query', { query: '{ __typename }' }],
    ['introspection', { query: '{ __schema { types { name } } }' }],
    ['a text that differs by a space', { query: `${FINE} ` }],
    ['what is no document at all', { query: '{' }],
    ['a query under the hash of itself', { query: '{ fine }', extensions: persisted(sha256('{ fine }')) }],
    ['a query under the hash of a trusted one', { query: '{ fine }', extensions: persisted(sha256(FINE)) }],
  ])('refuse %s', async (_, body) => {
    const server = await serverOf(documents);
    const refused = [
      403,
      'DOCUMENT_NOT_TRUSTED',
      'This document is not in the manifest, and nothing else is executed (trusted documents: only): ask for one by the id that it has there.',
    ];
    expect(refusalOf(await server.post(body))).toEqual(refused);
    const byGet: Record<string, string> =
      'extensions' in body ? { extensions: JSON.stringify(body.extensions) } : {};
    expect(refusalOf(await get(server, { query: body.query, ...byGet }))).toEqual(refused);
  });
});

describe('automatic persisted queries', () => {
  const query = '{ __typename }';
  const extensions = persisted(sha256(query));

  test('are off, and clients are told in the words at which they fall back', async () => {
    const server = await serverOf();
    const refused = [200, 'PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported'];
    expect(refusalOf(await server.post({ extensions }))).toEqual(refused);
    expect(refusalOf(await get(server, { extensions: JSON.stringify(extensions) }))).toEqual(refused);
    // The text is executed all the same, and not kept.
    expect(await server.post({ query, extensions })).toEqual(fine);
    expect(refusalOf(await server.post({ extensions }))).toEqual(refused);
  });

  test('are kept when they come with their text, and found afterwards by POST and GET', async () => {
    const server = await serverOf({ automatic: true });
    const notFound = [200, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound'];
    expect(refusalOf(await server.post({ extensions }))).toEqual(notFound);
    expect(await server.post({ query, extensions })).toEqual(fine);
    expect(await server.post({ extensions })).toEqual(fine);
    expect(await get(server, { extensions: JSON.stringify(extensions) })).toEqual(fine);
  });

  test('can be kept by GET too', async () => {
    const server = await serverOf({ automatic: true });
    expect(await get(server, { query, extensions: JSON.stringify(extensions) })).toEqual(fine);
    expect(await server.post({ extensions })).toEqual(fine);
  });

  test('are not kept under the hash of something else', async () => {
    const { post } = await serverOf({ automatic: true });
    const other = persisted(sha256('{ fine }'));
    expect(refusalOf(await post({ query, extensions: other }))).toEqual([
      400,
      'PERSISTED_QUERY_MISMATCH',
      'The sha256Hash is not the SHA-256 of the query, in lower-case hex.',
    ]);
    expect(refusalOf(await post({ extensions: other }))[1]).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test('never answer from a cache that they were not found', async () => {
    const { url } = await serverOf({ automatic: true });
    const response = await fetch(
      `${url}/graphql?${new URLSearchParams({ extensions: JSON.stringify(extensions) })}`,
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('push out the oldest where there are more than a thousand', async () => {
    const { post } = await serverOf({ automatic: true });
    const texts = Array.from({ length: 1_001 }, (_, index) => `{ n${index}: __typename }`);
    const keep = (text: string) => post({ query: text, extensions: persisted(sha256(text)) });
    await keep(texts[0]!);
    // Few at a time, so that none has to wait for so long that it is refused.
    for (let from = 1; from < texts.length; from += 20) {
      await Promise.all(texts.slice(from, from + 20).map(keep));
    }
    const first = await post({ extensions: persisted(sha256(texts[0]!)) });
    const second = await post({ extensions: persisted(sha256(texts[1]!)) });
    expect(refusalOf(first)[1]).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(second).toEqual({ status: 200, body: { data: { n1: 'Query' } } });
  }, 120_000);

  test('push out the oldest where they have more than four megabytes', async () => {
    const { post } = await serverOf({ automatic: true });
    const texts = Array.from({ length: 41 }, (_, index) => `{ n${index}: __typename }#${'x'.repeat(99_000)}`);
    for (const text of texts) await post({ query: text, extensions: persisted(sha256(text)) });
    const first = await post({ extensions: persisted(sha256(texts[0]!)) });
    const last = await post({ extensions: persisted(sha256(texts[40]!)) });
    expect(refusalOf(first)[1]).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(last).toEqual({ status: 200, body: { data: { n40: 'Query' } } });
  });

  test('of more than 100,000 bytes are executed, and not kept', async () => {
    const { post } = await serverOf({ automatic: true });
    const large = `${query}#${'x'.repeat(100_000)}`;
    expect(await post({ query: large, extensions: persisted(sha256(large)) })).toEqual(fine);
    expect(refusalOf(await post({ extensions: persisted(sha256(large)) }))[1]).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
  });

  test('stand beside trusted documents', async () => {
    const { post } = await serverOf({ trusted, automatic: true });
    expect(await post({ query, extensions })).toEqual(fine);
    expect(await post({ extensions })).toEqual(fine);
    expect(await post({ extensions: persisted('fine-1') })).toEqual(fine);
    // An id is one of the manifest.
    expect(refusalOf(await post({ documentId: sha256(query) }))[1]).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});
