// onrecord serve, called in this process: what it serves, what it says, and what becomes of edits.
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { enterFolder, run, save, serve, write } from './calling.ts';

const good = { 'content/topics/talks.yaml': 'name: Talks\n' };
const broken = {
  'content/topics/talks.yaml': 'nmae: Talks\n',
  'content/topics/war.yaml': 'name: War\nbroader: talsk\n',
};

describe('serve', () => {
  test('serves an empty folder with the whole schema', async () => {
    enterFolder();
    mkdirSync('content');
    const { ask } = await serve();
    expect(
      await ask('{ corpus { languages firstPublished } articles { totalCount } article(slug: "x") { id } }'),
    ).toEqual({
      data: { corpus: { languages: [], firstPublished: null }, articles: { totalCount: 0 }, article: null },
    });
  });

  test('prints the problems of a broken corpus and ends with 1', async () => {
    enterFolder(broken);
    const { code, out, err } = await run(['serve', '--port', '0']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(
      /^content\/topics\/talks\.yaml:1:1 {2}[A-Z_]+ {2}[^]*: nothing is served until they are mended\.\n$/,
    );
    expect(existsSync('.onrecord/corpus.db')).toBe(false);
  });

  test('says that a port is taken, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    enterFolder(good);
    expect(await run(['serve', '--port', String(port)])).toEqual({
      code: 1,
      out: '',
      err: `Port ${port} of 127.0.0.1 cannot be opened: another program, perhaps another onrecord, listens there. Stop it, or choose another port with --port; 0 picks a free one.\n`,
    });
  });

  test('with --watch serves every good edit, and the last good corpus while an edit is broken', async () => {
    enterFolder(good);
    const path = 'content/topics/talks.yaml';
    const { ask, out, err } = await serve('--watch');
    const name = async () =>
      (await ask('{ topic(slug: "talks") { name } }')) as { data: { topic: { name: string } } };

    save(path, 'name: Negotiations\n');
    await expect.poll(name).toEqual({ data: { topic: { name: 'Negotiations' } } });

    save(path, 'nmae: Peace talks\n');
    await expect
      .poll(err)
      .toMatch(
        /content\/topics\/talks\.yaml:1:1 {2}[A-Z_]+ {2}[^]*The last good corpus is still served: version \w+\n$/,
      );
    expect(await name()).toEqual({ data: { topic: { name: 'Negotiations' } } });

    save(path, 'name: Peace talks\n');
    await expect.poll(name).toEqual({ data: { topic: { name: 'Peace talks' } } });
    expect(out()).toMatch(/The content has changed\. Version \w+ is served from now on\.\n$/);
  });

  test('with --watch waits where the content is broken from the start, and serves it when it is mended', async () => {
    enterFolder(broken);
    const { url, ask, err, signal, ended } = await serve('--watch');
    const status = async (path: string) => (await fetch(`${url}${path}`)).status;
    expect(await Promise.all(['/livez', '/readyz', '/', '/graphql?query={__typename}'].map(status))).toEqual([
      200, 503, 503, 503,
    ]);
    expect(await (await fetch(`${url}/`)).text()).toContain('Nothing is served yet');
    expect(err()).toMatch(
      /^content\/topics\/talks\.yaml:1:1 {2}[A-Z_]+ {2}[^]*3 problems in 2 files: nothing is served until they are mended\.\n$/,
    );

    save('content/topics/talks.yaml', 'name: Talks\n');
    save('content/topics/war.yaml', 'name: War\nbroader: talks\n');
    await expect.poll(() => status('/readyz')).toBe(200);
    expect(await ask('{ topic(slug: "war") { broader { name } } }')).toEqual({
      data: { topic: { broader: { name: 'Talks' } } },
    });
    expect(await status('/')).toBe(200);
    signal('SIGINT');
    expect(await ended).toMatchObject({ code: 0 });
    expect(readdirSync('.onrecord')).toEqual(['corpus.db']);
  });

  test('with --watch tells whether the last edit was refused, in /readyz?verbose and in metrics, but not what is in which file', async () => {
    enterFolder(good);
    const path = 'content/topics/talks.yaml';
    const { url, err, out } = await serve('--watch', '--admin-port', '0');
    const admin = /(http:\S+)\/metrics/.exec(out())![1]!;
    const state = async () => (await fetch(`${url}/readyz?verbose`)).json();
    const metric = async (name: string) =>
      new RegExp(`^${name} (.*)$`, 'm').exec(await (await fetch(`${admin}/metrics`)).text())?.[1];
    const before = await state();
    expect(before).toEqual({
      status: 'ready',
      corpus: { version: expect.stringMatching(/^[0-9a-f]{32}$/), since: expect.any(String) },
      lastEdit: { refused: false, problems: 0 },
    });

    save(path, 'nmae: Talks\n');
    await expect.poll(err).toContain('still served');
    expect(await state()).toEqual({ ...before, lastEdit: { refused: true, problems: 2 } });
    expect(await Promise.all(['corpus_problems', 'corpus_refused_edits_total'].map(metric))).toEqual([
      '2',
      '1',
    ]);
    expect(Number(await metric('corpus_age_seconds'))).toBeGreaterThan(0);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);

    save(path, 'name: Talks\n');
    await expect.poll(out).toContain('The content is as it was before.');
    expect(await state()).toEqual(before);
    expect(await Promise.all(['corpus_problems', 'corpus_refused_edits_total'].map(metric))).toEqual([
      '0',
      '1',
    ]);
    expect([(await fetch(`${admin}/`)).status, (await fetch(`${url}/metrics`)).status]).toEqual([404, 404]);
  });

  test('with --watch sees new folders, what is removed, and the folder itself going away and coming back', async () => {
    enterFolder(good);
    const { ask, err } = await serve('--watch');
    const topics = () => ask('{ topics { nodes { name } } }');
    const of = (...names: string[]) => ({ data: { topics: { nodes: names.map((name) => ({ name })) } } });

    write('content/topics/deep/er/war.yaml', 'name: War\n');
    await expect.poll(topics).toEqual(of('Talks', 'War'));
    save('content/topics/deep/er/war.yaml', 'name: War and peace\n');
    await expect.poll(topics).toEqual(of('Talks', 'War and peace'));
    rmSync('content/topics/deep', { recursive: true });
    await expect.poll(topics).toEqual(of('Talks'));

    renameSync('content', 'elsewhere');
    await expect.poll(err).toContain('it does not exist');
    expect(await topics()).toEqual(of('Talks'));
    write('content/topics/peace.yaml', 'name: Peace\n');
    await expect.poll(topics, { timeout: 5_000 }).toEqual(of('Peace'));
  });
});

