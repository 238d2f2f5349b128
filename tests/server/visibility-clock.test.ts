// What the clock shows and hides is told at its moment, without anything being published.
import { createClient } from 'graphql-ws';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { followClock } from '../../src/server/visibility-clock.ts';
import { ServedCorpus } from '../../src/server/served-corpus.ts';
import type { CorpusReader, Store, View } from '../../src/store/store.ts';
import { article, statement } from '../graphql/small-content.ts';
import { startEdited } from './subscribing.ts';
import { type EmptyStore, storeOf } from './stores.ts';

test('an embargo that lifts is told to whoever is subscribed, and the article is there', async () => {
  const lifts = new Date(Date.now() + 3_000).toISOString();
  const server = await startEdited(
    {},
    {
      'articles/later.md': article(
        'Bob spoke.',
        `embargoedUntil: ${lifts}\nstatements:\n${statement('s', 'Bob spoke')}`,
      ),
    },
  );
  void followClock(server.corpus, (_, error) => server.reports.push({ requestId: '', error }));
  onTestFinished(() => server.corpus.endStreams());
  const client = createClient({
    url: `${server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
  });
  onTestFinished(() => void client.dispose());
  const query = 'subscription { recordChanged { change recordId node { id } } }';
  const changes = client.iterate<{ recordChanged: { recordId: string } }>({ query });
  const told = [await changes.next(), await changes.next()].map(({ value }) => value.data.recordChanged);
  expect(told).toEqual(
    ['Article:later', 'Statement:later/s'].map((id) => ({ change: 'ADDED', recordId: id, node: { id } })),
  );
  expect(await server.post({ query: '{ article(slug: "later") { id } }' })).toMatchObject({
    body: { data: { article: { id: 'Article:later' } } },
  });
  expect(server.reports).toEqual([]);
});

/** A store that answers as `next` does; `asked` tells after which moments it was asked. */
function storeWith(next: (now: number) => Promise<number | undefined>) {
  const asked: number[] = [];
  const reader = ({ now }: View) =>
    ({
      nextVisibilityChange: () => {
        asked.push(now);
        return next(now);
      },
    }) as CorpusReader;
  return { store: { ...storeOf('one'), reader } as EmptyStore, asked };
}

function follow(store: Store) {
  const corpus = new ServedCorpus(store);
  const reports: unknown[] = [];
  const done = followClock(corpus, (_, error) => reports.push(error));
  onTestFinished(() => corpus.endStreams());
  return { corpus, reports, done };
}

const never = new AbortController().signal;
const aMoment = () => new Promise<string>((resolve) => setTimeout(() => resolve('nothing'), 100));

test('the corpus is renewed at each moment once, and not once streams have ended', async () => {
  const start = Date.now();
  const moments = [start + 50, start + 90, start + 10_000];
  const { store, asked } = storeWith(async (now) => moments.find((moment) => moment > now));
  const { corpus, done } = follow(store);
  const editions: number[] = [];
  for (let count = 0; count < 2; count += 1) {
    const lease = corpus.take();
    expect(await lease.replaced(never)).toBe(true);
    lease.giveBack();
    editions.push(corpus.take().edition.from);
  }
  expect(editions[0]).toBeGreaterThanOrEqual(moments[0]!);
  expect(editions[1]).toBeGreaterThanOrEqual(moments[1]!);
  corpus.endStreams();
  await done;
  expect(asked).toHaveLength(3);
});

test.each([
  ['never', undefined],
  ['in years, which is longer than a timer holds,', Date.now() + 3 * 365 * 86_400_000],
])('what is shown %s is waited for without looking again and again', async (_, moment) => {
  const { store, asked } = storeWith(async () => moment);
  const { corpus } = follow(store);
  expect(await Promise.race([corpus.take().replaced(never), aMoment()])).toBe('nothing');
  expect(asked).toHaveLength(1);
});

test('a store that cannot tell is reported, and asked again when another one is served', async () => {
  const { store } = storeWith(() => Promise.reject(new Error('gone')));
  const { corpus, reports } = follow(store);
  await expect.poll(() => reports).toEqual([new Error('gone')]);
  const { store: other, asked } = storeWith(async () => undefined);
  corpus.replace(other);
  await expect.poll(() => asked).toHaveLength(1);
  expect([reports.length, store.closed]).toEqual([1, true]);
});
