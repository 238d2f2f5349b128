// The words of texts: what is the same word, where words stand, and that nothing breaks it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLoneLetter, LONGEST_WORD, spacedWords, wordsOf } from '../../../src/store/search/words.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
      ..."aÉßıİøΣςйЙґ東京都カが米ไทยກကក한국ﷺﬁ½１٢éְ́\u0345\u200b\u200d\u00ad\ufe0f’ʼ' -.\n\0\ud800".split(''),
    ),
  }),
);

describe('words are compared', () => {
  test.each([
    [
      'without case and diacritics',
      'ERDOĞAN Cırağan İstanbul São Łódź Ørsted',
      'erdogan ciragan istanbul sao lodz orsted',
    ],
    ['with letters written out', 'Straße Æsir cœur þing', 'strasse aesir coeur thing'],
    ['in Greek, whichever sigma it is', 'ΣΊΣΥΦΟΣ Σίσυφος', 'σισυφοσ σισυφοσ'],
    ['in Cyrillic, without stress', 'Подоля́к Україна ёж', 'подоляк украіна еж'],
    ['without compatibility forms', 'ﬁsh １２ m²', 'fish 12 m2'],
    ['parted by apostrophes of any sort', "O'Brien O’Brien Лукʼяненко", 'o brien o brien лук яненко'],
    ['parted by signs', 'cease-fire 1,000.5 a_b', 'cease fire 1 000 5 a b'],
    [
      'as pairs of letters in scripts without spaces',
      '東京都知事 ラーメン',
      '東京 京都 都知 知事 ラー ーメ メン',
    ],
    ['as a letter alone where it stands alone', '2025年 米 ok', '2025 年 米 ok'],
    ['without what is not shown', 'de\u00ADmand \u200Ffive می\u200Cخواهم', 'demand five میخواهم'],
    ['with the vowels of scripts that need them', 'कि की', 'कि की'],
    ['not at all where there are none', '❤️ 1️⃣?! ́ \ud800', '1'],
  ])('%s', (_, text, words) => {
    expect(spacedWords(text)).toBe(words.normalize('NFKD').replaceAll(/(?<=\p{Script=Cyrillic})\p{M}/gu, ''));
  });

  test('no further than their first 64 characters', () => {
    expect(wordsOf(`${'x'.repeat(70)} 𝒳`)).toEqual([
      { word: 'x'.repeat(LONGEST_WORD), from: 0, until: 70 },
      { word: 'x', from: 71, until: 73 },
    ]);
  });
});

test('positions are those of the text, marks included', () => {
  const text = '«Подоля́к» 𐐀b 東京都';
  expect(wordsOf(text).map(({ from, until }) => text.slice(from, until))).toEqual([
    'Подоля́к',
    '𐐀b',
    '東京',
    '京都',
  ]);
});

test('a letter of a script without spaces is known to be alone', () => {
  expect(['米', 'か\u3099', '東京', 'a', 'й'].map(isLoneLetter)).toEqual([true, true, false, false, false]);
});

describe('for any text', () => {
  test('words are words of themselves', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(spacedWords(spacedWords(text))).toBe(spacedWords(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('the place of a word holds that word', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let last = 0;
        for (const { word, from, until } of wordsOf(text)) {
          expect(from).toBeGreaterThanOrEqual(last);
          // One character may stand for several words, as ½ and ﷺ do.
          expect(spacedWords(text.slice(from, until)).split(' ')).toContain(word);
          last = from;
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('composed and decomposed, in capitals or not, it has the same words', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'aéÉßøΣйґ東が한 '.split('')) });
    fc.assert(
      fc.property(letters, (text) => {
        for (const other of [
          text.normalize('NFD'),
          text.normalize('NFC'),
          text.toUpperCase(),
          text.toLowerCase(),
        ]) {
          expect(spacedWords(other)).toBe(spacedWords(text));
        }
      }),
    );
  });

  test('words hold letters, marks and digits only, none of them an ASCII capital', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { word } of wordsOf(text))
          expect(word).toMatch(/^(?=[\p{L}\p{N}])(?:(?![A-Z])[\p{L}\p{M}\p{N}])+$/u);
      }),
      { numRuns: 2000 },
    );
  });
});

test('every character there is gives words that are words of themselves', () => {
  const wrong: string[] = [];
  for (let point = 0; point <= 0x10ffff; point += 1) {
    // Seven of ten are no characters yet, and nothing tells one of those from another: a few stand for all.
    if (point % 100 !== 0 && /\p{Cn}/u.test(String.fromCodePoint(point))) continue;
    const words = spacedWords(`a${String.fromCodePoint(point)}b`);
    if (spacedWords(words) !== words) wrong.push(point.toString(16));
  }
  expect(wrong).toEqual([]);
});
