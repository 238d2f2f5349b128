// Anchors: exact words are found exactly, in code points, whatever the script.
import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnchoredText, isStretch } from '../../src/content/anchors.ts';
import { readBody, plainText } from '../../src/content/body.ts';
import type { Anchor } from '../../src/model/anchor.ts';
import type { AnyRecord } from '../../src/model/record.ts';
import { compileFolder } from './folder.ts';

// Words that repeat, words outside the BMP, words with combining marks, words of scripts without spaces.
const word = fc.constantFrom('war', 'war', 'warning', 'é', 'e\u0301', '𝕏', '𝕏𝕐', '👩‍🚀', '👍🏽', 'мир', 'السلام', '平和', '—', '“so”', 'a');
const text = fc
  .array(fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' ')), { minLength: 1, maxLength: 4 })
  .map((paragraphs) => paragraphs.join('\n\n').normalize('NFC'));

/** How often and where a text has words, told code point by code point. */
function placesOf(points: readonly string[], words: readonly string[]): number[] {
  return points.flatMap((_, at) => (words.length > 0 && words.every((point, index) => points[at + index] === point) ? [at] : []));
}

test('words are found exactly when they stand there once, and what is found is what stands there', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.integer({ min: 1, max: 12 }), (body, seed, length) => {
      const points = [...body];
      const start = seed % points.length;
      const exact = points.slice(start, start + length).join('').trim();
      fc.pre(exact !== '' && !exact.includes('\n'));
      const places = placesOf(points, [...exact]);
      const found = new AnchoredText(body).find(exact);
      if (places.length !== 1) {
        expect(found).toMatchObject({ code: 'ANCHOR_AMBIGUOUS' });
        return;
      }
      const [at = 0] = places;
      const end = at + [...exact].length;
      expect(found).toEqual({
        exact,
        start: at,
        end,
        prefix: points.slice(Math.max(0, at - 32), at).join(''),
        suffix: points.slice(end, end + 32).join(''),
        paragraph: points.slice(0, at).join('').split('\n\n').length - 1,
      });
    }),
    { numRuns: 2_000 },
  );
});

test('words that are nowhere are not found', () => {
  fc.assert(
    fc.property(text, fc.array(word, { minLength: 1, maxLength: 3 }), (body, words) => {
      const exact = words.join(' ').normalize('NFC');
      const isThere = placesOf([...body], [...exact]).length > 0;
      const found = new AnchoredText(body).find(exact);
      expect('code' in found && found.code === 'ANCHOR_NOT_FOUND').toBe(!isThere);
    }),
    { numRuns: 1_000 },
  );
});

test('what stands before and after tells places apart', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 3, maxLength: 30 }), fc.nat(), (words, seed) => {
      const body = words.join(' ').normalize('NFC');
      const index = 1 + (seed % (words.length - 2));
      const [before, exact, after] = [words.slice(0, index), words.slice(index, index + 1), words.slice(index + 1)].map((part) => part.join(' ').normalize('NFC'));
      // The whole of the text before and after is the surest prefix and suffix there is.
      const found = new AnchoredText(body).find({ exact: String(exact), prefix: before, suffix: after });
      expect(isStretch(found)).toBe(true);
      if (isStretch(found)) expect(found.start).toBe([...`${before} `].length);
    }),
    { numRuns: 1_000 },
  );
});

test('Markdown gives text in NFC, in paragraphs that are neither empty nor have blank lines in them', () => {
  const piece = fc.oneof(word, fc.constantFrom('# ', '> ', '- ', '1. ', '```\n', '    ', '*', '**', '`', '[a](https://example.org/)', '![a](b)', '<b>', '&amp;', '&#769;', '\\\n', '\n', '\n\n', '\t', '---\n'), fc.string({ unit: 'grapheme', maxLength: 5 }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const paragraphs = readBody(pieces.join(''));
      const body = plainText(paragraphs);
      expect(body).toBe(body.normalize('NFC'));
      expect(body).toBe(body.trim());
      expect(body === '' ? [] : body.split('\n\n')).toHaveLength(paragraphs.length);
      expect(body).not.toMatch(/\n[ \t]*\n[ \t]*\n/);
    }),
    { numRuns: 1_000 },
  );
});

test('every anchor of the bundled content is what stands in its article', async () => {
  const { entries, lines } = await compileFolder(resolve(import.meta.dirname, '../../content'));
  expect(lines).toEqual([]);
  const articles = new Map(entries.filter(({ kind }) => kind === 'article').map(({ record }) => [record.id, record as Extract<AnyRecord, { articleBody: string }>]));
  const anchors = entries.flatMap(({ record }) => [...anchorsIn(record)]);
  for (const { article, field, start, end, exact, prefix, suffix, paragraph } of anchors) {
    const { articleBody, headline, description = '' } = articles.get(article) ?? { articleBody: '', headline: '' };
    const points = [...{ BODY: articleBody, HEADLINE: headline, DESCRIPTION: description }[field]];
    expect(points.slice(start, end).join('')).toBe(exact);
    expect(points.slice(0, start).join('').endsWith(prefix)).toBe(true);
    expect(points.slice(end).join('').startsWith(suffix)).toBe(true);
    if (field === 'BODY') expect(articleBody.split('\n\n')[Number(paragraph)]).toContain(exact);
  }
  expect(anchors.length).toBeGreaterThan(150);
});

/** Every anchor in a record, however deep. */
function* anchorsIn(value: unknown): Generator<Anchor> {
  if (typeof value !== 'object' || value === null) return;
  if ('exact' in value && 'start' in value) yield value as Anchor;
  else for (const inner of Object.values(value)) yield* anchorsIn(inner);
}
