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

/** What editors, deployments and accidents do to one of the articles. */
const changes: readonly ((path: string) => void)[] = [
  (path) => rmSync(path),
  (path) => {
    writeFileSync(`${path}~`, readFileSync(path, 'utf8').replace('headline', 'description').slice(0, 3_000));
    renameSync(`${path}~`, path);
  },
  (path) => truncateSync(path, 1_000),
  (path) => writeFileSync(path, Buffer.from([0xff, 0xfe, 0, 1])),
  (path) => chmodSync(path, 0),
  (path) => {
    rmSync(path);
    mkdirSync(path);
  },
  (path) => {
    rmSync(path);
    symlinkSync('/etc/hostname', path);
  },
  (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('headline": "', 'headline": "Late: ')),
];

test('content that changes while it is compiled is a corpus or a list of problems, never a crash', async () => {
  const content = newsOf(250, 1, '--markdown');
  const articles = join(content, 'articles');
  const originals = readdirSync(articles).map((name) => ({ name, text: readFileSync(join(articles, name)) }));
  const place = folder();
  chmodSync(place, 0o777);
  const store = join(place, 'corpus.db');
  const restore = () => {
    rmSync(articles, { recursive: true });
    mkdirSync(articles);
    for (const { name, text } of originals) writeFileSync(join(articles, name), text);
    if (nobody.uid !== undefined)
      for (const { name } of originals) chownSync(join(articles, name), nobody.uid, nobody.gid!);
  };

  for (const change of changes) {
    restore();
    const building = start(['build', '--content', content, '--store', store], nobody);
    let isOver = false;
    void building.ended.then(() => (isOver = true));
    for (let index = originals.length - 1; index >= 0 && !isOver; index -= 5) {
      await wait(20);
      change(join(articles, originals[index]!.name));
    }
    expectSaneWords(await building.ended);

    // At rest, the same comes of it as of a build from nothing.
    const [again, fresh] = [
      await run(['build', '--content', content, '--store', store], nobody),
      await run(['build', '--content', content, '--store', join(place, 'fresh.db')], nobody),
    ];
    expectSaneWords(again);
    expect(again.code).toBe(fresh.code);
    if (fresh.code === 0) expect(versionIn(store)).toBe(versionIn(join(place, 'fresh.db')));
  }
});

test('a content folder that goes away while it is compiled is told in one line', async () => {
  const content = newsOf(250, 1, '--markdown');
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
