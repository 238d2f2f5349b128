// kill -9 while a store is built that another process serves.
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { besides, folder, newsOf, run, serve, start, versionIn } from './processes.ts';

const KILLS = 12;
const REQUESTS = 1_000;
const QUERY =
  '{ corpus { version } articles(last: 3) { totalCount nodes { headline statements { totalCount } } } }';

test('a build that is killed, whenever that is, touches nothing that is served, and the next one clears up after it', async () => {
  const [before, after] = [newsOf(200, 1), newsOf(200, 2)];
  const store = join(folder(), 'corpus.db');
  expect(await run(['build', '--content', before, '--store', store])).toMatchObject({ code: 0 });
  const served = versionIn(store);
  const service = await serve(before, store);
  const expected = await service.ask(QUERY);
  expect(expected).toMatchObject({ data: { corpus: { version: served } } });

  let answers = 0;
  let isOver = false;
  const asking = (async () => {
    for (; !isOver || answers < REQUESTS; answers += 1) {
      expect(await service.ask(QUERY)).toEqual(expected);
      await wait(5);
    }
  })();

  const other = join(folder(), 'corpus.db');
  const began = performance.now();
  expect(await run(['build', '--content', after, '--store', other])).toMatchObject({ code: 0 });
  const duration = performance.now() - began;
  const next = versionIn(other);

  const left: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const building = start(['build', '--force', '--content', after, '--store', store]);
    await wait((duration * (kill + Math.random())) / KILLS);
    building.child.kill('SIGKILL');
    const { signal } = await building.ended;
    // One that was faster than its killer has published all of it.
    expect(signal === 'SIGKILL' ? [served, next] : [next]).toContain(versionIn(store));
    left.push(besides(store).length - 1);
  }
  // Some were killed while they wrote; of them all no more is left than of one: its file and its staging.
  expect([Math.max(...left) > 0, Math.max(...left) <= 2]).toEqual([true, true]);

  expect(await run(['build', '--force', '--content', after, '--store', store])).toMatchObject({ code: 0 });
  expect([besides(store), versionIn(store)]).toEqual([['corpus.db'], next]);
  isOver = true;
  await asking;
  expect(answers).toBeGreaterThanOrEqual(REQUESTS);
  expect(service.err()).toBe('');
  expect(await (await serve(after, store)).ask('{ corpus { version } }')).toEqual({
    data: { corpus: { version: next } },
  });
});
