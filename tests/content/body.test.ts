// Markdown to paragraphs: text in which anchors can count, whatever the Markdown.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText, readBody } from '../../src/content/body.ts';
import { countWords } from '../../src/content/words.ts';

const piece = fc.oneof(
  fc.constantFrom(
    '# ',
    '## ',
    '> ',
    '- ',
    '1. ',
    '```\n',
    '    ',
    '\t',
    '---\n',
    '===\n',
    '\\\n',
    '  \n',
    '\n',
    '\n\n',
    '\r\n',
    ' ',
    '\u00a0',
    '\u2028',
  ),
  fc.constantFrom(
    '*',
    '**',
    '_',
    '`',
    '``',
    '[a](https://example.org/)',
    '[b](javascript:alert(1))',
    '![c *d*](e.png)',
    '<b>',
    '<!-- f -->',
    '[g]: /h\n',
  ),
  fc.constantFrom(
    '&amp;',
    '&nbsp;',
    '&#10;',
    '&#769;',
    '&#0;',
    '&#xD800;',
    '&ast;',
    '\\*',
    '\\&',
    'word',
    'e',
    '\u0301',
    '한',
    '각',
    '👩‍🚀',
    'שלום',
    '\ud800',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const source = fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join(''));

test('any Markdown gives text in NFC, of paragraphs that are neither empty nor have white space at their ends or blank lines', () => {
  fc.assert(
    fc.property(source, (markdown) => {
      const paragraphs = readBody(markdown);
      const texts = paragraphs.map(({ runs }) => runs.map((run) => run.text).join(''));
      for (const text of texts) {
        expect(text).not.toBe('');
        expect(text).toBe(text.trim());
        expect(text).not.toMatch(/\n\s*\n/);
      }
      const body = plainText(paragraphs);
      expect(body).toBe(body.normalize('NFC'));
      expect(body === '' ? [] : body.split('\n\n')).toEqual(texts);
    }),
    { numRuns: 3_000 },
  );
});

test('neighbouring runs differ in their formatting, and none is empty', () => {
  fc.assert(
    fc.property(source, (markdown) => {
      for (const { runs } of readBody(markdown)) {
        const formats = runs.map(({ format, href }) => JSON.stringify([format, href]));
        expect(formats.filter((format, index) => format === formats[index - 1])).toEqual([]);
        expect(runs.filter(({ text }) => text === '')).toEqual([]);
      }
    }),
    { numRuns: 1_000 },
  );
});

describe('paragraphs', () => {
  test('know their element, their containers and their formatting', () => {
    const markdown =
      '# One *two*\n\nThree\nfour\\\nfive **six `seven`** [eight](https://example.org/8).\n\n> - nine\n> - ten\n\n```js\n  eleven\n\n    twelve\n```\n\n***\n\n![thirteen *fourteen*](15.png)\n';
    expect(readBody(markdown)).toEqual([
      {
        element: 'h1',
        within: [],
        runs: [
          { text: 'One ', format: [] },
          { text: 'two', format: ['em'] },
        ],
      },
      {
        element: 'p',
        within: [],
        runs: [
          { text: 'Three four\nfive ', format: [] },
          { text: 'six ', format: ['strong'] },
          { text: 'seven', format: ['strong', 'code'] },
          { text: ' ', format: [] },
          { text: 'eight', format: [], href: 'https://example.org/8' },
          { text: '.', format: [] },
        ],
      },
      { element: 'p', within: ['blockquote:0', 'ul:1', 'li:2'], runs: [{ text: 'nine', format: [] }] },
      { element: 'p', within: ['blockquote:0', 'ul:1', 'li:3'], runs: [{ text: 'ten', format: [] }] },
      { element: 'pre', within: [], runs: [{ text: 'eleven\n    twelve', format: [] }] },
      { element: 'p', within: [], runs: [{ text: 'thirteen fourteen', format: [] }] },
    ]);
  });

  test('HTML stays text, and links that run code are none', () => {
    expect(plainText(readBody('<script>alert(1)</script>\n\n<b>bold</b>'))).toBe(
      '<script>alert(1)</script>\n\n<b>bold</b>',
    );
    const links = [
      'javascript:alert(1)',
      'JaVaScript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
      '/relative',
      'mailto:a@example.org',
      'HTTPS://example.org',
    ];
    const hrefs = links.flatMap((link) =>
      readBody(`[text](${link})`).flatMap(({ runs }) => runs.map(({ href }) => href)),
    );
    expect(hrefs.filter((href) => href !== undefined)).toEqual([
      'mailto:a@example.org',
      'HTTPS://example.org',
    ]);
  });

  test('letters that only meet where formatting ends are composed all the same', () => {
    expect(readBody('*e*&#769;')).toEqual([{ element: 'p', within: [], runs: [{ text: 'é', format: [] }] }]);
  });

  test('text that is nested too deep is told', () => {
    const deep = (levels: number) => {
      let isTold = false;
      const body = plainText(readBody(`${'> '.repeat(levels)}deep`, () => (isTold = true)));
      return { body, isTold };
    };
    expect(deep(19)).toEqual({ body: 'deep', isTold: false });
    expect(deep(20)).toEqual({ body: '', isTold: true });
  });
});

test.each([
  ['', 0],
  ['One, two – three.', 3],
  ['It’s 1,000.5 of the state-of-the-art US-led talks', 7],
  ['Владимир Зеленський та Ердоған', 4],
  ['قال الرئيس', 2],
  ['中华人民共和国', 3],
  ['ภาษาไทย', 2],
  ['👍🏽 — …', 0],
])('%j has %i words', (text, count) => {
  expect(countWords(text)).toBe(count);
});
