// What is stored of a text is enough to give all of it back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText, readBody } from '../../src/content/body.ts';
import { MeasuredText } from '../../src/model/stretch.ts';
import { textColumns, textOf } from '../../src/store/article-text.ts';
import { many } from '../many.ts';

const pieces = [
  'Umerov',
  ' ',
  '*em*',
  '**strong `code`**',
  '[link](https://example.org/a)',
  '\n\n',
  '\n- ',
  '\n> ',
].concat(['\n# ', '\n```\ncode\n```\n', '😀', 'é', 'Київ', '  \n', '<b>', '東京']);
const markdown = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme' })))
  .map((all) => all.join(''));
const places = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 40 })), { minLength: 1, maxLength: 5 });

test('any body comes back with its formatting and every place of a name in it', () => {
  fc.assert(
    fc.property(markdown, fc.array(places, { maxLength: 4 }), (source, mentioned) => {
      const paragraphs = readBody(source);
      const articleBody = plainText(paragraphs);
      const text = new MeasuredText(articleBody);
      // A name never begins or ends within a surrogate pair.
      const starts = [...articleBody].reduce<number[]>(
        (all, point) => [...all, all.at(-1)! + point.length],
        [0],
      );
      const mentions = mentioned.map((at, index) => {
        const anchors = at.map(([first, length]) => {
          const from = first % starts.length;
          const to = Math.min(from + length, starts.length - 1);
          return {
            article: 'Article:a',
            field: 'BODY' as const,
            ...text.stretch(starts[from]!, starts[to]!),
          };
        });
        return { thing: `Person:p${index}`, matchedName: anchors[0]!.exact, anchors };
      });
      const { body, data } = textColumns('Article:a', { articleBody, paragraphs, mentions });
      expect(textOf(body, data)).toEqual({ articleBody, paragraphs, mentions });
    }),
    { numRuns: many(300, 20_000) },
  );
});
