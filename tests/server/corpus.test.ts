// Replacing the corpus while requests run.
import { buildSchema, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { expect, test } from 'vitest';
import type { Context } from '../../src/graphql/context.ts';
import { startServer } from './running.ts';
import { storeOf } from './stores.ts';

/** A field that tells the version when it starts and again when the gate is open. */
function gatedSchema(): { schema: GraphQLSchema; started: Promise<void>; open: () => void } {
  const started = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const schema = buildSchema('type Query { versions: [String!]! version: String! }');
  const fields = (schema.getQueryType() as GraphQLObjectType).getFields();
  fields['versions']!.resolve = async (_, __, { reader }: Context) => {
    const first = reader.version;
    started.resolve();
    await gate.promise;
    return [first, (await reader.summary()).version];
  };
  fields['version']!.resolve = (_, __, { reader }: Context) => reader.version;
  return { schema, started: started.promise, open: gate.resolve };
}

test('a request sees one corpus from start to end, and the old one is closed after it', async () => {
  const { schema, started, open } = gatedSchema();
  const [before, after] = [storeOf('before'), storeOf('after')];
  const { post, corpus } = await startServer(before, schema);

  const running = post({ query: '{ versions }' });
  await started;
  corpus.replace(after);
  expect(await post({ query: '{ version }' })).toEqual({ status: 200, body: { data: { version: 'after' } } });
  expect(before.closed).toBe(false);

  open();
  expect(await running).toEqual({ status: 200, body: { data: { versions: ['before', 'before'] } } });
  expect([before.closed, after.closed]).toEqual([true, false]);
});

test('a request whose client went away lets the corpus go as well', async () => {
  const { schema, started, open } = gatedSchema();
  const before = storeOf('before');
  const { url, corpus, reports } = await startServer(before, schema);

  const client = new AbortController();
  const running = fetch(`${url}/graphql?query={versions}`, { signal: client.signal });
  await started;
  client.abort();
  await expect(running).rejects.toThrow('aborted');
  corpus.replace(storeOf('after'));
  expect(before.closed).toBe(false);

  open();
  await expect.poll(() => before.closed).toBe(true);
  expect(reports).toEqual([]);
});

test('operations that fail before they are executed hold no corpus', async () => {
  const before = storeOf('before');
  const { post, corpus } = await startServer(before, gatedSchema().schema);
  for (const query of ['{', '{ nothing }', 'query A { version } query B { version }']) await post({ query });
  corpus.replace(storeOf('after'));
  expect(before.closed).toBe(true);
});

test('a corpus that nobody reads is closed as soon as it is replaced', async () => {
  const [before, after] = [storeOf('before'), storeOf('after')];
  const { post, corpus } = await startServer(before, gatedSchema().schema);
  await post({ query: '{ version }' });
  corpus.replace(after);
  expect(before.closed).toBe(true);
  corpus.close();
  expect(after.closed).toBe(true);
});
