// Content that is odd but right, and what it becomes.
import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readContentFolder } from '../../src/content/files.ts';
import type { Article, ArticleText } from '../../src/model/article.ts';
import type { Topic } from '../../src/model/topic.ts';
import { article, compileFiles, compileFolder, type Files, statement, writeFolder } from './folder.ts';

const person = 'type: PERSON\nname: Rustem Umerov\n';

/** What an article's file becomes, which must have no problems. */
async function compiled(written: string | Buffer, others: Files = {}) {
  const corpus = await compileFiles({ ...others, 'articles/a.md': written });
  expect(corpus.lines).toEqual([]);
  return corpus;
}

/** The anchors of statement `a` of the article. */
async function anchorsOf(exact: string, body: string, lines = '') {
  const { entry } = await compiled(article(`${lines}statements:\n${statement('a', exact)}`, body));
  return entry('statement', 'Statement:a/a').record.anchors;
}

describe('encodings and line ends', () => {
  test('CRLF, CR and a byte order mark make no difference', async () => {
    const unix = article(
      `description: >-\n  Two\n  lines.\nstatements:\n${statement('a', 'the talks go on')}`,
    );
    const same = await compiled(unix);
    for (const written of [unix.replaceAll('\n', '\r\n'), unix.replaceAll('\n', '\r'), `\ufeff${unix}`]) {
      expect((await compiled(written)).entries).toEqual(same.entries);
    }
  });

  test('JSON Lines may have a byte order mark, CRLF, blank lines and no line end at the end', async () => {
    const { lines, entries } = await compileFiles({
      'topics/all.jsonl': '\ufeff{"slug":"a","name":"A"}\r\n\r\n  \n{"slug":"b","name":"B"}',
    });
    expect(lines).toEqual([]);
    expect(entries.map(({ record, origin }) => [record.id, origin.line])).toEqual([
      ['Topic:a', 1],
      ['Topic:b', 4],
    ]);
  });

  test('a character that falls between two pieces of a large file is read whole', async () => {
    const written = Array.from(
      { length: 600 },
      (_, index) => `{"slug":"t${index}","name":"${'😀'.repeat(249)}"}\n`,
    );
    const { lines, entries } = await compileFiles({ 'topics/all.jsonl': written.join('') });
    expect(lines).toEqual([]);
    expect(new Set(entries.map(({ record }) => (record as Topic).name))).toEqual(new Set(['😀'.repeat(249)]));
  });

  test('decomposed letters are composed, in files, names and exact words', async () => {
    const decomposed = 'Volodymyr Zelenski\u0301 spoke to Erdog\u0306an.';
    const { entry } = await compiled(article(`statements:\n${statement('a', 'Erdog\u0306an')}`, decomposed), {
      'actors/zelensky.yaml': 'type: PERSON\nname: Zelenskí\n',
      'actors/erdogan.yaml': 'type: PERSON\nname: Recep Erdog\u0306an\nalternateName: [Erdog\u0306an]\n',
    });
    const { text } = entry('article', 'Article:a');
    expect(text?.articleBody).toBe('Volodymyr Zelenskí spoke to Erdoğan.');
    expect(text?.mentions.map(({ thing, matchedName }) => [thing, matchedName])).toEqual([
      ['Person:zelensky', 'Zelenskí'],
      ['Person:erdogan', 'Erdoğan'],
    ]);
    expect(entry('statement', 'Statement:a/a').record.anchors).toMatchObject([
      { exact: 'Erdoğan', start: 28, end: 35 },
    ]);
    expect(entry('actor', 'Person:erdogan').record.name).toBe('Recep Erdoğan');
  });
});

