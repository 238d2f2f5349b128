// The way back from a folded text, compared with one that is counted character by character.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FoldedText } from '../../src/content/folding.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', ' ', '  ', '\n', '…', '\u00ad', '😀'), { maxLength: 30 })
  .map((parts) => parts.join(''));
const replacements: Readonly<Record<string, string>> = { '…': '...', '\u00ad': '', '😀': ':)' };

test('what is between replacements is found at its place in the original', () => {
  fc.assert(
    fc.property(text, (original) => {
      const folded = new FoldedText(original, /\s+|[…\u00ad😀]/gu, (found) => replacements[found] ?? ' ');
      const kept = [...original.matchAll(/[ab]/g)].map(({ index }) => index);
      const places = [...folded.text.matchAll(/[ab]/g)].map(({ index }) => index);
      expect(places.map((place) => folded.original(place))).toEqual(kept);
      expect(folded.original(folded.text.length)).toBe(original.length);
      // The end of a letter is at the end of it, unless nothing is left of what follows it.
      for (const [index, place] of places.entries()) {
        const end = (kept[index] ?? 0) + 1;
        if (original[end] !== '\u00ad') expect(folded.original(place + 1)).toBe(end);
      }
    }),
    { numRuns: 1_000 },
  );
});
