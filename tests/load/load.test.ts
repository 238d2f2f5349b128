// The loads of `npm run load` in small: what must never be is looked for in every run of the tests.
import { expect, test } from 'vitest';
import { loadRounds } from './heap.ts';
import { overload } from './overload.ts';
import { openStreams } from './streams.ts';
import { problemsOfHeap, problemsOfOverload, problemsOfStreams } from './verdicts.ts';

test('rounds of every sort of request leave no internal error, and no more memory in use than caches may take', async () => {
  const report = await loadRounds(1, 3, 150);
  expect(problemsOfHeap(report), JSON.stringify(report)).toEqual([]);
});

test('connections that ask for more than can be done get 200, 429 or 503, and all is as before soon afterwards', async () => {
  const report = await overload({
    seed: 1,
    connections: 100,
    seconds: 0.5,
    // More than any machine can do in the time that they may wait.
    perSecond: 4_000,
    waitingMilliseconds: 10,
  });
  expect(problemsOfOverload(report), JSON.stringify(report)).toEqual([]);
});

test('every event stream is told every switch of the corpus, and holds nothing once it is closed', async () => {
  const report = await openStreams({ streams: 100, switches: 5 });
  expect(problemsOfStreams(report), JSON.stringify(report)).toEqual([]);
});
