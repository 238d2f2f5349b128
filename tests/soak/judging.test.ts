// A soak is worth what its judge sees: answers that are wrong are made by hand, and all of them have to be found.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeEdition } from './editions.ts';
import { Expected } from './expected.ts';
import { ask, type Question } from './questions.ts';
import { randomOf } from './random.ts';
import { judge } from './verdicts.ts';

const folder = mkdtempSync(join(tmpdir(), 'onrecord-judging-'));
const expected = new Expected(2);
const question = questionNamed('feed');
let [older, newer] = ['', ''];

beforeAll(async () => {
  await expected.add(await writeEdition(folder, 1, 0));
  await expected.add(await writeEdition(folder, 1, 1));
  [older, newer] = (await Promise.all(
    expected.versions().map((version) => expected.answer(version, question)),
  )) as [string, string];
});
afterAll(async () => {
  await expected.remove();
  rmSync(folder, { recursive: true });
});

function questionNamed(name: string): Question {
  const random = randomOf(1);
  for (;;) {
    const asked = ask(random);
    if (asked.name === name) return asked;
  }
}

const judged = async (body: string, atLeast = 0, status = 200) =>
  (await judge(question, { service: 'first', status, body, atLeast }, expected)).verdict;

test('the answer of each corpus is right', async () => {
  expect(older).not.toBe(newer);
  expect(await judged(older)).toBe('right');
  expect(await judged(newer, 1)).toBe('right');
});

test('every question can be asked, and two editions answer all of them otherwise', async () => {
  const random = randomOf(2);
  const alike = new Map<string, boolean>();
  for (let asked = 0; asked < 300; asked += 1) {
    const one = ask(random);
    const [first, second] = await Promise.all(
      expected.versions().map(async (version) => {
        const { data } = JSON.parse(await expected.answer(version, one));
        return JSON.stringify({ ...data, corpus: { ...data.corpus, version: 'any' } });
      }),
    );
    alike.set(one.name, (alike.get(one.name) ?? true) && first === second);
  }
  expect(Object.fromEntries(alike)).toEqual({
    article: false,
    feed: false,
    statements: false,
    search: false,
    event: false,
    nodes: false,
    counts: false,
  });
});

test('an answer that is right, but of an older corpus than was shown before, is stale', async () => {
  expect(await judged(older, 1)).toBe('stale');
});

test('an answer put together of two corpora is mixed', async () => {
  const [one, other] = [JSON.parse(older), JSON.parse(newer)];
  expect(await judged(JSON.stringify({ data: { ...one.data, articles: other.data.articles } }))).toBe(
    'mixed',
  );
});

test('an answer that no corpus gives is wrong, and so is one of a corpus that was never published', async () => {
  expect(await judged(older.replace('"totalCount":', '"totalCount":1'))).toBe('wrong');
  expect(await judged(older.replace(/"version":"\w+"/, '"version":"unheard-of"'))).toBe('wrong');
});

test('an answer with errors, with a bad status, or that breaks off, is lost', async () => {
  expect(await judged(`{"data":null,"errors":[{"message":"No"}]}`)).toBe('lost');
  expect(await judged(older, 0, 503)).toBe('lost');
  expect(await judged(older.slice(0, -5))).toBe('lost');
});
