// Highlights of hits, with the texts of articles read for them.
import type { Highlight } from '../../src/model/search.ts';
import type { CorpusReader, SearchRow } from '../../src/store/store.ts';

/** The highlights of a hit. */
export async function highlightsIn(reader: CorpusReader, row: SearchRow): Promise<readonly Highlight[]> {
  const [body] = row.record.id.startsWith('Article:') ? await reader.bodies([row.record.id]) : [];
  return row.highlights(body);
}