describe('trusted documents', () => {
  const manifest = JSON.stringify({
    talks: 'query Talks { topic(slug: "talks") { name } }',
    old: '{ topic(slug: "talks") { title } }',
    cut: '{ topic',
  });

  test('are served from the manifest, and those that are not valid are told', async () => {
    enterFolder({ ...good, 'persisted-documents.json': manifest });
    const { url, ask, err } = await serve(
      '--trusted-documents=only',
      '--trusted-documents-manifest=persisted-documents.json',
    );
    const response = await fetch(`${url}/graphql?documentId=talks`);
    expect(await response.json()).toEqual({ data: { topic: { name: 'Talks' } } });
    expect(await ask('{ __typename }')).toMatchObject({
      errors: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }],
    });
    expect(err()).toMatchInlineSnapshot(`
      "2 of 3 trusted documents are not valid for this schema, and answered with an error:
        old  Cannot query field "title" on type "Topic".
        cut  Syntax Error: Expected Name, found <EOF>.
      "
    `);
  });

  test('can be named in the environment', async () => {
    enterFolder({ ...good, 'persisted-documents.json': '[]' });
    const environment = {
      ONRECORD_TRUSTED_DOCUMENTS: 'allowed',
      ONRECORD_TRUSTED_DOCUMENTS_MANIFEST: 'persisted-documents.json',
    };
    expect(await run(['serve', '--port', '0'], environment)).toMatchObject({ code: 1 });
    expect(await run(['check'], environment)).toMatchObject({ code: 0 });
  });

  test.each<readonly [string, string | undefined, string]>([
    ['that are not there', undefined, 'it does not exist'],
    ['that are no JSON', '{"a": ', 'it is not JSON: '],
    ['that are a list', '["{ __typename }"]', 'it is not a JSON object from ids to texts'],
    ['that are none', '{}', 'it has no documents'],
    ['of which one has no text', '{"a": {"query": "{ __typename }"}}', '"a" has no text'],
    [
      'of Apollo without operations',
      '{"format": "apollo-persisted-query-manifest"}',
      'it is not a JSON object from ids to texts',
    ],
  ])('%s end with 1, and with what to do', async (_, text, reason) => {
    enterFolder({ ...good, ...(text !== undefined && { 'documents.json': text }) });
    const { code, out, err } = await run([
      'serve',
      '--trusted-documents=only',
      '--trusted-documents-manifest=documents.json',
    ]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`The trusted documents "documents.json" cannot be used: ${reason}`);
    expect(err).toContain(
      'Name the manifest that your code generator writes, often persisted-documents.json.\n',
    );
    expect(existsSync('.onrecord')).toBe(false);
  });

  test('of Apollo are taken too', async () => {
    const operation = {
      id: 'talks',
      name: 'Talks',
      type: 'query',
      body: 'query Talks { topic(slug: "talks") { name } }',
    };
    const apollo = { format: 'apollo-persisted-query-manifest', version: 1, operations: [operation] };
    enterFolder({ ...good, 'manifest.json': JSON.stringify(apollo) });
    const { url, ask, err } = await serve(
      '--trusted-documents=allowed',
      '--trusted-documents-manifest=manifest.json',
    );
    const response = await fetch(`${url}/graphql?documentId=talks`);
    expect([await response.json(), err()]).toEqual([{ data: { topic: { name: 'Talks' } } }, '']);
    expect(await ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  });

  test('are not even read where they are off', async () => {
    enterFolder(good);
    const { url, err } = await serve('--trusted-documents=off', '--trusted-documents-manifest=missing.json');
    const response = await fetch(`${url}/graphql?documentId=talks`);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }],
    });
    expect(err()).toBe('');
  });
});

test('automatic persisted queries can be switched on', async () => {
  enterFolder(good);
  const { url } = await serve('--automatic-persisted-queries');
  const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: 'unknown' } });
  const response = await fetch(`${url}/graphql?${new URLSearchParams({ extensions })}`);
  expect(await response.json()).toMatchObject({ errors: [{ message: 'PersistedQueryNotFound' }] });
});
