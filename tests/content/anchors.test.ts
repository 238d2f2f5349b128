// Anchors: exact words are found exactly, in code points, whatever the script.
import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnchoredText, isStretch } from '../../src/content/anchors.ts';
import type { Anchor } from '../../src/model/anchor.ts';
import type { Records } from '../../src/model/record.ts';
import { compileFolder } from './folder.ts';

// Words that repeat, within one another too; words outside the BMP, with combining marks, of scripts without spaces.
const word = fc.constantFrom(
  ...[
    'war',
    'war',
    'warning',
    'a',
    'a',
    'é',
    'e\u0301',
    'q\u0303',
    '𝕏',
    '𝕏𝕐',
    '👩‍🚀',
    '👍🏽',
    'мир',
    'السلام',
    '平和',
    '—',
    '“so”',
  ],
);
const sentence = (maximum: number) =>
  fc.array(word, { minLength: 1, maxLength: maximum }).map((words) => words.join(' ').normalize('NFC'));
const text = fc
  .array(sentence(12), { minLength: 1, maxLength: 4 })
  .map((paragraphs) => paragraphs.join('\n\n'));
// As an editor may break lines.
const broken = (words: string) =>
  fc
    .array(fc.constantFrom(' ', '\n', '  ', ' \n\t', '\u00a0'), { minLength: 1, maxLength: 8 })
    .map((spaces) => {
      let index = 0;
      return words.replaceAll(' ', () => spaces[index++ % spaces.length] ?? ' ');
    });

interface Question {
  readonly body: string;
  readonly exact: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** Where the exact words stand between prefix and suffix, told code point by code point. */
function placesOf({ body, exact, prefix, suffix }: Question): number[] {
  const points = [...body];
  const wanted = [...exact];
  return [...points.keys()].filter((at) => {
    if (!wanted.every((point, index) => points[at + index] === point)) return false;
    const before = points.slice(0, at).join('').replaceAll(/\s+/g, ' ').trimEnd();
    const after = points
      .slice(at + wanted.length)
      .join('')
      .replaceAll(/\s+/g, ' ')
      .trimStart();
    return before.endsWith(prefix) && after.startsWith(suffix);
  });
}

/** The stretch of so many code points from `start` on. */
function stretchAt(body: string, start: number, length: number) {
  const points = [...body];
  const before = points.slice(0, start).join('');
  return {
    exact: points.slice(start, start + length).join(''),
    start,
    end: start + length,
    prefix: [...before].slice(-32).join(''),
    suffix: points.slice(start + length, start + length + 32).join(''),
    paragraph: before.split('\n\n').length - 1,
  };
}

// What is asked is now made up, now taken from the text.
const madeUp = fc.record({
  body: text,
  exact: sentence(3),
  prefix: fc.oneof(fc.constant(''), sentence(2)),
  suffix: fc.oneof(fc.constant(''), sentence(2)),
});
const taken = fc
  .tuple(text, fc.nat(), fc.integer({ min: 1, max: 3 }), fc.nat(2), fc.nat(2))
  .map(([body, seed, length, before, after]): Question => {
    const words = body.split('\n\n')[seed % body.split('\n\n').length]?.split(' ') ?? [];
    const from = seed % words.length;
    const piece = (start: number, end: number) => words.slice(Math.max(0, start), end).join(' ');
    return {
      body,
      exact: piece(from, from + length),
      prefix: piece(from - before, from),
      suffix: piece(from + length, from + length + after),
    };
  });
const question: fc.Arbitrary<Question> = fc.oneof(madeUp, taken);

test('words are found where they stand once between prefix and suffix, and only then', () => {
  const seen = { found: 0, ambiguous: 0, missing: 0 };
  fc.assert(
    fc.property(
      question.chain((asked) => fc.tuple(fc.constant(asked), broken(asked.exact))),
      ([asked, exact]) => {
        const places = placesOf(asked);
        const found = new AnchoredText(asked.body).find({ ...asked, exact });
        const [at] = places;
        if (places.length > 1) expect(found).toMatchObject({ code: 'ANCHOR_AMBIGUOUS' });
        else if (at === undefined) expect(found).toMatchObject({ code: 'ANCHOR_NOT_FOUND' });
        else expect(found).toEqual(stretchAt(asked.body, at, [...asked.exact].length));
        seen[places.length > 1 ? 'ambiguous' : at === undefined ? 'missing' : 'found'] += 1;
      },
    ),
    { numRuns: 3_000 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
});

test('any stretch of a paragraph is found by all that stands before and after it', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.integer({ min: 1, max: 40 }), (body, seed, most) => {
      const points = [...body];
      const start = seed % points.length;
      const [exact = ''] = points
        .slice(start, start + most)
        .join('')
        .split('\n');
      const length = [...exact.trimEnd()].length;
      fc.pre(exact.trim() !== '' && exact.trimStart() === exact);
      const prefix = points.slice(0, start).join('');
      const suffix = points.slice(start + length).join('');
      expect(new AnchoredText(body).find({ exact, prefix, suffix })).toEqual(stretchAt(body, start, length));
    }),
    { numRuns: 1_000 },
  );
});

