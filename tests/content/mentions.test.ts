// Names in texts: compared with a search that tries every name at every place.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NameIndex } from '../../src/content/mentions.ts';

// Latin, Cyrillic, Arabic, Han, Thai, Devanagari, emoji, and what stands between words.
const atom = fc.constantFrom(
  ...[
    'Ann',
    'An',
    'n',
    'A',
    'Anna',
    'é',
    'q\u0303',
    'Али',
    'Ал',
    'علي',
    'عل',
    '山',
    '山田',
    '田',
    'กิน',
    'ก',
    'น้ำ',
    'क',
    'कि',
    '𝕏',
    '𠮷',
    '1',
    '2025',
  ],
  ...[
    ' ',
    ' ',
    ' ',
    '\u00a0',
    '\n',
    '\n\n',
    '-',
    '’',
    "'",
    '.',
    ',',
    '👍🏽',
    '👩‍🚀',
    '“',
    '(',
    '\u0301',
    '\u0e34',
  ],
);
const written = (part: fc.Arbitrary<string>, maximum: number) =>
  fc.array(part, { minLength: 1, maxLength: maximum }).map((parts) => parts.join('').normalize('NFC'));
const name = written(atom, 4).map((text) => text.replaceAll(/\s+/g, ' ').trim());
const namesAndText = fc
  .array(name, { minLength: 1, maxLength: 12 })
  .chain((names) => fc.tuple(fc.constant(names), written(fc.oneof(atom, fc.constantFrom(...names)), 40)));

const isMark = (character: string) => /^\p{M}$/u.test(character);
const isOfWord = (character: string) => /^[\p{L}\p{N}]$/u.test(character);
const isUnspaced = (character: string) =>
  /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]$/u.test(character);

/** Whether a name may begin, or end, before the code point at `at`; marks belong to what stands before them. */
function isEdge(points: readonly string[], at: number, isEnd: boolean): boolean {
  const after = points[at];
  if (after === undefined) return true;
  if (isMark(after)) return false;
  const before = points.slice(0, at).findLast((point) => !isMark(point));
  if (before === undefined || isUnspaced(before) || isUnspaced(after)) return true;
  return isEnd ? !isOfWord(after) : !isOfWord(before);
}

function alike(text: string): string[] {
  return [...text].map((character) =>
    /[’ʼ]/.test(character) ? "'" : /\s/.test(character) ? ' ' : character,
  );
}

/** Tries every name at every place, from left to right and the longest first. */
function find(names: readonly string[], text: string): [string, number][] {
  const points = [...text];
  const letters = alike(text);
  const known = [...new Set(names.map((each) => alike(each).join('')))]
    .filter((each) => /^[\p{L}\p{N}]/u.test(each))
    .map((each) => [...each])
    .toSorted((a, b) => b.join('').length - a.join('').length);
  const found: [string, number][] = [];
  for (let at = 0; at < points.length;) {
    const fits = known.find(
      (each) =>
        each.every((letter, index) => letters[at + index] === letter) &&
        isEdge(points, at, false) &&
        isEdge(points, at + each.length, true),
    );
    if (fits) found.push([points.slice(at, at + fits.length).join(''), points.slice(0, at).join('').length]);
    at += fits?.length ?? 1;
  }
  return found;
}

test('finds what a search by hand finds: whole words, from left to right, the longest first, in any script', () => {
  let count = 0;
  fc.assert(
    fc.property(namesAndText, ([names, text]) => {
      const index = new NameIndex();
      for (const each of names) index.add(each, `thing of ${each}`);
      const found = index.find(text);
      expect(found.map(({ from, to }) => [text.slice(from, to), from])).toEqual(find(names, text));
      count += found.length;
    }),
    { numRuns: 5_000 },
  );
  expect(count).toBeGreaterThan(5_000);
});

test('each name leads to all that have it, in the order in which they were added, and once', () => {
  const index = new NameIndex();
  index.add('Georgia', 'Country:georgia');
  index.add('Georgia', 'Place:georgia-usa');
  index.add('Georgia', 'Country:georgia');
  index.add('O’Brien', 'Person:obrien');
  index.add("O'Brien", 'Person:other');
  expect(index.find("In Georgia, O'Brien met O’Brien.").map(({ things }) => things)).toEqual([
    ['Country:georgia', 'Place:georgia-usa'],
    ['Person:obrien', 'Person:other'],
    ['Person:obrien', 'Person:other'],
  ]);
});

test('a name that is added after a search is found by the next', () => {
  const index = new NameIndex();
  index.add('Ann', 'Person:ann');
  expect(index.find('Ann Bell').map(({ things }) => things)).toEqual([['Person:ann']]);
  index.add('Ann Bell', 'Person:ann-bell');
  index.add('Bell', 'Person:bell');
  expect(index.find('Ann Bell, Bell').map(({ things }) => things)).toEqual([
    ['Person:ann-bell'],
    ['Person:bell'],
  ]);
});
