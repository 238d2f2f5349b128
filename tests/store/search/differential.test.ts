// The same corpus and the same searches in both stores: the same hits, counts and facets, and scores that are as good as the same.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { facetField, type FacetField } from '../../../src/model/search.ts';
import type { CorpusReader, SearchRequest } from '../../../src/store/store.ts';
import { propertyRuns } from '../../graphql/filters/runs.ts';
import { type Place, PREVIEW, PUBLIC, publishUntracked } from '../corpora.ts';
import { highlightsIn } from '../highlights-in.ts';
import { newPostgresPlace, newSqlitePlace } from '../places.ts';
import { corpora, filters, knownRecords, searches } from './small-corpora.ts';

const SEARCHES_OF_A_CORPUS = 20;
const fields = Object.keys(facetField.values) as FacetField[];

// One and two letters, marks, letters that pairs would hide, and long phrases.
const oddSearches = fc.constantFrom(
  'pe*',
  'peac*',
  'd',
  'd*',
  '京',
  '東京',
  'do not find',
  '"war peace war"',
  'ел',
  'PÉACE -"war war"',
  '京都*',
);

test(
  'both stores find, count and weigh the same',
  async () => {
    const places = [await newSqlitePlace(), await newPostgresPlace()];
    const runs = Math.ceil(propertyRuns(60) / SEARCHES_OF_A_CORPUS);
    const asked = fc.array(
      fc.tuple(fc.oneof({ arbitrary: searches, weight: 3 }, oddSearches), filters, fc.nat(7)),
      {
        minLength: SEARCHES_OF_A_CORPUS,
        maxLength: SEARCHES_OF_A_CORPUS,
      },
    );
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(corpora, asked, fc.boolean(), async (drawn, questions, preview) => {
        const [first, second] = await Promise.all(
          places.map((place) => answersOf(place, drawn, questions, preview)),
        );
        expect(second).toEqual(first);
        hits += first!.length;
      }),
      { numRuns: runs },
    );
    expect(hits).toBeGreaterThan(0);
    for (const place of places) await place.remove();
  },
  60 * 60_000,
);

async function answersOf(
  place: Place,
  drawn: Parameters<typeof knownRecords>[0],
  questions: readonly (readonly [string, SearchRequest['where'] & object, number])[],
  preview: boolean,
): Promise<readonly unknown[]> {
  const entries = knownRecords(drawn).map(({ entry }) => entry);
  const store = await publishUntracked(place, entries);
  try {
    const reader = store.reader(preview ? PREVIEW : PUBLIC);
    return await Promise.all(questions.map(([text, where, limit]) => answer(reader, { text, where }, limit)));
  } finally {
    await store.close();
  }
}

async function answer(reader: CorpusReader, request: SearchRequest, limit: number): Promise<unknown> {
  const [whole] = await reader.searchPages([{ ...request, limit: 1000, backward: false }]);
  const [count] = await reader.searchCounts([request]);
  const [facets] = await reader.searchFacets([{ ...request, fields, limit: 1 + limit }]);
  const [page] = await reader.searchPages([{ ...request, limit, backward: true }]);
  return {
    request,
    count,
    facets,
    // What overlaps itself is counted differently.
    scores: Object.fromEntries(
      whole!.rows.map(({ record, score }) => [
        record.id,
        request.text.includes('"') ? 'some' : score.toFixed(4),
      ]),
    ),
    matches: Object.fromEntries(
      await Promise.all(
        whole!.rows.map(async (row) => [
          row.record.id,
          [row.matchedAlias(), await highlightsIn(reader, row)],
        ]),
      ),
    ),
    sides: [page!.rows.length, page!.hasNextPage, page!.hasPreviousPage],
  };
}
