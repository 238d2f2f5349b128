// Disks that are full, folders that are read-only, and paths where no store can be.
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mountDisk } from './disk.ts';
import { besides, folder, newsOf, nobody, run, serve, versionIn } from './processes.ts';

const QUERY = '{ corpus { version } articles(last: 3) { totalCount nodes { headline } } }';
const small = { 'content/topics/talks.yaml': 'name: Talks\n' };

test('a build that fills the disk says so, leaves nothing behind and what is served as it was, and works once there is space', async ({
  skip,
}) => {
  const disk = mountDisk('200m');
  if (typeof disk === 'string') return skip(disk);
  const [before, after] = [newsOf(20, 1), newsOf(200, 2)];
  const store = join(disk.path, 'corpus.db');
  expect(await run(['build', '--content', before, '--store', store])).toMatchObject({ code: 0 });
  const version = versionIn(store);
  const service = await serve(before, store);
  const expected = await service.ask(QUERY);

  const other = join(folder(), 'corpus.db');
  expect(await run(['build', '--content', after, '--store', other])).toMatchObject({ code: 0 });
  const [old, next] = [statSync(store).size, statSync(other).size];
  // Full at the very beginning, while records come, and while tables are completed.
  for (const part of [0.01, 0.4, 0.9]) {
    disk.remount(`size=${Math.ceil(old + part * next)}`);
    expect([part, await run(['build', '--content', after, '--store', store])]).toEqual([
      part,
      {
        code: 1,
        signal: null,
        out: '',
        err: expect.stringMatching(
          new RegExp(
            `(^|\\n)${store} cannot be built: no space is left on the disk of ${disk.path}, or of temporary files\\. ` +
              'A build needs room for the new corpus beside the old one\\. Make space, or name a file on another disk with --store\\. ' +
              'What was served before is as it was\\.\\n$',
          ),
        ),
      },
    ]);
    expect([besides(store), versionIn(store)]).toEqual([['corpus.db'], version]);
    expect(await service.ask(QUERY)).toEqual(expected);
  }

  disk.remount('size=200m');
  expect(await run(['build', '--content', after, '--store', store])).toMatchObject({ code: 0 });
  expect(versionIn(store)).not.toBe(version);
  expect(await service.ask(QUERY)).toEqual(expected);
});

test('a store on a read-only disk is served, and cannot be built', async ({ skip }) => {
  const disk = mountDisk('50m');
  if (typeof disk === 'string') return skip(disk);
  const content = join(folder(small), 'content');
  const store = join(disk.path, 'corpus.db');
  expect(await run(['build', '--content', content, '--store', store])).toMatchObject({ code: 0 });
  disk.remount('ro');
  expect(await run(['build', '--content', content, '--store', store])).toMatchObject({ code: 0 });
  expect(await run(['build', '--force', '--content', content, '--store', store])).toEqual(
    refusal(store, disk.path),
  );
  const { ask } = await serve(content, store);
  expect(await ask('{ topics { totalCount } }')).toEqual({ data: { topics: { totalCount: 1 } } });
});

test('a folder without permission to write, and a store without permission to read, are told as such', async () => {
  const place = folder(small);
  const content = join(place, 'content');
  const store = join(place, 'data/corpus.db');
  mkdirSync(join(place, 'data'), { mode: 0o555 });
  expect(await run(['build', '--content', content, '--store', store], nobody)).toEqual(
    refusal(store, join(place, 'data')),
  );
  chmodSync(join(place, 'data'), 0o777);
  expect(await run(['build', '--content', content, '--store', store], nobody)).toMatchObject({ code: 0 });
  chmodSync(store, 0);
  expect(await run(['build', '--content', content, '--store', store], nobody)).toEqual({
    code: 1,
    signal: null,
    out: '',
    err: `${store} may not be read: check its permissions, or name another file with --store.\n`,
  });
});

test('a store that is a folder, or lies in a file, is told as such', async () => {
  const place = folder({ ...small, 'notes.txt': 'my notes' });
  const content = join(place, 'content');
  expect(await run(['build', '--content', content, '--store', place])).toEqual({
    code: 1,
    signal: null,
    out: '',
    err: `${place} is not a file: name one with --store.\n`,
  });
  const notes = join(place, 'notes.txt');
  expect(await run(['build', '--content', content, '--store', join(notes, 'corpus.db')])).toEqual({
    code: 1,
    signal: null,
    out: '',
    err: `${notes}/corpus.db cannot be built: ${notes} is not a folder, and cannot be made one. Name a file elsewhere with --store. What was served before is as it was.\n`,
  });
});

function refusal(store: string, place: string) {
  return {
    code: 1,
    signal: null,
    out: '',
    err: `${store} cannot be built: ${place} is read-only, or may not be written to by this user. Check its permissions, or name a file elsewhere with --store. What was served before is as it was.\n`,
  };
}
