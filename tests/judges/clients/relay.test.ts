// Relay: its compiler takes the schema as it is committed, and its hooks load and refetch pages in a real browser.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformAsync } from '@babel/core';
import type { Request } from 'playwright-core';
import { build, type Plugin, preview, type PreviewServer } from 'vite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { executablePath, openPage } from '../browser.ts';
import { type Service, startService } from '../service.ts';

const folder = join(import.meta.dirname, 'relay');
const programs = join(import.meta.dirname, '../node_modules/.bin');

/** Compiles all documents of the folder, and gives back the exit code and what was printed. */
function compile(cwd = folder) {
  rmSync(join(cwd, '__generated__'), { recursive: true, force: true });
  const words = ['relay.config.json', '--noWatchman'];
  const { status, stdout, stderr } = spawnSync(join(programs, 'relay-compiler'), words, {
    cwd,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

describe('relay-compiler', () => {
  test('takes the committed schema and a set of documents, without an extension of the schema', () => {
    expect(compile()).toMatchObject({ status: 0 });
    expect(readdirSync(join(folder, '__generated__')).sort()).toEqual([
      'documentsActor.graphql.ts',
      'documentsActorPageQuery.graphql.ts',
      'documentsArticles.graphql.ts',
      'documentsArticlesPageQuery.graphql.ts',
      'documentsChangesSubscription.graphql.ts',
      'documentsSearchQuery.graphql.ts',
      'mainPageQuery.graphql.ts',
      'mainStatements.graphql.ts',
      'mainStatementsPageQuery.graphql.ts',
    ]);
  });

  test('refetches a fragment of an article through node(id:)', () => {
    compile();
    const artifact = readFileSync(join(folder, '__generated__/mainStatementsPageQuery.graphql.ts'), 'utf8');
    const [, text] = /"text": ("query .*")/.exec(artifact) ?? [];
    expect(JSON.parse(text!)).toMatch(/node\(id: \$id\) \{\n {4}__typename\n {4}\.\.\.mainStatements/);
  });

  test('types the code that reads the answers', () => {
    compile();
    const { status, stdout } = spawnSync(join(programs, 'tsc'), ['--project', folder], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  test('refuses a document with a field that the schema does not have', () => {
    const copy = mkdtempSync(join(tmpdir(), 'onrecord-relay-'));
    onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
    for (const name of ['relay.config.json', 'documents.ts']) cpSync(join(folder, name), join(copy, name));
    cpSync(join(folder, '../../../../schema/schema.graphql'), join(copy, 'schema.graphql'));
    const rewrite = (name: string, from: string, to: string) =>
      writeFileSync(join(copy, name), readFileSync(join(copy, name), 'utf8').replace(from, to));
    rewrite('relay.config.json', '../../../../schema/', './');
    expect(compile(copy)).toMatchObject({ status: 0 });
    rewrite('documents.ts', 'headline', 'headlines');
    const { status, output } = compile(copy);
    expect(status).not.toBe(0);
    expect(output).toContain('headlines');
  });
});

describe.skipIf(!executablePath)('react-relay in a browser', () => {
  let service: Service;
  let site: PreviewServer;
  const outDir = mkdtempSync(join(tmpdir(), 'onrecord-relay-'));
  beforeAll(async () => {
    expect(compile()).toMatchObject({ status: 0 });
    await build({
      root: folder,
      configFile: false,
      logLevel: 'error',
      plugins: [compiledDocuments],
      build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 1_000 },
    });
    site = await preview({
      root: folder,
      configFile: false,
      build: { outDir },
      preview: { port: 0, host: '127.0.0.1' },
    });
    service = await startService();
  });
  afterAll(async () => {
    await service?.stop();
    await site?.close();
    rmSync(outDir, { recursive: true, force: true });
  });

  test('a refetchable fragment loads its pages through node, and the store merges them', async () => {
    const { page, complaints } = await openPage();
    const sent: { operationName: string; variables: object }[] = [];
    page.on('request', (request: Request) => {
      if (request.method() === 'POST') sent.push(request.postDataJSON());
    });
    await page.goto(`${site.resolvedUrls!.local[0]}?service=${encodeURIComponent(service.graphql)}`);
    const items = page.getByRole('listitem');
    const more = page.getByRole('button', { name: 'Load more' });
    await items.nth(6).waitFor();
    expect(await items.count()).toBe(7);

    await more.click();
    await items.nth(13).waitFor();
    await more.click();
    await items.nth(17).waitFor();
    await more.waitFor({ state: 'detached' });
    const texts = await items.allTextContents();
    expect(new Set(texts).size).toBe(18);
    expect(texts[0]).toBe('Rustem Umerov: Ukraine and Russia will each hand over 1,000 prisoners of war.');

    await page.getByRole('button', { name: 'Only demands' }).click();
    await expect.poll(() => items.count()).toBe(4);

    const asked = { id: 'Article:istanbul-talks-stall', first: 7 };
    expect(sent.map(({ operationName, variables }) => [operationName, variables])).toEqual([
      ['mainPageQuery', { slug: 'istanbul-talks-stall' }],
      ['mainStatementsPageQuery', { ...asked, after: expect.any(String), kind: null }],
      ['mainStatementsPageQuery', { ...asked, after: expect.any(String), kind: null }],
      ['mainStatementsPageQuery', { ...asked, after: null, kind: ['DEMAND'] }],
    ]);
    expect(complaints).toEqual([]);
  });
});

/** What Relay's plugin for Babel does: documents in the code become imports of what the compiler made of them. */
const compiledDocuments: Plugin = {
  name: 'compiled-documents',
  enforce: 'pre',
  async transform(code, id) {
    if (!id.endsWith('main.tsx')) return null;
    const result = await transformAsync(code, {
      filename: id,
      babelrc: false,
      configFile: false,
      sourceMaps: true,
      parserOpts: { plugins: ['typescript', 'jsx'] },
      plugins: [['babel-plugin-relay', { eagerEsModules: true }]],
    });
    return { code: result!.code!, map: result!.map as never };
  },
};
