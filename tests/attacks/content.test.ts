// Content that is written to break a compiler, or the readers of what it makes: a problem or harmless text, at a bounded cost.
import { resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openCorpus } from '../../src/corpus.ts';
import type { Store } from '../../src/store/store.ts';
import { compileFolder, type Files, writeFolder } from '../content/folder.ts';
import { newDatabase } from '../postgres/database.ts';
import { bytesInUse, cheaply } from './bounds.ts';
import { start } from './ways.ts';

/** Of the processor, for a whole compilation with its store. */
const MOST_MILLISECONDS = 1_000;
const MOST_MILLISECONDS_OF_AN_ANSWER = 250;
const MOST_GROWTH_IN_BYTES = 60_000_000;
const DEEP = 20_000;

const aliases = Array.from({ length: 9 }, (_, level) => {
  const members = Array.from({ length: 9 }, () => (level === 0 ? 'x' : `*a${level - 1}`));
  return `a${level}: &a${level} [${members.join(', ')}]\n`;
});
const head =
  '---\nheadline: Talks\ninLanguage: en\ngenre: REPORTAGE\npubStatus: USABLE\ndatePublished: 2025-05-16T12:00:00Z\n---\n';

/** One file each, or two. */
const hostile: Readonly<Record<string, Files>> = {
  'aliases nine deep': { 'topics/a.yaml': aliases.join('') },
  'brackets in one another': { 'topics/a.yaml': `name: ${'['.repeat(DEEP)}${']'.repeat(DEEP)}\n` },
  'brackets that stay open': { 'topics/a.yaml': `name: ${'['.repeat(DEEP)}\n` },
  'brackets in a line of JSON': {
    'topics/a.jsonl': `{"slug":"a","name":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}\n`,
  },
  'front matter that never ends': { 'articles/a.md': `---\n${'a: b\n'.repeat(DEEP)}` },
  'the same key over and over': { 'topics/a.yaml': 'name: Peace\n'.repeat(5_000) },
  'keys of prototypes': {
    'topics/a.yaml': 'name: Peace\n__proto__: {name: War}\nconstructor: {prototype: {name: War}}\n',
  },
  'a file of 50 MB': { 'topics/a.yaml': 'name: Peace\n'.padEnd(50_000_000, '#') },
  'a link out of the folder': { 'topics/a.yaml': { link: '/etc/passwd' } },
  'a folder that is a link out of it': { events: { link: '/etc' } },
  'a name that leads upwards': { 'topics/..a.yaml': 'name: Peace\n', 'topics/a..b.yaml': 'name: Peace\n' },
  'bytes that are no text': { 'topics/a.yaml': new Uint8Array(1_000_000).map((_, at) => at * 7) },
  'quotations in one another': { 'articles/a.md': `${head}${'>'.repeat(DEEP)} deep\n` },
  'quotations in one another, apart': { 'articles/a.md': `${head}${'> '.repeat(DEEP)} deep\n` },
  'lists in one another': {
    'articles/a.md': `${head}${Array.from({ length: 500 }, (_, depth) => `${' '.repeat(2 * depth)}- a`).join('\n')}\n`,
  },
  'half of a file': { 'topics/a.yaml': 'name: Peace\nsameAs: ["https://example.org' },
  'half of a line of JSON': { 'topics/a.jsonl': '{"slug":"a","name":"Pea' },
};

test.each(Object.entries(hostile))(
  '%s is a problem of its file, and nothing else is read',
  async (_, files) => {
    const folder = writeFolder({ 'topics/good.yaml': 'name: Good\n', ...files });
    const { problems, lines } = await cheaply(MOST_MILLISECONDS, 'to compile', () => compileFolder(folder));
    expect(problems.length).toBeGreaterThan(0);
    for (const { file, line } of problems) {
      expect(file).toMatch(/^(?:topics|articles|events)/);
      expect(line).toBeGreaterThan(0);
    }
    expect(lines.join('\n')).not.toMatch(/root:|\/bin\//);
  },
);

test('what was compiled to fill the memory is not kept', async () => {
  const round = async () => {
    for (const files of Object.values(hostile)) await compileFolder(writeFolder(files));
  };
  await round();
  const before = await bytesInUse();
  await round();
  expect((await bytesInUse()) - before).toBeLessThan(MOST_GROWTH_IN_BYTES);
});

const MARKED = 'Kyiv said "no <b>deal</b>".';
const bodies: Readonly<Record<string, string>> = {
  'open brackets': '['.repeat(DEEP),
  'links in links': '[a]('.repeat(5_000),
  stars: '*a '.repeat(DEEP),
  'stars and lines': '*a_ '.repeat(DEEP),
  backticks: Array.from({ length: 300 }, (_, at) => '`'.repeat(at)).join(' '),
  entities: '&'.repeat(DEEP),
  'angle brackets': '<'.repeat(DEEP),
  scripts: `<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](data:text/html,x) ![c](javascript:alert(1)) <javascript:alert(1)>`,
};

async function openIn(store: string): Promise<Store> {
  const articles = Object.values(bodies).map(
    (body, at) => [`articles/a${at}.md`, `${head}${MARKED}\n\n${body}\n\n${MARKED}\n`] as const,
  );
  const opened = await openCorpus({ content: writeFolder(Object.fromEntries(articles)), store });
  if (!opened.store) {
    throw new Error(JSON.stringify(opened.compilation.problems.map(({ file, message }) => [file, message])));
  }
  onTestFinished(() => opened.store.close());
  return opened.store;
}

test.each([
  ['SQLite', async () => resolve(writeFolder({}), '../corpus.db')],
  ['PostgreSQL', () => newDatabase()],
])('Markdown that is written to hang or to run code is harmless HTML: %s', async (_, place) => {
  const { ways, reports } = await start(await openIn(await place()));
  for (const way of ways) {
    for (const [at, name] of Object.keys(bodies).entries()) {
      const query = `{ article(slug: "a${at}") { articleBody articleBodyHtml(marked: true) jsonLd } }`;
      const { json } = await cheaply(MOST_MILLISECONDS_OF_AN_ANSWER, name, () =>
        way.ask({ body: { query } }),
      );
      const { article } = json!.data as {
        readonly article: { readonly articleBody: string; readonly articleBodyHtml: string };
      };
      const { articleBody, articleBodyHtml } = article;
      expect(articleBody, name).toContain(MARKED);
      const tags = new Set([...articleBodyHtml.matchAll(/<\/?([^\s>]*)([^>]*)>/g)].map(([, tag]) => tag));
      for (const tag of tags)
        expect(tag, name).toMatch(/^(?:p|h[1-6]|pre|code|em|strong|blockquote|ul|ol|li|a|mark|br)$/);
      expect(articleBodyHtml, name).not.toMatch(/<[^>]*(?:javascript|data):|<[^>]*\son[a-z]+=/i);
    }
  }
  expect(reports).toEqual([]);
});
