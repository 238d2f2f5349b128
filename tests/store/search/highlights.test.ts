// Where words stand: stretches that are parts of the text, and the alias by which a record is found.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { highlightsOf, matchedAlias, MOST_STRETCHES } from '../../../src/store/search/highlights.ts';
import { readTerms } from '../../../src/store/search/terms.ts';
import { searchedTexts } from '../../../src/store/search/texts.ts';
import { article, person } from '../entries.ts';

function story(articleBody: string, headline = 'Headline') {
  const { record } = article('story');
  return { record: { ...record, headline }, articleBody };
}

function shown({ record, articleBody }: ReturnType<typeof story>, text: string): string[] {
  return highlightsOf(record, articleBody, readTerms(text).wanted).map(
    ({ field, fragments }) =>
      `${field}: ${fragments.map((fragment) => (fragment.matched ? `[${fragment.text}]` : fragment.text)).join('')}`,
  );
}

describe('highlights', () => {
  test('show short texts whole, field by field', () => {
    expect(shown(story('No deal on a cease-fire, they said.', 'Ceasefire deal?'), 'deal')).toEqual([
      'headline: Ceasefire [deal]?',
      'articleBody: No [deal] on a cease-fire, they said.',
    ]);
  });

  test('mark phrases as one, beginnings as whole words, and letters with their marks', () => {
    expect(
      shown(
        story('A cease-fire for Подоля́к in Cırağan and 東京都 now'),
        '"cease fire" подол* ciragan 東京都',
      ),
    ).toEqual(['articleBody: A [cease-fire] for [Подоля́к] in [Cırağan] and [東京都] now']);
  });

  test('cut long texts between words around the first matches', () => {
    const filler = 'Lorem ipsum dolor sit amet consectetur. '.repeat(12);
    const found = shown(
      story(`${filler}First peace. ${filler}Second peace. ${filler}Third peace. ${filler}Fourth peace.`),
      'peace',
    );
    expect(found).toHaveLength(MOST_STRETCHES);
    expect(found[0]).toBe(
      'articleBody: consectetur. Lorem ipsum dolor sit amet consectetur. First [peace]. Lorem ipsum dolor sit amet consectetur. Lorem ipsum dolor sit amet consectetur. Lorem ipsum',
    );
  });

  test('are none for what must not be there', () => {
    expect(shown(story('War and peace'), 'peace -war')).toEqual(['articleBody: War and [peace]']);
  });

  test('are parts of the text, whatever it is and whatever is searched', () => {
    const words = fc
      .array(
        fc.constantFrom(
          'peace',
          'Péace',
          'talks',
          '東京都',
          'が',
          '–',
          '\n\n',
          'x'.repeat(90),
          '😀',
          'peaceful',
          "l'accord",
        ),
        { maxLength: 80 },
      )
      .map((parts) => parts.join(' '));
    const searches = fc.constantFrom(
      'peace',
      'peac* talks',
      '"peace talks" 東京都',
      '京 が',
      'accord x*',
      'nothing',
    );
    fc.assert(
      fc.property(words, words, searches, (body, headline, search) => {
        const { record, articleBody } = story(body, headline);
        const texts = new Map(searchedTexts(record, articleBody).map(({ field, text }) => [field, text]));
        const terms = readTerms(search).wanted;
        const ends = new Map<string, number>();
        for (const { field, fragments } of highlightsOf(record, articleBody, terms)) {
          const stretch = fragments.map(({ text }) => text).join('');
          const start = texts.get(field)!.indexOf(stretch, ends.get(field) ?? 0);
          expect(start).toBeGreaterThanOrEqual(ends.get(field) ?? 0);
          ends.set(field, start + stretch.length);
          expect(fragments.some(({ matched }) => matched)).toBe(true);
          expect(fragments.every(({ text }) => text !== '')).toBe(true);
          if (!fragments.some(({ text }) => text.length > 90))
            expect(stretch.length).toBeLessThanOrEqual(330);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the alias by which a record was found', () => {
  const record = {
    ...person('mykhailo-podolyak').record,
    name: 'Mykhailo Podolyak',
    alternateName: ['Podolyak', 'Mijailo Podoliak', 'Podoliak', 'Михайло Подоляк', 'Подоляк'],
  };
  test.each([
    ['is none where the name has the words', 'podolyak', undefined],
    ['is the shortest with the words, in its own script', 'подоляк', 'Подоляк'],
    ['has all words where one has', 'Михайло Подоляк', 'Михайло Подоляк'],
    ['is the shortest of another spelling', 'PODOLIAK', 'Podoliak'],
    ['may be told by the beginning', 'подол*', 'Подоляк'],
    ['need not have words that stand elsewhere', 'Подоляк adviser', 'Подоляк'],
    ['is none where no name has the words', 'adviser', undefined],
  ])('%s', (_, text, alias) => {
    expect(matchedAlias(record, readTerms(text).wanted)).toBe(alias);
  });

  test('is none of articles', () => {
    expect(matchedAlias(story('peace').record, readTerms('peace').wanted)).toBeUndefined();
  });
});
