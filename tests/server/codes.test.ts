// docs/errors.md tells the truth about error codes: each code of the program is there, with what to do.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { errorCodes } from '../../src/errors.ts';
import { openBundled, startServer } from './running.ts';

const root = resolve(import.meta.dirname, '../..');
const guide = readFileSync(resolve(root, 'docs/errors.md'), 'utf8');
const told = [...guide.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code]) => code);

test('every code of the list is told', () => {
  expect(told).toEqual(expect.arrayContaining(Object.keys(errorCodes)));
});

test('every code that the server gives is told', () => {
  const server = resolve(root, 'src/server');
  const codes = readdirSync(server)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(resolve(server, file), 'utf8').matchAll(/code: '([A-Z_]+)'/g)])
    .map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(4);
  expect(told).toEqual(expect.arrayContaining(codes));
});

test.each([
  ['GRAPHQL_PARSE_FAILED', { query: '{' }],
  ['GRAPHQL_VALIDATION_FAILED', { query: '{ nothing }' }],
  ['OPERATION_RESOLUTION_FAILURE', { query: 'query A { __typename } query B { __typename }' }],
  ['BAD_USER_INPUT', { query: 'query ($slug: String!) { place(slug: $slug) { id } }' }],
  ['PERSISTED_QUERY_NOT_SUPPORTED', { documentId: 'a' }],
  ['BAD_REQUEST', {}],
])('%s is given and told', async (code, body) => {
  const { post } = await startServer(await openBundled());
  const answer = await post(body);
  expect(answer.body).toMatchObject({ errors: [{ extensions: { code } }] });
  expect(told).toContain(code);
});
