// More records than a block of frequencies holds: what the tables of PostgreSQL count and what its texts tell is one and the same.
import { expect, test } from 'vitest';
import { randomOf } from '../../soak/random.ts';
import { PUBLIC, publishUntracked } from '../corpora.ts';
import { article } from '../entries.ts';
import { newPostgresPlace, newSqlitePlace } from '../places.ts';

const words =
  'the of ferry council vote harbour budget strike school bridge late water port road rain plan'.split(' ');
// Frequent in one block and rare or missing in others, and rare everywhere.
const local = ['island', 'tide', 'buoy'];

function entries() {
  const random = randomOf(1);
  const text = (index: number) => {
    const said = Array.from({ length: 12 }, () => words[Math.floor(words.length * random.next() ** 2)]!);
    if (index < 300) said.push(random.pick(local));
    if (index % 900 === 0) said.push(`number${index}`, ...local);
    return said.join(' ');
  };
  return Array.from({ length: 9_000 }, (_, index) => {
    const entry = article(`a${index}`, { headline: text(index) });
    return {
      ...entry,
      search: { title: entry.record.headline, alternateName: [], text: [text(index), text(index)] },
    };
  });
}

test('both stores find and weigh frequent words, rare ones and phrases of both the same', async () => {
  const places = [await newSqlitePlace(), await newPostgresPlace()];
  const all = entries();
  const stores = await Promise.all(places.map((place) => publishUntracked(place, all)));
  const searches = [
    'council',
    'council vote',
    'the plan rain',
    'tide',
    'council tide',
    'number1800',
    'ferry number1800',
    '"council vote"',
    '"the of ferry"',
    '"plan rain" council',
    '"tide buoy"',
    '"council vote" tide',
    'counc* tide',
    '"harbour budget strike"',
    'vote -ferry',
    'vote -"council vote"',
    'pl* of',
    'plan*',
    'the the of',
    '"no such phrase" vote',
  ];
  const found = [];
  for (const text of searches) {
    const answers = await Promise.all(
      stores.map(async (store) => {
        const reader = store.reader(PUBLIC);
        const [page] = await reader.searchPages([{ text, limit: 1_000, backward: false }]);
        const [count] = await reader.searchCounts([{ text }]);
        return { text, count, rows: page!.rows.map(({ record, position }) => [record.id, position]) };
      }),
    );
    expect(answers[1]).toEqual(answers[0]);
    found.push(answers[0]!.count!);
  }
  expect(found.filter((count) => count > 0).length).toBeGreaterThan(15);
  for (const store of stores) await store.close();
  for (const place of places) await place.remove();
}, 300_000);
