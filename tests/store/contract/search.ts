// What searches find, count and leave out, in any corpus.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../src/model/record.ts';
import { facetField, type FacetField, type SearchFilter } from '../../../src/model/search.ts';
import type {
  CorpusReader,
  SearchPage,
  SearchPageRequest,
  SearchRequest,
  SearchRow,
} from '../../../src/store/store.ts';
import {
  type NewPlace,
  placeFor,
  publish,
  publishUntracked,
  PREVIEW,
  PUBLIC,
  sharedCorpora,
} from '../corpora.ts';
import { highlightsIn } from '../highlights-in.ts';
import { article, event, membership, person, topic } from '../entries.ts';
import {
  corpora,
  expectedHits,
  facetValues,
  filters,
  knownRecords,
  searches,
} from '../search/small-corpora.ts';

const fields = Object.keys(facetField.values) as FacetField[];

export function searchContract(newPlace: NewPlace, runs: (usual: number) => number): void {
  test('a search finds, counts and tells apart what reading all visible records does', async () => {
    const place = await placeFor(newPlace);
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        corpora,
        fc.array(fc.tuple(searches, filters), { minLength: 5, maxLength: 5 }),
        fc.boolean(),
        async (drawn, asked, preview) => {
          const known = knownRecords(drawn).map((one) => (preview ? { ...one, hidden: false } : one));
          const records = preview ? withAllTags(drawn) : known;
          const store = await publishUntracked(
            place,
            known.map(({ entry }) => entry),
          );
          try {
            const reader = store.reader(preview ? PREVIEW : PUBLIC);
            for (const [text, where] of asked) {
              const expected = expectedHits(records, text, where);
              const rows = await allRows(reader, { text, where });
              found += rows.length > 0 ? 1 : 0;
              expect(idsOf(rows).toSorted(), text).toEqual(
                expected.map(({ record }) => record.id).toSorted(),
              );
              expect(rows.every(({ score }) => score > 0)).toBe(true);
              expect(rows).toEqual(rows.toSorted(byScore));
              expect(await reader.searchCounts([{ text, where }])).toEqual([expected.length]);
              const [facets] = await reader.searchFacets([{ text, where, fields, limit: 100 }]);
              for (const field of fields) {
                const buckets = facets![field]!.map(({ value, count }) => [value, count] as const);
                expect(buckets, field).toEqual(countsOf(expected.flatMap((hit) => facetValues(hit, field))));
              }
            }
          } finally {
            await store.close();
          }
        },
      ),
      { numRuns: runs(100) },
    );
    expect(found).toBeGreaterThan(runs(100) * 1.5);
  });

  test('a search finds the same, with the same scores, as if nothing hidden had ever been there', async () => {
    const place = await placeFor(newPlace);
    await fc.assert(
      fc.asyncProperty(corpora, fc.array(searches, { minLength: 5, maxLength: 5 }), async (drawn, texts) => {
        const known = knownRecords(drawn);
        const answers: unknown[] = [];
        for (const entries of [known, known.filter(({ hidden }) => !hidden)]) {
          const store = await publishUntracked(
            place,
            entries.map(({ entry }) => entry),
          );
          try {
            const reader = store.reader(PUBLIC);
            const rows = await Promise.all(texts.map((text) => allRows(reader, { text })));
            const facets = await reader.searchFacets(texts.map((text) => ({ text, fields, limit: 3 })));
            answers.push([rows.map((page) => page.map(({ position }) => position)), facets]);
          } finally {
            await store.close();
          }
        }
        expect(answers[0]).toEqual(answers[1]);
      }),
      { numRuns: runs(50) },
    );
  });

  test('pages of any size, forward and backward, are parts of one whole', async () => {
    const place = await placeFor(newPlace);
    await fc.assert(
      fc.asyncProperty(corpora, searches, fc.integer({ min: 1, max: 4 }), async (drawn, text, limit) => {
        const store = await publishUntracked(
          place,
          knownRecords(drawn).map(({ entry }) => entry),
        );
        try {
          const reader = store.reader(PUBLIC);
          const whole = idsOf(await allRows(reader, { text }));
          expect(await walk(reader, text, limit, false)).toEqual(whole);
          expect(await walk(reader, text, limit, true)).toEqual(whole);
        } finally {
          await store.close();
        }
      }),
      { numRuns: runs(100) },
    );
  });

  describe('any text', () => {
    const parts = fc.constantFrom(
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
      ' ',
      '\0',
      'peace',
      '東京',
      "'",
      ';',
      '%',
      '\\',
    );
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.oneof(parts, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 60 })
        .map((all) => all.join('')),
    );

    test('is a search with an answer', async () => {
      const store = await publish(await placeFor(newPlace), [
        article('a', { headline: 'Peace, and OR 東京' }),
        person('p', { name: 'NEAR title' }),
      ]);
      const reader = store.reader(PUBLIC);
      await fc.assert(
        fc.asyncProperty(anything, async (text) => {
          const rows = await allRows(reader, { text });
          const [facets] = await reader.searchFacets([{ text, fields: ['KIND'], limit: 10 }]);
          expect(await reader.searchCounts([{ text }])).toEqual([rows.length]);
          expect(facets!.KIND!.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
          for (const row of rows) expect((await highlightsIn(reader, row)).length).toBeGreaterThan(0);
        }),
        { numRuns: runs(1000) },
      );
    });

    const corpusOf = sharedCorpora(newPlace);
    const peace = [article('a', { headline: 'Peace' })];
    test.each([
      ['nothing', ''],
      ['signs only', '?!…—«»()'],
      ['what must not be there only', '-peace -"a b"'],
      ['quotes left open', '"""peace'],
      ['10 kB of quotes', '"'.repeat(10_000)],
      ['10 kB of words', 'peace '.repeat(1_700)],
      ['10 kB of one word', 'p'.repeat(10_000)],
      ['10 kB of stars', '*'.repeat(10_000)],
      ['10 kB of Chinese', '東'.repeat(10_000)],
      ['marks of direction', '\u202Epeace\u202C'],
      ['half a character', 'peace\ud83d'],
      ['ids that are none', 'peace'],
    ])('may be %s', async (name, text) => {
      const store = await corpusOf(peace);
      const where: SearchFilter = name.startsWith('ids')
        ? { about: ['', '\0', '\ud800', 'Topic:x', 'nonsense'], languages: ['\ud800', '\0'] }
        : {};
      const [count] = await store.reader(PUBLIC).searchCounts([{ text, where }]);
      expect(count).toBe(
        ['quotes left open', '10 kB of words', 'marks of direction', 'half a character'].includes(name)
          ? 1
          : 0,
      );
    });
  });

  test('names come before headlines and texts, and whole names first of all', async () => {
    const inBody = article('in-body');
    const entries = [
      article('in-headline', { headline: 'Ada Lovelace and others' }),
      { ...inBody, search: { title: 'Other', alternateName: [], text: ['A word on Ada Lovelace here.'] } },
      withAliases(person('longer', { name: 'Ada Lovelace Fan Club of Greater London' }), []),
      withAliases(person('whole', { name: 'Ada Lovelace' }), []),
      withAliases(person('alias', { name: 'Countess' }), ['ADA LOVELACE', 'Ada']),
    ];
    const reader = (await publish(await placeFor(newPlace), entries)).reader(PUBLIC);
    const rows = await allRows(reader, { text: 'ada lovelace' });
    expect(idsOf(rows).slice(0, 2)).toEqual(['Person:whole', 'Person:alias']);
    expect(idsOf(rows).at(-1)).toBe('Article:in-body');
    expect(rows.map((row) => row.matchedAlias())).toEqual([
      undefined,
      'ADA LOVELACE',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('a hidden topic finds nothing that is about it, and counts nothing', async () => {
    const hidden = article('a', { visible: { from: 0, until: 0 }, names: ['Topic:t'] });
    const talks = event('talks', { memberships: [membership('topic.events', 'Topic:t', 'Event:talks')] });
    const store = await publish(await placeFor(newPlace), [topic('t'), hidden, talks]);
    const asked = [{ text: 'talks' }, { text: 'talks', where: { about: ['Topic:t'] } }];
    expect(await store.reader(PUBLIC).searchCounts(asked)).toEqual([1, 0]);
    expect(await store.reader(PREVIEW).searchCounts(asked)).toEqual([1, 1]);
    const facets = { text: 'talks', fields: ['TOPIC'], limit: 10 } as const;
    expect(await store.reader(PUBLIC).searchFacets([facets])).toEqual([{ TOPIC: [] }]);
    expect(await store.reader(PREVIEW).searchFacets([facets])).toEqual([
      { TOPIC: [{ value: 't', id: 'Topic:t', count: 1 }] },
    ]);
  });

  test('a place that is not one of a search is refused', async () => {
    const reader = (await publish(await placeFor(newPlace), [])).reader(PUBLIC);
    for (const after of [
      [],
      ['x'],
      [1],
      [1, 2],
      ['1', 'Article:a'],
      [1, 'Article:a', 1],
      [1, 'no id'],
      [1, 'Article:\0'],
    ]) {
      await expect(
        reader.searchPages([{ text: 'x', limit: 1, backward: false, after }]),
      ).rejects.toMatchObject({ code: 'BAD_CURSOR' });
    }
  });

  test('many searches are answered at once and in their order', async () => {
    const reader = (
      await publish(await placeFor(newPlace), [
        article('a', { headline: 'one two' }),
        article('b', { headline: 'two' }),
      ])
    ).reader(PUBLIC);
    expect(await reader.searchCounts(['two', 'one', '', 'none'].map((text) => ({ text })))).toEqual([
      2, 1, 0, 0,
    ]);
    const pages = await reader.searchPages(
      ['two', '', 'one'].map((text) => ({ text, limit: 0, backward: false })),
    );
    expect(pages.map(({ hasNextPage }) => hasNextPage)).toEqual([true, false, true]);
  });
}

/** The records of a drawn corpus as one sees them to whom everything is shown. */
function withAllTags(drawn: Parameters<typeof knownRecords>[0]) {
  const shown = { ...drawn, articles: drawn.articles.map((given) => ({ ...given, visible: undefined })) };
  return knownRecords(shown);
}

function withAliases(entry: Entry<'actor'>, alternateName: readonly string[]): Entry<'actor'> {
  return {
    ...entry,
    record: { ...entry.record, alternateName: [...alternateName] },
    search: { ...entry.search!, alternateName },
  };
}

function countsOf(values: readonly string[]): (readonly [string, number])[] {
  const counts = Map.groupBy(values, (value) => value);
  return [...counts]
    .map(([value, all]) => [value, all.length] as const)
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function byScore(a: SearchRow, b: SearchRow): number {
  return b.score - a.score || (a.record.id < b.record.id ? -1 : 1);
}

function idsOf(rows: readonly SearchRow[]): string[] {
  return rows.map(({ record }) => record.id);
}

async function allRows(reader: CorpusReader, request: SearchRequest): Promise<readonly SearchRow[]> {
  const [page] = await reader.searchPages([{ ...request, limit: 1000, backward: false }]);
  expect([page!.hasNextPage, page!.hasPreviousPage]).toEqual([false, false]);
  return page!.rows;
}

/** The ids on all pages, in the order of the hits whichever way they are walked. */
async function walk(reader: CorpusReader, text: string, limit: number, backward: boolean): Promise<string[]> {
  const ids: string[] = [];
  let request: SearchPageRequest | undefined = { text, limit, backward };
  for (let number = 0; request; number += 1) {
    const page: SearchPage = (await reader.searchPages([request]))[0]!;
    const [first, last] = [page.rows[0]?.position, page.rows.at(-1)?.position];
    if (backward) ids.unshift(...idsOf(page.rows));
    else ids.push(...idsOf(page.rows));
    expect(backward ? page.hasNextPage : page.hasPreviousPage).toBe(number > 0);
    const more = backward ? page.hasPreviousPage : page.hasNextPage;
    request = more
      ? { text, limit, backward, ...(backward ? { before: first! } : { after: last! }) }
      : undefined;
  }
  return ids;
}
