// A crowd that is woken at once leaves others their turn.
import { expect, test } from 'vitest';
import { turn } from '../../src/graphql/turns.ts';

test('those who wait go one after another in their order, and what else there is to do comes in between', async () => {
  const done: (number | 'another')[] = [];
  const crowd = Array.from({ length: 100 }, async (_, index) => {
    await turn();
    done.push(index);
  });
  const other = (async () => {
    for (let count = 0; count < 3; count += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      done.push('another');
    }
  })();
  await Promise.all([...crowd, other]);
  expect(done.filter((each) => each !== 'another')).toEqual(Array.from({ length: 100 }, (_, index) => index));
  expect(done.slice(0, 50).filter((each) => each === 'another')).toHaveLength(3);
});
