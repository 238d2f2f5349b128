// What the log says of requests that fail: every mistake, and little of a store that is away.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ErrorLog } from '../../src/cli/error-log.ts';
import { Failure } from '../../src/errors.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function logged() {
  const lines: string[] = [];
  const database = { answers: false };
  const write = (line: string) => void lines.push(line);
  const log = new ErrorLog({ out: write, err: write }, async () => {
    if (!database.answers) throw new Error('it is away');
  });
  let asked = 0;
  return {
    lines,
    database,
    log,
    fail: (cause = 'connect ECONNREFUSED') =>
      log.report(
        `r${(asked += 1)}`,
        new Failure('STORE_UNAVAILABLE', 'Ask again.', { cause: new Error(cause) }),
      ),
  };
}

test('every internal error has a line, with the id that its client got', () => {
  const { log, lines } = logged();
  log.report('a', new Error('one'));
  log.report('b', new Error('two'));
  expect(lines).toEqual(['Internal error a: one', 'Internal error b: two']);
});

test('an outage is told when it begins, every ten seconds while requests fail, and when it is over', async () => {
  const { lines, database, fail } = logged();
  // A thousand requests a second for half a minute.
  for (let second = 0; second < 30; second += 1) {
    for (let request = 0; request < 1_000; request += 1) fail();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  database.answers = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lines).toEqual([
    'The store does not answer, and requests fail. The first is r1: connect ECONNREFUSED',
    'The store still does not answer every request: 10,000 requests failed in 10 s. The last is r10000: connect ECONNREFUSED',
    'The store still does not answer every request: 20,000 requests failed in 20 s. The last is r20000: connect ECONNREFUSED',
    'The store still does not answer every request: 30,000 requests failed in 30 s. The last is r30000: connect ECONNREFUSED',
    'The store answers again. 30,000 requests failed in 32 s.',
  ]);
});

test('while nobody asks, nothing is told of an outage until it is over', async () => {
  const { lines, database, fail } = logged();
  fail();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(lines).toHaveLength(1);
  database.answers = true;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(lines[1]).toBe('The store answers again. 1 request failed in 602 s.');
  fail();
  expect(lines).toHaveLength(3);
});

test('a store that answers some requests and others not is an outage as long as any fail', async () => {
  const { lines, database, fail } = logged();
  database.answers = true;
  for (let second = 0; second < 60; second += 1) {
    fail('canceling statement due to statement timeout');
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(lines).toHaveLength(7);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(lines.slice(7)).toEqual(['The store answers again. 60 requests failed in 62 s.']);
});

test('a log that is ended looks no more', async () => {
  const { log, lines, fail } = logged();
  fail();
  log.end();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(lines).toHaveLength(1);
});
