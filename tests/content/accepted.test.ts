// Odd but right input, and what becomes of it.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Article } from '../../src/model/article.ts';
import type { Records } from '../../src/model/record.ts';
import type { Statement } from '../../src/model/statement.ts';
import { type Compiled, compileFolder, writeFolder } from './folder.ts';

const MATTER = 'headline: A headline\ninLanguage: en\ndatePublished: 2025-01-01T02:00:00+02:00\n';

async function compiled(files: Parameters<typeof writeFolder>[0]): Promise<Compiled> {
  const result = await compileFolder(writeFolder(files));
  expect(result.lines).toEqual([]);
  return result;
}

function record<K extends keyof Records>({ entries }: Compiled, id: string): Records[K] {
  return entries.find((entry) => entry.record.id === id)?.record as Records[K];
}

const statement = (exact: string) => `statements:\n  - slug: s\n    kind: CLAIM\n    form: INDIRECT\n    exact: ${exact}\n`;

test('an empty folder is a corpus without records', async () => {
  const { counts } = await compiled({});
  expect(Object.values(counts).every((count) => count === 0)).toBe(true);
});

test('a folder that is missing is an error, not an empty corpus', async () => {
  await expect(compileFolder(join(writeFolder({}), 'missing'))).rejects.toThrow('ENOENT');
});

test('line ends of Windows, a byte order mark and blank lines make no difference', async () => {
  const text = `---\n${MATTER}${statement('It rained')}---\n\nIt rained.\n\nIt stopped.\n`;
  const plain = await compiled({ 'articles/a.md': text });
  const odd = await compiled({ 'articles/a.md': `\ufeff${text.replaceAll('\n', '\r\n')}` });
  expect(odd.entries.map((entry) => entry.record)).toEqual(plain.entries.map((entry) => entry.record));
});

test('text in decomposed characters is composed, and its words and names are found', async () => {
  const result = await compiled({
    'actors/zoe.yaml': `type: PERSON\nname: ${'Zoé Ångström'.normalize('NFD')}\n`,
    'articles/a.md': `---\n${MATTER}${statement('“Zoé Ångström” spoke')}---\n${'The “Zoé Ångström” spoke.'.normalize('NFD')}\n`,
  });
  const article = record<'article'>(result, 'Article:a');
  expect(article.articleBody).toBe('The “Zoé Ångström” spoke.'.normalize('NFC'));
  expect(article.mentions.map(({ thing, matchedName }) => [thing, matchedName])).toEqual([['Person:zoe', 'Zoé Ångström'.normalize('NFC')]]);
  expect(record<'statement'>(result, 'Statement:a/s').mentions).toEqual(['Person:zoe']);
});

test('formatting, soft line breaks and hard ones do not stand in the way of exact words', async () => {
  const result = await compiled({ 'articles/a.md': `---\n${MATTER}${statement('it was *not* late'.replaceAll('*', ''))}---\nThey said it\nwas *not*\\\nlate.\n` });
  const [anchor] = record<'statement'>(result, 'Statement:a/s').anchors;
  expect(anchor).toMatchObject({ exact: 'it was not\nlate', start: 10, end: 25, paragraph: 0 });
});

test('names are whole words, the longest first, in any script', async () => {
  const result = await compiled({
    'actors/us.yaml': 'type: COUNTRY\nname: United States\nalternateName: [US]\n',
    'actors/ali.yaml': 'type: PERSON\nname: Ali\nalternateName: [Али, علي]\n',
    'actors/ali-khan.yaml': 'type: PERSON\nname: Ali Khan\n',
    'places/beijing.yaml': 'name: Beijing\nalternateName: [北京]\n',
    'articles/a.md': `---\n${MATTER}---\nAli Khan told us; Alice did not. Али, علي and Ali’s friend left 北京市 for the US.\n`,
  });
  expect(record<'article'>(result, 'Article:a').mentions.map(({ thing, anchors }) => [thing, anchors.map((anchor) => anchor.exact)])).toEqual([
    ['Person:ali-khan', ['Ali Khan']],
    ['Person:ali', ['Али', 'علي', 'Ali']],
    ['Place:beijing', ['北京']],
    ['Country:us', ['US']],
  ]);
});

test('a line of JSON Lines gives the same records as a file', async () => {
  const file = await compiled({ 'articles/a.md': `---\n${MATTER}${statement('It rained')}---\nIt rained.\n` });
  const line = {
    slug: 'a',
    headline: 'A headline',
    inLanguage: 'en',
    datePublished: '2025-01-01T02:00:00+02:00',
    statements: [{ slug: 's', kind: 'CLAIM', form: 'INDIRECT', exact: 'It rained' }],
    articleBody: 'It rained.',
  };
  const lines = await compiled({ 'articles/archive/2025.jsonl': `${JSON.stringify(line)}\n` });
  expect(lines.entries.map((entry) => entry.record)).toEqual(file.entries.map((entry) => entry.record));
});

test('pages about the content, left-overs of editors and folders within folders are no trouble', async () => {
  const { counts } = await compiled({
    'README.md': 'About this content.',
    '.gitignore': 'x',
    'topics/.a.yaml.swp': 'x',
    'topics/a.yaml~': 'x',
    'topics/deep/down/a.yaml': 'name: A',
    'topics/b.yml': 'name: B',
  });
  expect(counts.topic).toBe(2);
});

test('what is left out has its default, moments are in UTC, chains of attribution are completed', async () => {
  const result = await compiled({
    'sources/wire.yaml': 'name: Wire\nkind: AGENCY\n',
    'actors/ann.yaml': 'type: PERSON\nname: Ann\n',
    'articles/a.md': `---\n${MATTER}publisher: wire\n${statement('It rained')}    speaker: ann\n    attribution: [{ role: RELAYED_BY, description: a friend }]\n---\nIt rained.\n`,
  });
  expect(record<'article'>(result, 'Article:a') as Partial<Article>).toMatchObject({ genre: 'REPORTAGE', pubStatus: 'USABLE', author: [], datePublished: '2025-01-01T00:00:00.000Z', wordCount: 2 });
  expect(record<'statement'>(result, 'Statement:a/s') as Partial<Statement>).toMatchObject({
    text: 'It rained',
    inLanguage: 'en',
    attribution: [
      { role: 'SPEAKER', actor: 'Person:ann', basis: 'NOT_STATED' },
      { role: 'RELAYED_BY', description: 'a friend', basis: 'NOT_STATED' },
      { role: 'PUBLISHED_BY', source: 'Source:wire', basis: 'ON_THE_RECORD' },
    ],
  });
});

test('former slugs of an article and of its statements both make former ids', async () => {
  const { entries } = await compiled({ 'articles/a.md': `---\n${MATTER}formerSlug: [old]\n${statement('It rained')}    formerSlug: [was]\n---\nIt rained.\n` });
  expect(entries.map((entry) => entry.formerIds)).toEqual([['Article:old'], ['Statement:a/was', 'Statement:old/s', 'Statement:old/was']]);
});

test('the same files give the same version, and any change another', async () => {
  const files = { 'topics/a.yaml': 'name: A', 'topics/b.yaml': 'name: B' };
  const { version } = await compiled(files);
  expect((await compiled(Object.fromEntries(Object.entries(files).toReversed()))).version).toBe(version);
  expect((await compiled({ ...files, 'topics/b.yaml': 'name: C' })).version).not.toBe(version);
  expect((await compiled({ 'topics/a.yaml': 'name: A', 'topics/c.yaml': 'name: B' })).version).not.toBe(version);
});
