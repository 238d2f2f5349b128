// The body as HTML: harmless, whole, and with every anchored word marked.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText, readBody } from '../../src/content/body.ts';
import { renderBody } from '../../src/graphql/html.ts';
import type { Statement } from '../../src/model/statement.ts';
import { useCorpus } from './corpus.ts';

const { ask } = useCorpus();

/** A statement that stands in the body from one code point to another. */
function saidFrom(id: string, start: number, end: number): Statement {
  return {
    id: `Statement:${id}`,
    anchors: [
      { article: 'Article:a', field: 'BODY', exact: '', prefix: '', suffix: '', start, end, paragraph: 0 },
    ],
  } as unknown as Statement;
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** The text of HTML, without elements; block ends and line breaks are line ends. */
function textOf(html: string): string {
  return html
    .replaceAll('<br>', '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? '');
}

test('paragraphs, headings, lists, quotations, code and links', () => {
  const paragraphs = readBody(
    '# One *big* thing\n\nIt is **so**, [they](https://example.org/?a=1&b=2) said\\\nand `so`.\n\n> Quoted.\n>\n> - a\n> - b\n\n1. first\n\n   still first\n2. second\n\n```\nlet x;\n\ny\n```',
  );
  expect(renderBody(paragraphs, [])).toBe(
    '<h1>One <em>big</em> thing</h1>' +
      '<p>It is <strong>so</strong>, <a href="https://example.org/?a=1&amp;b=2" rel="nofollow noopener">they</a> said<br>and <code>so</code>.</p>' +
      '<blockquote><p>Quoted.</p><ul><li><p>a</p></li><li><p>b</p></li></ul></blockquote>' +
      '<ol><li><p>first</p><p>still first</p></li><li><p>second</p></li></ol>' +
      '<pre><code>let x;\ny</code></pre>',
  );
});

test.each([
  ['<script>alert(1)</script>'],
  ['<img src=x onerror=alert(1)>'],
  ['[click](javascript:alert(1))'],
  ['[click](JaVaScRiPt:alert(1))'],
  ['[click](data:text/html,<script>alert(1)</script>)'],
  ['[click](vbscript:x)'],
  ['![x](javascript:alert(1))'],
  ['<a href="javascript:alert(1)">x</a>'],
  ['[click](https://example.org/"onmouseover="alert(1))'],
  ['<!-- --><svg onload=alert(1)>'],
  ['&lt;script&gt;alert(1)&lt;/script&gt;'],
])('%s is harmless', (source) => {
  const html = renderBody(readBody(source), []);
  expect(html).not.toMatch(/<(?!\/?(?:p|h[1-6]|ul|ol|li|blockquote|pre|code|em|strong|a|mark|br)\b)/);
  expect(html).not.toMatch(/<[^>]*\s(?!href="https?:|href="mailto:|rel=|data-statement=)[a-z-]+=/i);
});

test('marks that overlap and nest are cut into pieces that name all their statements', () => {
  const html = renderBody(readBody('one *two three* four'), [
    saidFrom('a', 0, 7),
    saidFrom('b', 4, 17),
    saidFrom('c', 4, 7),
  ]);
  expect(html).toBe(
    '<p><mark data-statement="Statement:a">one </mark>' +
      '<mark data-statement="Statement:a Statement:b Statement:c"><em>two</em></mark>' +
      '<mark data-statement="Statement:b"><em> three</em></mark>' +
      '<mark data-statement="Statement:b"> fou</mark>r</p>',
  );
});

test('whatever is marked, the text stays the same, and what is marked is what was anchored', () => {
  const word = fc.constantFrom(
    'war',
    'péace',
    '<b>',
    '&amp;',
    '“so”',
    '𝕏𝕐',
    '👩‍🚀',
    'мир',
    '*now*',
    '**here**',
    '`code`',
    '[link](https://example.org/)',
    '\n\n',
    '\n> ',
    '\n- ',
  );
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 30 }),
      fc.array(fc.tuple(fc.nat(120), fc.nat(20)), { maxLength: 6 }),
      (words, spans) => {
        const paragraphs = readBody(words.join(' '));
        const body = [...plainText(paragraphs)];
        // An anchor lies within one paragraph.
        const statements = spans
          .filter(
            ([start, length]) =>
              length > 0 &&
              start + length <= body.length &&
              !body.slice(start, start + length).includes('\n'),
          )
          .map(([start, length], index) => saidFrom(`s${index}`, start, start + length));
        const html = renderBody(paragraphs, statements);
        const blocks = html.replaceAll(/<\/(?:p|h[1-6]|pre)>/g, '\n\n');
        expect(textOf(blocks).trimEnd()).toBe(body.join('').trimEnd());
        for (const { id, anchors } of statements) {
          const pieces = [...html.matchAll(/<mark data-statement="([^"]*)">(.*?)<\/mark>/gs)].filter(
            (match) => match[1]?.split(' ').includes(id),
          );
          const [anchor] = anchors;
          expect(textOf(pieces.map((match) => match[2]).join(''))).toBe(
            body.slice(anchor?.start, anchor?.end).join(''),
          );
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('in the bundled content every anchor is marked with its exact words', async () => {
  const { data } = await ask(
    `{ articles(first: 100) { nodes { articleBody articleBodyHtml(marked: true) plain: articleBodyHtml statements(first: 100) { nodes { id anchors { field exact } } } } } }`,
  );
  type Node = {
    articleBody: string;
    articleBodyHtml: string;
    plain: string;
    statements: { nodes: { id: string; anchors: { field: string; exact: string }[] }[] };
  };
  for (const article of (data as { articles: { nodes: Node[] } }).articles.nodes) {
    expect(textOf(article.plain.replaceAll(/<\/(?:p|h[1-6])>/g, '\n\n')).trimEnd()).toBe(article.articleBody);
    expect(
      article.articleBodyHtml.replaceAll(/<\/?mark[^>]*>/g, '').replaceAll(/<\/(em|strong)><\1>/g, ''),
    ).toBe(article.plain);
    for (const { id, anchors } of article.statements.nodes) {
      const marked = [...article.articleBodyHtml.matchAll(/<mark data-statement="([^"]*)">(.*?)<\/mark>/gs)]
        .filter((match) => match[1]?.split(' ').includes(id))
        .map((match) => textOf(String(match[2])));
      expect(marked.join('')).toBe(
        anchors
          .filter(({ field }) => field === 'BODY')
          .map(({ exact }) => exact)
          .join(''),
      );
    }
  }
});
