// One comparison of two corpora serves all who go from the one to the other.
import { expect, test } from 'vitest';
import { changesFrom } from '../../src/graphql/shared-changes.ts';
import type { Change } from '../../src/graphql/changes-between.ts';
import type { CorpusReader, Fingerprint, FingerprintsRequest } from '../../src/store/store.ts';

/** A reader of so many topics and one place; `walks` counts how often they were walked, `steps` how many were given out. */
function readerOf(count: number, digest: string, fail: () => boolean = () => false) {
  const facts = { walks: 0, steps: 0 };
  async function* fingerprints({ kinds }: FingerprintsRequest): AsyncIterable<Fingerprint> {
    facts.walks += 1;
    if (fail()) throw new Error('The store is gone');
    if (kinds.includes('place')) yield { id: 'Place:york', kind: 'place', digest, isAbout: true };
    for (let index = 0; index < count; index += 1) {
      facts.steps += 1;
      if (index % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
      yield { id: `Topic:${String(index).padStart(6, '0')}`, kind: 'topic', digest, isAbout: true };
    }
  }
  return { reader: { fingerprints } as CorpusReader, facts };
}

async function all(changes: AsyncIterable<Change>): Promise<readonly Change[]> {
  const found: Change[] = [];
  for await (const change of changes) found.push(change);
  return found;
}

const kinds = ['topic', 'place'] as const;
const { signal: never } = new AbortController();

test('corpora are walked once for everybody, those who come later and want other kinds included', async () => {
  const [before, after] = [readerOf(1_000, 'a'), readerOf(1_000, 'b')];
  const ask = (request: FingerprintsRequest) => all(changesFrom(before.reader, after.reader, request, never));
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask({ kinds })));
  expect(answers.map(({ length }) => length)).toEqual(Array.from({ length: 50 }, () => 1_001));
  expect(await ask({ kinds: ['place'] })).toEqual([{ change: 'CHANGED', kind: 'place', id: 'Place:york' }]);
  expect([before.facts.walks, after.facts.walks]).toEqual([1, 1]);
});

test('those who ask for the same topics at the same time share a walk, in whatever order they name them', async () => {
  const [before, after] = [readerOf(10, 'a'), readerOf(10, 'b')];
  const ask = (about: readonly string[]) =>
    all(changesFrom(before.reader, after.reader, { kinds, about }, never));
  await Promise.all([ask(['Topic:a', 'Topic:b']), ask(['Topic:b', 'Topic:a', 'Topic:b']), ask(['Topic:a'])]);
  expect(before.facts.walks).toBe(2);
});

test('more changes than are kept are told to each all the same', async () => {
  const [before, after] = [readerOf(10_500, 'a'), readerOf(10_500, 'b')];
  const answers = await Promise.all(
    [1, 2].map(() => all(changesFrom(before.reader, after.reader, { kinds: ['topic'] }, never))),
  );
  for (const answer of answers) expect(new Set(answer.map(({ id }) => id)).size).toBe(10_500);
});

test('a comparison that nobody waits for any more ends, and is begun anew for whoever comes later', async () => {
  const [before, after] = [readerOf(1_000, 'a'), readerOf(1_000, 'b')];
  const leaving = [new AbortController(), new AbortController()];
  const left = leaving.map(({ signal }) => all(changesFrom(before.reader, after.reader, { kinds }, signal)));
  await expect.poll(() => after.facts.steps, { interval: 1 }).toBeGreaterThan(0);
  for (const each of leaving) each.abort();
  expect(await Promise.all(left)).toEqual([[], []]);
  expect(await all(changesFrom(before.reader, after.reader, { kinds }, never))).toHaveLength(1_001);
  expect(after.facts.walks).toBe(2);
  expect(after.facts.steps).toBeLessThan(2_000);
});

test('one who leaves takes nothing from those who stay', async () => {
  const [before, after] = [readerOf(1_000, 'a'), readerOf(1_000, 'b')];
  const leaving = new AbortController();
  const left = all(changesFrom(before.reader, after.reader, { kinds }, leaving.signal));
  const stays = all(changesFrom(before.reader, after.reader, { kinds }, never));
  leaving.abort();
  expect(await left).toEqual([]);
  expect(await stays).toHaveLength(1_001);
});

test('a comparison that fails fails for those who wait, and is tried again for the next', async () => {
  let isGone = true;
  const [before, after] = [readerOf(3, 'a'), readerOf(3, 'b', () => isGone)];
  const ask = () => all(changesFrom(before.reader, after.reader, { kinds }, never));
  const answers = await Promise.allSettled([ask(), ask()]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isGone = false;
  expect(await ask()).toHaveLength(4);
});

test('nothing is compared where nothing can differ', async () => {
  const { reader, facts } = readerOf(3, 'a');
  expect(await all(changesFrom(reader, reader, { kinds }, never))).toEqual([]);
  expect(facts.walks).toBe(0);
});
