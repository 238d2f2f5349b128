// What is told of a folder that is edited: which paths, and that all may have changed where that is not known.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { watchFolder } from '../../src/live/watch.ts';

/** A folder that is followed, and what is told of it. */
function follow() {
  const parent = mkdtempSync(join(tmpdir(), 'onrecord-watch-'));
  const folder = join(parent, 'content');
  mkdirSync(join(folder, 'topics'), { recursive: true });
  const told: (readonly string[] | 'all')[] = [];
  const stop = watchFolder(folder, {
    onChange: (paths) => told.push(paths ? [...paths] : 'all'),
    onError: (error) => {
      throw error;
    },
  });
  onTestFinished(() => {
    stop();
    rmSync(parent, { recursive: true, force: true });
  });
  return { folder, told, paths: () => told.flat() };
}

test('a file that is written, replaced or removed is told by its path', async () => {
  const { folder, paths, told } = follow();
  const file = join(folder, 'topics/talks.yaml');
  writeFileSync(file, 'name: Talks\n');
  await expect.poll(paths).toContain('topics/talks.yaml');
  told.length = 0;
  writeFileSync(`${file}~`, 'name: Talks again\n');
  renameSync(`${file}~`, file);
  await expect.poll(paths).toContain('topics/talks.yaml');
  told.length = 0;
  rmSync(file);
  await expect.poll(paths).toContain('topics/talks.yaml');
  expect(paths()).not.toContain('all');
});

test('a new folder is told by its path and followed at once, at any depth', async () => {
  const { folder, paths } = follow();
  mkdirSync(join(folder, 'articles/2025/05'), { recursive: true });
  await expect.poll(paths).toContain('articles');
  writeFileSync(join(folder, 'articles/2025/05/a.md'), 'text');
  await expect.poll(paths).toContain('articles/2025/05/a.md');
});

test('all may have changed where the folder itself goes away, comes back, or is another one at once', async () => {
  const { folder, told } = follow();
  renameSync(folder, `${folder}-old`);
  await expect.poll(() => told.at(-1)).toBe('all');
  told.length = 0;
  mkdirSync(folder);
  await expect.poll(() => told.at(-1), { timeout: 5_000 }).toBe('all');
  told.length = 0;
  renameSync(folder, `${folder}-other`);
  mkdirSync(join(folder, 'topics'), { recursive: true });
  await expect.poll(() => told.at(-1), { timeout: 5_000 }).toBe('all');
});

test('a folder that is not there yet is followed when it is', async () => {
  const { folder, told } = follow();
  const later = join(folder, 'later');
  const paths: unknown[] = [];
  const stop = watchFolder(later, { onChange: (each) => paths.push(each), onError: () => undefined });
  onTestFinished(stop);
  mkdirSync(later);
  await expect.poll(() => paths, { timeout: 5_000 }).toEqual([undefined]);
  writeFileSync(join(later, 'a.yaml'), '');
  await expect.poll(() => paths.length, { timeout: 5_000 }).toBeGreaterThan(1);
  expect(told).not.toContain('all');
});
