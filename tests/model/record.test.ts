// The keys by which names are ordered and found.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldedName } from '../../src/model/record.ts';

test.each([
  ['Recep Tayyip Erdoğan', 'recep tayyip erdogan'],
  ['Zoë', 'zoe'],
  ['Zoe\u0308', 'zoe'],
  ['Đorđe', 'đorđe'],
  ['İzmir', 'izmir'],
  ['ISPARTA', 'isparta'],
  ['Straße', 'strasse'],
  ['Ｆｕｌｌ', 'full'],
  ['ﬁnal', 'final'],
  ['Володимир Зеленський', 'володимир зеленськии'],
  ['Ёлка', 'елка'],
  ['Οδυσσεύς', 'οδυσσευσ'],
  ['नेपाल', 'नेपाल'],
  ['காங்கிரஸ்', 'காங்கிரஸ்'],
  ['مُحَمَّد', 'مُحَمَّد'],
  ['בִּנְיָמִין', 'בִּנְיָמִין'],
  ['がく', 'がく'],
  ['한국', '한국'],
])('%s is found as %s', (name, folded) => {
  expect(foldedName(name)).toBe(folded.normalize('NFC'));
});

test('folding again changes nothing, and capitals are found as small letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aáÁ\u0301ßΣσςİıЙй한がने') }), (name) => {
      expect(foldedName(foldedName(name))).toBe(foldedName(name));
      expect(foldedName(name.toUpperCase())).toBe(foldedName(name));
    }),
  );
});

test('the beginning of a name of European letters folds to the beginning of the folded name', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'é', 'Σ', 'ς', 'й', 'İ', 'ß', ' ')),
      fc.nat(9),
      (letters, length) => {
        expect(foldedName(letters.join('')).startsWith(foldedName(letters.slice(0, length).join('')))).toBe(
          true,
        );
      },
    ),
  );
});
