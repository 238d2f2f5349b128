// The syntax of searches, and the expressions that they become.
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchExpression } from '../../../src/store/search/match.ts';
import { fullTextIndex } from '../../../src/store/search/tables.ts';
import { MOST_WORDS, readTerms } from '../../../src/store/search/terms.ts';

describe('a search', () => {
  test.each([
    ['asks for all words', 'peace talks', '"peace" AND "talks"'],
    [
      'asks for phrases, in quotation marks of any shape',
      '"peace talks" “Cırağan Palace” «a b»',
      '"peace talks" AND "ciragan palace" AND "a b"',
    ],
    ['asks for beginnings of words', 'negotiat* xy**', '"negotiat" * AND "xy" *'],
    ['takes a single letter for a word, not for the beginning of a tenth of them all', 'x*', '"x"'],
    [
      'leaves words and phrases out',
      'talks -war -"cold war" -nuc* --x',
      '("talks") NOT ("war" OR "cold war" OR "nuc" * OR "x")',
    ],
    [
      'takes what is written together as a phrase',
      'cease-fire O’Brien 東京都*',
      '"cease fire" AND "o brien" AND "東京 京都" *',
    ],
    ['finds a letter that pairs would hide', '米 "米" 米', '"米" *'],
    [
      'has no other operators',
      'AND title:x NEAR(a, 3) ^b {c} + OR NOT',
      '"and" AND "title x" AND "near a" AND "3" AND "b" AND "c" AND "or" AND "not"',
    ],
    ['closes what is left open', 'a "b c', '"a" AND "b c"'],
    ['takes a hyphen for one only before a word', 'a - b -', '"a" AND "b"'],
    ['ignores stars that end no word', '* a*b "c*" .*', '"a b" AND "c"'],
  ])('%s', (_, text, expression) => {
    expect(matchExpression(text)).toBe(expression);
  });

  test.each(['', ' ', '-war', '?!…', '""', '-"', '❤️', '\0', '\ud800', '\u200F\u202E', '* - "'])(
    'without a word that must be there finds nothing: %j',
    (text) => {
      expect(matchExpression(text)).toBeUndefined();
    },
  );

  test('uses its first 32 words', () => {
    const words = Array.from({ length: 40 }, (_, index) => `w${index}`);
    const used = words.slice(0, MOST_WORDS);
    expect(readTerms(words.join(' ')).wanted.flatMap((term) => term.words)).toEqual(used);
    expect(readTerms(`"${words.join(' ')}"`).wanted).toEqual([{ words: used, prefix: false }]);
    expect(readTerms(`${words.slice(0, 31).join(' ')} a-b*`).wanted.at(-1)).toEqual({
      words: ['a'],
      prefix: false,
    });
  });
});

test('any text is an expression that SQLite takes, or none', () => {
  const database = new DatabaseSync(':memory:');
  database.exec(fullTextIndex);
  database.exec(
    `INSERT INTO search (rowid, title, alternate_name, text) VALUES (1, 'peace talks', '', 'a b c')`,
  );
  const statement = database.prepare('SELECT count(*) FROM search WHERE search MATCH ?');
  const operators = fc.constantFrom(
    'AND ',
    'OR ',
    'NOT ',
    'NEAR(',
    '^',
    'title:',
    '"',
    '“',
    '-',
    '*',
    '(',
    ')',
    '{',
    ' ',
    '\0',
    'peace',
    '東京',
    "'",
    ';',
    '\\',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc
      .array(fc.oneof(operators, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 60 })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (searched) => {
      const expression = matchExpression(searched);
      if (expression !== undefined) statement.get(expression);
    }),
    { numRuns: 3000 },
  );
});
