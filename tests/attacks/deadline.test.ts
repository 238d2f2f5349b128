// Operations that take too long, and failures inside: the client learns that and an id, the store is left alone.
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { disturbed } from '../server/gate.ts';
import { openBundled } from '../server/running.ts';
import { cheaply } from './bounds.ts';
import { codesOf, start } from './ways.ts';

const QUERY =
  '{ articles { nodes { statements { nodes { speaker { name statements { nodes { id } } } } } } } }';

test('an operation that takes too long is ended: 504, and the store is asked for nothing more', async () => {
  let calls = 0;
  const store = disturbed(await openBundled(), async () => {
    calls += 1;
    await wait(600);
  });
  const { ways, reports } = await start(store, { limits: { executionSeconds: 1 } });
  for (const way of ways) {
    calls = 0;
    const answer = await way.ask({ body: { query: QUERY } });
    expect(answer.status).toBe(504);
    expect(codesOf(answer)).toEqual(['DEADLINE_EXCEEDED']);
    expect(answer.json).not.toHaveProperty('data');
    const then = calls;
    await wait(2_000);
    expect(calls).toBe(then);
    expect((await way.ask({ body: { query: '{ __typename }' } })).status).toBe(200);
  }
  expect(reports).toEqual([]);
});

test('a failure inside is masked, reported under an id, and the client gets the id', async () => {
  const secret = 'password=hunter2 at /srv/onrecord/src/store.ts: SELECT * FROM "article"';
  const store = disturbed(await openBundled(), () => Promise.reject(new Error(secret)));
  const { ways, reports } = await start(store);
  for (const way of ways) {
    for (const query of [
      '{ articles { totalCount } }',
      '{ corpus { version } article(slug: "istanbul-talks-stall") { id } }',
    ]) {
      const answer = await cheaply(50, query, () => way.ask({ body: { query } }));
      expect(codesOf(answer)).toEqual(['INTERNAL_SERVER_ERROR']);
      expect(answer.text).not.toMatch(/hunter2|srv|SELECT|stack/);
      const id = answer.json?.errors?.[0]?.extensions?.['requestId'];
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.headers['x-request-id']).toBe(id);
      expect(reports.pop()).toMatchObject({ message: secret });
    }
  }
});
