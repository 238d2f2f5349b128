// Everything that the readers of a corpus can be asked, by several views.
import { highlightsIn } from '../store/highlights-in.ts';
import { kinds } from '../../src/model/kind.ts';
import { listKinds, type ListName } from '../../src/model/record.ts';
import { facetField } from '../../src/model/search.ts';
import {
  type Fingerprint,
  type Order,
  ordersByKind,
  type PageRequest,
  type Store,
} from '../../src/store/store.ts';

const moments = ['2025-01-15', '2025-03-01T10:00:00Z', '2025-04-15', '2026-01-01'];
const searches = ['talks', 'kyiv', 'anna lind', '"the council"', 'київ', '山', 'said -kyiv', 'pri*', 'mayor'];

/** What a corpus answers: records, lists with their counts, related articles, searches, fingerprints. */
export async function answersOf(store: Store): Promise<unknown> {
  const views = [
    ...moments.map((moment) => ({ now: Date.parse(moment), preview: false })),
    { now: Date.parse('2025-03-01'), preview: true },
  ];
  const answers: unknown[] = [];
  for (const view of views) {
    const reader = store.reader(view);
    const fingerprints: Fingerprint[] = [];
    for await (const fingerprint of reader.fingerprints({ kinds })) fingerprints.push(fingerprint);
    const ids = fingerprints.map(({ id }) => id);
    const listRequests = ids.flatMap((owner) =>
      (Object.keys(listKinds) as ListName[]).map((list) => ({ list, owner })),
    );
    const pages: PageRequest[] = [
      ...listRequests.map((request) => page(request, ordersByKind[listKinds[request.list]][0])),
      ...kinds.flatMap((kind) => ordersByKind[kind].map((field) => page({ kind }, field))),
      ...ids
        .filter((id) => id.startsWith('Article:'))
        .map((relatedTo) => page({ relatedTo }, 'RELATEDNESS', 'DESC')),
    ];
    const requests = searches.map((text) => ({ text }));
    answers.push({
      view,
      summary: { ...(await reader.summary()), version: '' },
      fingerprints,
      records: await reader.records(ids),
      pages: (await reader.pages(pages)).map(({ rows, hasNextPage }) => ({
        rows: rows.map(({ record, position, label }) => [record.id, position, label]),
        hasNextPage,
      })),
      counts: await reader.counts(listRequests),
      hits: await Promise.all(
        (
          await reader.searchPages(requests.map((request) => ({ ...request, limit: 100, backward: false })))
        ).map(({ rows }) =>
          Promise.all(
            rows.map(async (row) => [
              row.record.id,
              row.score,
              row.matchedAlias(),
              await highlightsIn(reader, row),
            ]),
          ),
        ),
      ),
      texts: await reader.texts(ids),
      hitCounts: await reader.searchCounts(requests),
      facets: await reader.searchFacets(
        requests.map((request) => ({ ...request, fields: facetField.schema.options, limit: 20 })),
      ),
    });
  }
  return answers;
}

function page<T extends object>(
  request: T,
  field: Order['field'],
  direction: Order['direction'] = 'ASC',
): T & Pick<PageRequest, 'order' | 'limit' | 'backward'> {
  return { ...request, order: { field, direction }, limit: 100, backward: false };
}
