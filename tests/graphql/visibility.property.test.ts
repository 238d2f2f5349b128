// No trace of what is hidden: every answer is the one that a corpus gives from which the hidden records were taken out.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Store, View } from '../../src/store/store.ts';
import { places as newPlaces } from '../store/places.ts';
import { askStore, buildStore, served } from './corpus.ts';
import { propertyRuns } from './filters/runs.ts';
import { hiddenIn, randomWorld, toTexts, wikidataOf, type World, withoutHidden } from './hidden-world.ts';
import { randomQuery, type Samples } from './random-query.ts';

const QUERIES_PER_WORLD = 25;

const scratch = mkdtempSync(join(tmpdir(), 'onrecord-hidden-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** What can be asked for by name in a world, hidden records among it. */
function samplesOf(world: World): Samples {
  const ids = [...world.ids];
  return {
    slug: ids.map((id) => id.slice(id.indexOf(':') + 1)),
    ID: ids,
    wikidata: ids.map((id) => id.slice(id.indexOf(':') + 1)).map(wikidataOf),
    String: ['Name', 'P', 'sentence', 'one', 'Q1'],
    EDTF: ['2025', '2025-02', '2025-03-01', '../2025-06', '2025-01/2025-03'],
    DateTime: ['2025-03-01T00:00:00Z', '2025-12-01T00:00:00Z'],
    BCP47: ['en', 'es'],
  };
}

test.each([
  ['SQLite', propertyRuns(75)],
  ['PostgreSQL', propertyRuns(50)],
] as const)(
  'in %s, questions to corpora with hidden records find no trace of them (%i questions)',
  async (name, runs) => {
    let hidden = 0;
    const places = await Promise.all([1, 2].map(() => newPlaces[name]!()));
    for (let asked = 0, seed = 1; asked < runs; seed += 1) {
      const world = randomWorld(seed);
      const view: View = { now: world.now, preview: false };
      const stores: Store[] = [];
      try {
        for (const [index, texts] of [toTexts(world), toTexts(withoutHidden(world))].entries())
          stores.push(await buildStore(join(scratch, name, `${seed}-${index}`), texts, places[index]));
        hidden += hiddenIn(world).size;
        for (let index = 0; index < QUERIES_PER_WORLD; index += 1, asked += 1) {
          const query = randomQuery(served, samplesOf(world), seed * 1_000 + index, 2 + (index % 5), [
            'version',
          ]);
          const [got, wanted] = await Promise.all(stores.map((store) => askStore(store.reader(view), query)));
          expect(got, `seed ${seed}: ${query}`).toEqual(wanted);
        }
      } finally {
        for (const store of stores) await store.close();
        rmSync(join(scratch, name), { recursive: true, force: true });
      }
    }
    for (const place of places) await place.remove();
    expect(hidden).toBeGreaterThan(runs / 50);
  },
  60 * 60 * 1000,
);

test('nothing is about a topic by way of a hidden one, but by another way it still is', async () => {
  const texts = {
    'topics/war.yaml': 'name: War\n',
    'topics/siege.yaml': 'name: Siege\nbroader: war\n',
    'topics/truce.yaml': 'name: Truce\nbroader: war\n',
    'events/by-siege.yaml': 'name: Event one\nkind: OTHER\nabout: [siege]\n',
    'events/by-both.yaml': 'name: Event two\nkind: OTHER\nabout: [siege, truce]\n',
    'outcomes/by-siege.yaml': 'name: Outcome\nevent: by-siege\nabout: [siege]\n',
    'articles/hidden.md':
      '---\nheadline: Hidden\ninLanguage: en\ndatePublished: 2025-01-01T00:00:00Z\nembargoedUntil: 2025-02-01T00:00:00Z\nabout: [siege]\n---\nText.\n',
    'articles/shown.md':
      '---\nheadline: Shown\ninLanguage: en\ndatePublished: 2025-01-01T00:00:00Z\nabout: [war]\n---\nText.\n',
  };
  const store = await buildStore(join(scratch, 'by-way-of'), texts);
  const asked = async (moment: string) => {
    const { data } = await askStore(
      store.reader({ now: Date.parse(moment), preview: false }),
      `{
        events(where: { about: ["Topic:war"] }) { nodes { slug } }
        outcomes(where: { about: ["Topic:war"] }) { totalCount }
        search(text: "event*") { facets(field: [TOPIC]) { buckets { value count } } }
        found: search(text: "event*", where: { about: ["Topic:war"] }) { totalCount }
      }`,
    );
    return data;
  };
  const facets = (...buckets: [string, number][]) => ({
    facets: [{ buckets: buckets.map(([value, count]) => ({ value, count })) }],
  });
  expect(await asked('2025-01-15T00:00:00Z')).toEqual({
    events: { nodes: [{ slug: 'by-both' }] },
    outcomes: { totalCount: 0 },
    search: facets(['truce', 1], ['war', 1]),
    found: { totalCount: 1 },
  });
  expect(await asked('2025-02-01T00:00:00Z')).toEqual({
    events: { nodes: [{ slug: 'by-siege' }, { slug: 'by-both' }] },
    outcomes: { totalCount: 1 },
    search: facets(['siege', 2], ['war', 2], ['truce', 1]),
    found: { totalCount: 2 },
  });
  await store.close();
});

test('a preview shows the hidden records', async () => {
  const world = randomWorld(3);
  const store = await buildStore(join(scratch, 'preview'), toTexts(world));
  const { data } = await askStore(
    store.reader({ now: world.now, preview: true }),
    '{ articles { totalCount } statements { totalCount } actors { totalCount } }',
  );
  expect(data).toEqual({
    articles: { totalCount: world.articles.length },
    statements: { totalCount: world.articles.flatMap((article) => article.statements).length },
    actors: { totalCount: world.actors.length },
  });
  await store.close();
});

test('an embargo lifts by the clock, and an expiry falls by it', async () => {
  const texts = {
    'articles/later.md':
      '---\nheadline: Later\ninLanguage: en\ndatePublished: 2025-01-01T00:00:00Z\nembargoedUntil: 2025-02-01T00:00:00Z\nexpires: 2025-03-01T00:00:00Z\n---\nText.\n',
  };
  const store = await buildStore(join(scratch, 'embargo'), texts);
  const shown = async (moment: string) => {
    const { data } = await askStore(
      store.reader({ now: Date.parse(moment), preview: false }),
      '{ articles { totalCount } }',
    );
    return (data as { articles: { totalCount: number } }).articles.totalCount;
  };
  expect([
    await shown('2025-01-31T23:59:59.999Z'),
    await shown('2025-02-01T00:00:00Z'),
    await shown('2025-02-28T23:59:59.999Z'),
    await shown('2025-03-01T00:00:00Z'),
  ]).toEqual([0, 1, 1, 0]);
  await store.close();
});