describe('the folder', () => {
  test('an empty folder is an empty corpus', async () => {
    expect(await compileFiles({})).toMatchObject({
      lines: [],
      entries: [],
      counts: { article: 0, actor: 0 },
    });
  });

  test('a folder that is missing, and one that is a file, reject', async () => {
    const folder = writeFolder({ file: '' });
    await expect(readContentFolder(join(folder, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readContentFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  test('folders in folders, both endings of YAML, links within, pages at the top and leftovers of editors', async () => {
    const { lines, entries } = await compileFiles({
      'README.md': '# Ours\n',
      LICENSE: 'All yours.\n',
      '.git/config': 'x',
      '.DS_Store': Buffer.from([0, 1]),
      'topics/2025/may/peace.yaml': 'name: Peace\n',
      'topics/war.yml': 'name: War\n',
      'topics/truce.yaml': { link: '2025/may/peace.yaml' },
      'topics/.peace.yaml.swp': Buffer.from([0]),
      'topics/peace.yaml~': 'name: Old\n',
      'topics/#peace.yaml#': 'name: Old\n',
      'topics/.#peace.yaml': { link: 'nobody@nowhere.1' },
      'places/.gitkeep': '',
      'places/cities': null,
    });
    expect(lines).toEqual([]);
    expect(entries.map(({ record, origin }) => [record.id, origin.file])).toEqual([
      ['Topic:peace', 'topics/2025/may/peace.yaml'],
      ['Topic:truce', 'topics/truce.yaml'],
      ['Topic:war', 'topics/war.yml'],
    ]);
  });

  test('the content folder may itself be a link', async () => {
    const folder = writeFolder({ 'topics/peace.yaml': 'name: Peace\n', '../link': { link: 'content' } });
    const { entries } = await compileFolder(join(folder, '../link'));
    expect(entries.map(({ record }) => record.id)).toEqual(['Topic:peace']);
  });
});

describe('articles', () => {
  test('what is left out has its default', async () => {
    const { entry } = await compiled(article('', 'Text.'));
    const { record, text } = entry('article', 'Article:a');
    expect(text).toEqual({
      articleBody: 'Text.',
      paragraphs: [{ element: 'p', within: [], runs: [{ text: 'Text.', format: [] }] }],
      mentions: [],
    } satisfies ArticleText);
    expect(record).toEqual({
      id: 'Article:a',
      slug: 'a',
      headline: 'Talks',
      inLanguage: 'en',
      datePublished: '2025-05-16T18:30:00.000Z',
      genre: 'REPORTAGE',
      pubStatus: 'USABLE',
      author: [],
      isBasedOn: [],
      image: [],
      contentLocation: [],
      about: [],
      events: [],
      formerSlug: [],
      textDigest: 'f06dce27b84e18ccb3c7e94a0679c279cd42027da23bcf1e1ca1f94e365ea420',
      wordCount: 1,
      corrections: [],
    } satisfies Article);
  });

  test('a line of JSON Lines becomes the same records as the same article in Markdown', async () => {
    const body = 'Rustem Umerov said: “The talks *go on*.”\n\n- They end on Friday.\n';
    const others = {
      'actors/umerov.yaml': person,
      'topics/peace.yaml': 'name: Peace\n',
      'sources/desk.yaml': 'name: Desk\nkind: OUTLET\n',
    };
    const markdown = await compiled(
      `---
headline: Talks
inLanguage: en
datePublished: 2025-05-16T21:30:00+03:00
publisher: desk
about: [peace]
formerSlug: [old]
statements:
  - slug: go-on
    kind: CLAIM
    form: DIRECT
    exact: { exact: The talks go on, prefix: “ }
    speaker: umerov
    attribution: [{ role: RELAYED_BY, description: an aide, exact: Friday }]
    formerSlug: [went-on]
corrections:
  - slug: day
    text: It was Thursday.
    dateCreated: 2025-05-17T08:00:00Z
    affects: [statement/a/go-on]
---
${body}`,
      others,
    );
    const line = JSON.stringify({
      articleBody: body,
      slug: 'a',
      headline: 'Talks',
      inLanguage: 'en',
      datePublished: '2025-05-16T21:30:00+03:00',
      publisher: 'desk',
      about: ['peace'],
      formerSlug: ['old'],
      statements: [
        {
          slug: 'go-on',
          kind: 'CLAIM',
          form: 'DIRECT',
          exact: { exact: 'The talks go on', prefix: '“' },
          speaker: 'umerov',
          attribution: [{ role: 'RELAYED_BY', description: 'an aide', exact: 'Friday' }],
          formerSlug: ['went-on'],
        },
      ],
      corrections: [
        {
          slug: 'day',
          text: 'It was Thursday.',
          dateCreated: '2025-05-17T08:00:00Z',
          affects: ['statement/a/go-on'],
        },
      ],
    });
    const lines = await compileFiles({ ...others, 'articles/all.jsonl': `${line}\n` });
    expect(lines.lines).toEqual([]);
    const withoutFile = (corpus: typeof lines) =>
      corpus.entries.map(({ origin, ...entry }) => ({ ...entry, path: origin.path }));
    expect(withoutFile(lines)).toEqual(withoutFile(markdown));
    expect(markdown.entries.map(({ record }) => record.id)).toContain('Correction:a/day');
  });

  test('former slugs of an article and of its parts make former ids of all', async () => {
    const { entry } = await compiled(
      article(
        `formerSlug: [old, older]\nstatements:\n${statement('s', 'the talks go on', '    formerSlug: [t]\n')}corrections:\n  - { slug: c, text: No., dateCreated: 2025-05-17T08:00:00Z }\n`,
      ),
    );
    expect(entry('article', 'Article:a').otherIds).toEqual(['Article:old', 'Article:older']);
    expect(entry('statement', 'Statement:a/s').otherIds).toEqual(
      ['a/t', 'old/s', 'old/t', 'older/s', 'older/t'].map((slug) => `Statement:${slug}`),
    );
    expect(entry('correction', 'Correction:a/c').otherIds).toEqual([
      'Correction:old/c',
      'Correction:older/c',
    ]);
  });

  test('when an article may be shown follows from its dates and its status', async () => {
    const spans = {
      '': { from: Date.parse('2025-05-16T18:30:00Z'), until: Infinity },
      'embargoedUntil: 2025-05-17T00:00:00Z\n': { from: Date.parse('2025-05-17T00:00:00Z'), until: Infinity },
      'embargoedUntil: 2025-05-01T00:00:00Z\n': { from: Date.parse('2025-05-16T18:30:00Z'), until: Infinity },
      'expires: 2025-06-01T02:00:00+02:00\n': {
        from: Date.parse('2025-05-16T18:30:00Z'),
        until: Date.parse('2025-06-01T00:00:00Z'),
      },
      'pubStatus: WITHHELD\n': { from: 0, until: 0 },
      'pubStatus: CANCELED\n': { from: 0, until: 0 },
    };
    for (const [lines, span] of Object.entries(spans)) {
      expect((await compiled(article(lines))).entry('article', 'Article:a').visible).toEqual(span);
    }
    const never = (await compiled(article('expires: 2025-05-01T00:00:00Z\n'))).entry(
      'article',
      'Article:a',
    ).visible;
    expect(never?.until).toBe(never?.from);
  });
});

test('names are whole words, the longest first, in any script', async () => {
  const { entry } = await compiled(
    article('', 'Ali Khan told us; Alice did not. Али, علي and Ali’s friend left 北京市 for the US.\n'),
    {
      'actors/us.yaml': 'type: COUNTRY\nname: United States\nalternateName: [US]\n',
      'actors/ali.yaml': 'type: PERSON\nname: Ali\nalternateName: [Али, علي]\n',
      'actors/ali-khan.yaml': 'type: PERSON\nname: Ali Khan\n',
      'places/beijing.yaml': 'name: Beijing\nalternateName: [北京]\n',
    },
  );
  const { text } = entry('article', 'Article:a');
  expect(text?.mentions.map(({ thing, anchors }) => [thing, ...anchors.map(({ exact }) => exact)])).toEqual([
    ['Person:ali-khan', 'Ali Khan'],
    ['Person:ali', 'Али', 'علي', 'Ali'],
    ['Place:beijing', '北京'],
    ['Country:us', 'US'],
  ]);
});

describe('exact words', () => {
  test('white space in them is any white space of the paragraph', async () => {
    const body = 'The talks\nwent   on\\\nuntil\u00a05 o’clock.\n\n    verse one\n      verse two\n';
    expect(await anchorsOf('"The talks\\twent on\\n  until 5 o’clock"', body)).toMatchObject([
      { exact: 'The talks went on\nuntil\u00a05 o’clock', start: 0, paragraph: 0 },
    ]);
    expect(await anchorsOf('verse one verse two', body)).toMatchObject([
      { exact: 'verse one\n  verse two', paragraph: 1 },
    ]);
  });

  test('formatting, links, entities and soft breaks within them do not count', async () => {
    const body = 'He **said** that [the *talks*](https://example.org) go&nbsp;on &amp;\n`on`.';
    const [anchor] = await anchorsOf('said that the talks go on & on', body);
    expect(anchor).toMatchObject({
      exact: 'said that the talks go\u00a0on & on',
      start: 3,
      end: 33,
      prefix: 'He ',
      suffix: '.',
    });
  });

  test('quotation marks of print are found as they are written', async () => {
    expect(await anchorsOf('“we go on”, he said', 'Then: “we go on”, he said.')).toMatchObject([
      { exact: '“we go on”, he said' },
    ]);
  });

  test('several stretches come in reading order, and in any field', async () => {
    const exact =
      '[{ exact: go on }, { exact: Talks, field: HEADLINE }, { exact: No end, field: DESCRIPTION }, the talks]';
    expect(
      await anchorsOf(exact, 'He said that the talks go on.', 'description: No end in sight.\n'),
    ).toMatchObject([
      { field: 'HEADLINE', exact: 'Talks', start: 0, end: 5 },
      { field: 'DESCRIPTION', exact: 'No end' },
      { field: 'BODY', exact: 'the talks', paragraph: 0 },
      { field: 'BODY', exact: 'go on', paragraph: 0 },
    ]);
  });

  test('prefix and suffix may reach into the neighbouring paragraphs', async () => {
    const body = 'He left.\n\nThe end.\n\nShe left.\n\nThe end.\n\nFor good.';
    expect(await anchorsOf('{ exact: The end, prefix: He left. }', body)).toMatchObject([{ paragraph: 1 }]);
    expect(await anchorsOf('{ exact: The end., suffix: For good }', body)).toMatchObject([{ paragraph: 3 }]);
  });

  test('positions count code points, and neighbours are not cut in half', async () => {
    const body = `${'😀'.repeat(40)}the talks${'🎉'.repeat(40)}`;
    expect(await anchorsOf('the talks', body)).toMatchObject([
      { start: 40, end: 49, prefix: '😀'.repeat(32), suffix: '🎉'.repeat(32) },
    ]);
  });

  test('the text of a statement is its exact words where none is given', async () => {
    const { entry } = await compiled(article(`statements:\n${statement('a', '[They end, the talks]')}`));
    expect(entry('statement', 'Statement:a/a').record).toMatchObject({
      text: 'the talks … They end',
      inLanguage: 'en',
    });
  });
});

describe('chains of attribution', () => {
  const others = {
    'actors/umerov.yaml': person,
    'sources/desk.yaml': 'name: Desk\nkind: OUTLET\n',
    'sources/axios.yaml': 'name: Axios\nkind: OUTLET\n',
  };
  const chainOf = async (more: string, lines = 'publisher: desk\n') => {
    const { entry } = await compiled(
      article(`${lines}statements:\n${statement('a', 'the talks go on', more)}`),
      others,
    );
    return entry('statement', 'Statement:a/a').record.attribution.map(
      ({ role, actor, source, description, basis }) =>
        [role, actor ?? source ?? description, basis].join(' '),
    );
  };

  test('speaker and publisher are added where they are left out', async () => {
    expect(
      await chainOf(
        '    speaker: umerov\n    basis: ON_THE_RECORD\n    attribution: [{ role: REPORTED_BY, source: axios }]\n',
      ),
    ).toEqual([
      'SPEAKER Person:umerov ON_THE_RECORD',
      'REPORTED_BY Source:axios NOT_STATED',
      'PUBLISHED_BY Source:desk ON_THE_RECORD',
    ]);
    expect(await chainOf('    speakerDescription: a source\n')).toEqual([
      'SPEAKER a source NOT_STATED',
      'PUBLISHED_BY Source:desk ON_THE_RECORD',
    ]);
  });

  test('nothing is added where it is given, or where there is nobody', async () => {
    expect(
      await chainOf(
        '    speaker: umerov\n    attribution: [{ role: SPEAKER, description: an aide }, { role: PUBLISHED_BY, source: axios }]\n',
      ),
    ).toEqual(['SPEAKER an aide NOT_STATED', 'PUBLISHED_BY Source:axios NOT_STATED']);
    expect(await chainOf('', '')).toEqual([]);
  });
});

describe('the version', () => {
  const content = {
    'topics/peace.yaml': 'name: Peace\n',
    'actors/umerov.yaml': person,
    'articles/a.md': article(
      `about: [peace]\nstatements:\n${statement('a', 'the talks go on', '    speaker: umerov\n')}`,
    ),
  };

  test('is the same for the same content, and so are the records, whatever the order and the day in which files were written', async () => {
    const first = await compileFiles(content);
    const folder = writeFolder(Object.fromEntries(Object.entries(content).toReversed()));
    await utimes(join(folder, 'topics/peace.yaml'), 1, 1);
    const backwards = await compileFolder(folder);
    expect(backwards.version).toBe(first.version);
    expect(JSON.stringify(backwards.entries)).toBe(JSON.stringify(first.entries));
    expect(first.version).toMatch(/^[0-9a-f]{32}$/);
  });

  test('changes with any record, its slug and its place', async () => {
    const renamed = Object.fromEntries(
      Object.entries(content).map(([path, text]) => [path.replace('a.md', 'b.md'), text]),
    );
    const variants: Files[] = [
      content,
      renamed,
      { ...content, 'topics/peace.yaml': 'name: Peace!\n' },
      { ...content, 'articles/a.md': content['articles/a.md'].replace('Friday', 'Monday') },
      { ...content, 'topics/war.yaml': 'name: War\n' },
      { ...content, 'topics/more/peace.yaml': 'name: Peace\n', 'topics/peace.yaml': '' },
    ];
    const versions = await Promise.all(
      variants.map(async (variant) => (await compileFiles(variant)).version),
    );
    expect(new Set(versions).size).toBe(variants.length);
  });

  test('the stamp of the folder changes when a file is written, added or refused', async () => {
    const folder = writeFolder(content);
    const stampNow = async () => (await readContentFolder(folder)).stamp;
    const stamps = [await stampNow()];
    expect(await stampNow()).toBe(stamps[0]);
    await utimes(join(folder, 'topics/peace.yaml'), 1, 1);
    stamps.push(await stampNow());
    await writeFile(join(folder, 'topics/war.yaml'), 'name: War\n');
    stamps.push(await stampNow());
    await writeFile(join(folder, 'topics/war.txt'), '');
    stamps.push(await stampNow());
    expect(new Set(stamps).size).toBe(4);
  });
});

test('progress is told file by file, and within large files', async () => {
  const lines = Array.from({ length: 600 }, (_, index) => `{"slug":"t${index}","name":"T"}\n`).join('');
  const { progress } = await compileFiles({ 'topics/all.jsonl': lines, 'places/kyiv.yaml': 'name: Kyiv\n' });
  expect(progress).toEqual([
    { filesRead: 0, files: 2, records: 256 },
    { filesRead: 0, files: 2, records: 512 },
    { filesRead: 0, files: 2, records: 600 },
    { filesRead: 1, files: 2, records: 601 },
  ]);
});