test('words that cross paragraphs are never found', () => {
  fc.assert(
    fc.property(text, (body) => {
      fc.pre(body.includes('\n\n'));
      expect(isStretch(new AnchoredText(body).find(body))).toBe(false);
      expect(isStretch(new AnchoredText(body).find(body.replaceAll('\n\n', ' ')))).toBe(false);
    }),
  );
});

test('of words that stand there with other case, quotation marks or accents, the message tells those that do', () => {
  const loose = (words: string) =>
    words
      .toUpperCase()
      .replaceAll(/[“”]/g, '"')
      .normalize('NFD')
      .replaceAll(/[\u0300-\u036f]/g, '');
  fc.assert(
    fc.property(text, sentence(3), (body, exact) => {
      const written = loose(exact);
      fc.pre(
        placesOf({ body, exact, prefix: '', suffix: '' }).length === 1 &&
          !body.includes(written) &&
          !/[eé]/.test(exact),
      );
      expect(new AnchoredText(body).find(written)).toEqual({
        code: 'ANCHOR_NOT_FOUND',
        message: `“${written}” does not stand in the text, but “${exact}” does: copy the words letter by letter`,
      });
    }),
    { numRuns: 1_000 },
  );
});

test('every anchor of the bundled content is what stands in its article', async () => {
  const { entries, lines } = await compileFolder(resolve(import.meta.dirname, '../../content'));
  expect(lines).toEqual([]);
  const articles = new Map(
    entries
      .filter(({ kind }) => kind === 'article')
      .map(({ record, text }) => [record.id, { ...(record as Records['article']), ...text }]),
  );
  const found = entries.flatMap(({ kind, record, text }) =>
    [...anchorsIn({ ...record, ...text })].map((anchor) => ({ kind, anchor })),
  );
  for (const { anchor } of found) {
    const { articleBody = '', headline = '', description = '' } = articles.get(anchor.article) ?? {};
    const { article: _, field, ...stretch } = anchor;
    const { paragraph, ...expected } = stretchAt(
      { BODY: articleBody, HEADLINE: headline, DESCRIPTION: description }[field],
      anchor.start,
      [...anchor.exact].length,
    );
    expect(stretch).toEqual({ ...expected, ...(field === 'BODY' && { paragraph }) });
  }
  expect([...Map.groupBy(found, ({ kind }) => kind).keys()].toSorted()).toEqual([
    'article',
    'event',
    'statement',
    'statusChange',
  ]);
  expect(found.length).toBeGreaterThan(150);
});

/** Every anchor in a record, however deep. */
function* anchorsIn(value: unknown): Generator<Anchor> {
  if (typeof value !== 'object' || value === null) return;
  if ('exact' in value && 'start' in value) yield value as Anchor;
  else for (const inner of Object.values(value)) yield* anchorsIn(inner);
}
