// The made-up news that the bench measures on: two runs can only be compared where it is the same.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MadeUp } from '../../bench/made-up.ts';
import { checkContent } from '../../src/corpus.ts';

const everything = (seed: number) => {
  const madeUp = new MadeUp({ articles: 20, seed });
  const others = Object.entries(madeUp.others()).map(([folder, records]) => [folder, [...records]]);
  return { ...Object.fromEntries(others), articles: [...madeUp.articles()] };
};

test('the same seed makes up the same news, and another seed other news', () => {
  expect(everything(1)).toEqual(everything(1));
  expect(everything(2)).not.toEqual(everything(1));
});

test('an article that is made up alone is the one that all are made up with', () => {
  const madeUp = new MadeUp({ articles: 20, seed: 7 });
  expect(madeUp.article(13)).toEqual([...madeUp.articles()][13]);
});

test.each([
  { form: 'JSON Lines', flags: [] },
  { form: 'Markdown', flags: ['--markdown'] },
])('made-up news as $form is content without problems', async ({ flags }) => {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-made-up-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const script = resolve(import.meta.dirname, '../../bench/corpus.ts');
  execFileSync(process.execPath, [script, '--articles', '120', '--out', folder, ...flags]);
  const { problems, counts } = await checkContent(folder);
  expect(problems).toEqual([]);
  expect(counts).toMatchObject({ article: 120, statement: 600, event: 5, outcome: 5 });
});
