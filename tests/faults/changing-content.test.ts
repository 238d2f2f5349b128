// Content that changes under the hands of the compiler.
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Ended, folder, newsOf, nobody, run, start, versionIn } from './processes.ts';

type Change = (path: string) => void;

const rewritten = (edit: (text: string) => string): Change => {
  return (path) => {
    writeFileSync(`${path}~`, edit(readFileSync(path, 'utf8')));
    renameSync(`${path}~`, path);
  };
};

/** What editors, deployments and accidents do to articles while these are compiled. */
const changes: Readonly<Record<string, readonly Change[]>> = {
  'removed and edited': [
    (path) => rmSync(path),
    rewritten((text) => text.replace('headline": "', 'headline": "Late: ')),
  ],
  'half written, or no text': [
    (path) => truncateSync(path, 1_000),
    (path) => writeFileSync(path, Buffer.from([0xff, 0xfe, 0, 1])),
    rewritten((text) => text.slice(0, 3_000)),
  ],
  'no files any more, or none that may be read': [
    (path) => chmodSync(path, 0),
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
    (path) => {
      rmSync(path);
      symlinkSync('/etc/hostname', path);
    },
  ],
};

test.each(Object.entries(changes))(
  'articles that are %s while they are compiled are a corpus or a list of problems, never a crash',
  async (_, kinds) => {
    const content = newsOf(120, 1, '--markdown');
    const articles = join(content, 'articles');
    const names = readdirSync(articles);
    const place = folder();
    chmodSync(place, 0o777);
    const store = join(place, 'corpus.db');
    if (nobody.uid !== undefined)
      for (const name of names) chownSync(join(articles, name), nobody.uid, nobody.gid!);

    const building = start(['build', '--content', content, '--store', store], nobody);
    let isOver = false;
    void building.ended.then(() => (isOver = true));
    await expect
      .poll(() => isOver || readdirSync(place).length > 0, { timeout: 120_000, interval: 5 })
      .toBe(true);
    for (let index = names.length - 1; index >= 0 && !isOver; index -= 7) {
      kinds[index % kinds.length]!(join(articles, names[index]!));
      await wait(10);
    }
    expectSaneWords(await building.ended);

    // At rest, the same comes of it as of a build from nothing.
    const fresh = join(place, 'fresh.db');
    const again = await run(['build', '--content', content, '--store', store], nobody);
    const first = await run(['build', '--content', content, '--store', fresh], nobody);
    expectSaneWords(again);
    expect(again.code).toBe(first.code);
    if (first.code === 0) expect(versionIn(store)).toBe(versionIn(fresh));
  },
);

test('a content folder that goes away while it is compiled is told in one line', async () => {
  const content = newsOf(120, 1, '--markdown');
  const store = join(folder(), 'corpus.db');
  const building = start(['build', '--content', content, '--store', store]);
  await expect.poll(() => readdirSync(join(store, '..')), { timeout: 60_000, interval: 5 }).not.toEqual([]);
  renameSync(content, `${content}-elsewhere`);
  const { code, err } = await building.ended;
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/The content folder "\S+" cannot be read: it does not exist\./),
  ]);
  expect(readdirSync(join(store, '..'))).toEqual([]);
});

function expectSaneWords({ code, signal, out, err }: Ended): void {
  expect([0, 1]).toContain(code);
  expect([signal, `${out}${err}`]).toEqual([
    null,
    expect.not.stringMatching(/\n {4}at |node:internal|Error:/),
  ]);
  if (code === 1)
    expect(out).toMatch(
      /^(\S+:\d+:\d+ {2}[A-Z_]+ {2}.+\n)+[\d,]+ problems? in [\d,]+ files?\. \S+ is as it was\.\n$/,
    );
}
