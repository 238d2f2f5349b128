// A content folder that is looked at again and again: what is read, what is compiled, and what readers see meanwhile.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LiveContent, type Look } from '../../src/live/live-content.ts';
import { openSnapshot, openSqlite, type Snapshot } from '../../src/store/sqlite.ts';
import { found, PREVIEW } from '../store/corpora.ts';

interface Place {
  readonly live: LiveContent;
  readonly store: string;
  write(path: string, text: string): void;
  remove(path: string): void;
  look(...paths: string[]): Promise<Look>;
}

/** A folder with some files, looked at for the first time. */
async function start(files: Readonly<Record<string, string>>): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-live-'));
  const [content, store] = [join(folder, 'content'), join(folder, 'store', 'corpus.db')];
  mkdirSync(content);
  const live = new LiveContent({ content, store });
  onTestFinished(() => {
    live.close();
    rmSync(folder, { recursive: true });
  });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(content, path)), { recursive: true });
    writeFileSync(join(content, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  await live.look();
  return {
    live,
    store,
    write,
    remove: (path) => rmSync(join(content, path)),
    look: (...paths) => live.look(paths.length > 0 ? new Set(paths) : undefined),
  };
}

function open(live: LiveContent): Snapshot {
  const snapshot = openSnapshot(live.corpus!.path);
  onTestFinished(() => snapshot.close());
  return snapshot;
}

const article = (body: string, matter = '') =>
  `---\nheadline: Talks\ninLanguage: en\ndatePublished: 2025-05-16T18:30:00Z\n${matter}---\n${body}\n`;
const newsroom = {
  'topics/talks.yaml': 'name: Talks\n',
  'topics/war.yaml': 'name: War\nbroader: talks\n',
  'actors/ann.yaml': 'type: PERSON\nname: Ann Lind\n',
  'articles/a.md': article('Ann Lind came.', 'about: [war]\n'),
  'articles/b.md': article('Bo Berg went.'),
  'articles/c.md': article('Nobody stayed.', 'about: [talks]\n'),
  'events/e.yaml':
    'name: Talks\nkind: CONSULT\nparticipants:\n  - { actor: ann, role: PARTY, article: a, exact: Ann Lind came }\n',
};

test.each<readonly [string, string, string | undefined, number]>([
  ['an article', 'articles/b.md', article('Bo Berg went home.'), 1],
  ['an article in which an event has its evidence', 'articles/a.md', article('Ann Lind came early.'), 2],
  ['a new article', 'articles/d.md', article('Rain fell.'), 1],
  ['an article that nothing names', 'articles/b.md', undefined, 0],
  ['what is said of an actor', 'actors/ann.yaml', 'type: PERSON\nname: Ann Lind\ndescription: A mayor.\n', 1],
  [
    'the name of an actor, and the articles that have it',
    'actors/ann.yaml',
    'type: PERSON\nname: Bo Berg\n',
    3,
  ],
  ['a new actor whom an article names', 'actors/bo.yaml', 'type: PERSON\nname: Bo Berg\n', 2],
  ['what a topic is a part of, and what is about it', 'topics/war.yaml', 'name: War\n', 2],
  ['the name of a topic', 'topics/war.yaml', 'name: The war\nbroader: talks\n', 1],
])('an edit compiles %s', async (_, path, text, compiled) => {
  const { write, remove, look } = await start(newsroom);
  if (text === undefined) remove(path);
  else write(path, text);
  expect(await look(path)).toMatchObject({ outcome: 'changed', compiled });
});

test('a broken edit is refused with the problems of every file that it breaks, and the corpus stays', async () => {
  const { live, remove, write, look } = await start(newsroom);
  const before = live.corpus!.label;
  remove('articles/a.md');
  const refused = await look('articles/a.md');
  expect(refused).toMatchObject({
    outcome: 'refused',
    compilation: { problems: [{ file: 'events/e.yaml', line: 4, code: 'UNKNOWN_REFERENCE' }] },
  });
  expect(live.corpus!.label).toEqual(before);
  write('articles/a.md', newsroom['articles/a.md']);
  expect(await look('articles/a.md')).toMatchObject({ outcome: 'unchanged' });
});

test('only the files that are named are looked at; a look at all finds what nobody named', async () => {
  const { write, look } = await start(newsroom);
  write('topics/talks.yaml', 'name: Negotiations\n');
  write('articles/b.md', article('Bo Berg went home.'));
  expect(await look('articles/b.md')).toMatchObject({ outcome: 'changed', compiled: 1 });
  expect(await look('articles/b.md')).toMatchObject({ outcome: 'unchanged' });
  expect(await look()).toMatchObject({ outcome: 'changed', compiled: 1 });
});

test('a file that is named is read, even if its size and time are those of before', async () => {
  const { live, write, look } = await start(newsroom);
  const path = join(dirname(dirname(live.corpus!.path)), 'content', 'topics/talks.yaml');
  utimesSync(path, 1, 1);
  await look('topics/talks.yaml');
  write('topics/talks.yaml', 'name: Balks\n');
  utimesSync(path, 1, 1);
  expect(await look('topics/talks.yaml')).toMatchObject({ outcome: 'changed', compiled: 1 });
});

test('who began to read goes on reading the same, whatever is compiled and tidied meanwhile', async () => {
  const { live, write, look } = await start(newsroom);
  const ids = ['Topic:talks', 'Topic:peace'];
  const first = open(live);
  write('topics/peace.yaml', 'name: Peace\n');
  await look('topics/peace.yaml');
  const second = open(live);
  live.corpus!.tidy();
  second.renew();
  expect([first.version === second.version, second.version]).toEqual([false, live.corpus!.label.version]);
  write('topics/peace.yaml', 'name: Peace at last\n');
  await look('topics/peace.yaml');
  expect(await found(first.reader(PREVIEW), ids)).toEqual(['Topic:talks']);
  expect(await second.reader(PREVIEW).records(['Topic:peace'])).toMatchObject([{ name: 'Peace' }]);
  expect(await open(live).reader(PREVIEW).records(['Topic:peace'])).toMatchObject([
    { name: 'Peace at last' },
  ]);
});

test('a copy is a corpus like any that was built, and nothing else is left behind', async () => {
  const { live, store, write, look } = await start(newsroom);
  write('topics/talks.yaml', 'name: Negotiations\n');
  await look('topics/talks.yaml');
  const { label } = live.corpus!;
  await live.corpus!.copyTo(store);
  live.close();
  expect(readdirSync(dirname(store))).toEqual(['corpus.db']);
  const copy = openSqlite(store)!;
  expect([copy.version, copy.stamp]).toEqual([label.version, label.stamp]);
  expect(await copy.reader(PREVIEW).records(['Topic:talks'])).toMatchObject([{ name: 'Negotiations' }]);
  await copy.close();
});

test('a copy that is no longer wanted is not made, and what was there stays', async () => {
  const { live, store, look, write } = await start(newsroom);
  await live.corpus!.copyTo(store);
  const before = readFileSync(store);
  // More than is copied at once.
  for (let part = 0; part < 24; part += 1) write(`articles/long-${part}.md`, article('long'.repeat(200_000)));
  await expect(look()).resolves.toMatchObject({ outcome: 'changed' });
  const aborting = new AbortController();
  const copying = live.corpus!.copyTo(store, aborting.signal);
  aborting.abort(new Error('An edit came.'));
  await expect(copying).rejects.toThrow('An edit came.');
  expect(readFileSync(store).equals(before)).toBe(true);
  await expect(live.corpus!.copyTo(store)).resolves.toBeUndefined();
});
