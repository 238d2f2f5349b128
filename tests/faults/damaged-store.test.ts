// Store files that are cut short, changed, emptied or replaced: the content is there, so they are built anew.
import { spawnSync } from 'node:child_process';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { besides, folder, newsOf, run, serve, versionIn } from './processes.ts';

const content = { 'content/topics/talks.yaml': 'name: Talks\n', 'content/topics/war.yaml': 'name: War\n' };

/** A content folder, its store, and the bytes of that. */
async function built() {
  const place = folder(content);
  const paths = { content: join(place, 'content'), store: join(place, 'data/corpus.db') };
  expect(await run(['build', '--content', paths.content, '--store', paths.store])).toMatchObject({ code: 0 });
  return { ...paths, whole: readFileSync(paths.store) };
}

const flippedAt =
  (...places: readonly number[]) =>
  (whole: Buffer) => {
    const bytes = Buffer.from(whole);
    for (const place of places) bytes[place < 0 ? bytes.length + place : place]! ^= 0x10;
    return bytes;
  };
const cutAt = (length: number) => (whole: Buffer) =>
  whole.subarray(0, length < 0 ? whole.length + length : length);
const middle = (whole: Buffer) => Math.floor(whole.length / 2);

test('whatever is wrong with a store, build says so in one line and builds it anew, byte for byte', async () => {
  const { content, store, whole } = await built();
  const damages: Readonly<Record<string, (whole: Buffer) => Buffer>> = {
    'is empty': cutAt(0),
    'begins and ends': cutAt(100),
    'is cut in the middle': (bytes) => bytes.subarray(0, middle(bytes)),
    'misses its last byte': cutAt(-1),
    'has another first byte': flippedAt(0),
    'has another header': flippedAt(18, 30, 40),
    'has another byte in the middle': (bytes) => flippedAt(middle(bytes))(bytes),
    'has another last byte': flippedAt(-1),
  };
  for (const [what, damage] of Object.entries(damages)) {
    writeFileSync(store, damage(whole));
    const { code, out, err } = await run(['build', '--content', content, '--store', store]);
    expect([what, code, err]).toEqual([
      what,
      0,
      expect.stringMatching(/^\S+corpus\.db is damaged \(.+\): it is built anew from the content\.\n$/),
    ]);
    expect(out).toMatch(/^Built /);
    expect(readFileSync(store).equals(whole)).toBe(true);
    expect(besides(store)).toEqual(['corpus.db']);
  }
});

test('text in the place of a store is kept, and serve builds a store beside it', async () => {
  const { content, store } = await built();
  writeFileSync(store, 'Dear diary,\n'.repeat(1_000));
  const { ask, err } = await serve(content, store);
  expect(await ask('{ topic(slug: "talks") { name } }')).toEqual({ data: { topic: { name: 'Talks' } } });
  expect(err()).toBe(
    `${store} is no corpus (file is not a database): it is built anew from the content. What was there is kept as ${store}.damaged.\n`,
  );
  expect(besides(store)).toEqual(['corpus.db', 'corpus.db.damaged']);
});

test('serve builds a damaged store anew before it serves anything', async () => {
  const { content, store, whole } = await built();
  writeFileSync(store, flippedAt(middle(whole))(whole));
  const { ask, err } = await serve(content, store);
  expect(await ask('{ topics { nodes { name } } }')).toEqual({
    data: { topics: { nodes: [{ name: 'Talks' }, { name: 'War' }] } },
  });
  expect(err()).toMatch(/^\S+ is damaged \(its checksum is not .+\): it is built anew from the content\.\n$/);
});

const QUERY =
  '{ search(text: "ferry", first: 5) { totalCount } articles(last: 3) { nodes { headline statements { nodes { text } } } } }';

test.each<readonly [string, (store: string) => void]>([
  [
    'is overwritten from its second page on, in secret',
    (store) => {
      const garbage = Buffer.alloc(readFileSync(store).length - 4096, 'garbage ');
      const [reference] = [join(folder({ reference: '' }), 'reference')];
      // The time of its last change stays the same: only what is read tells.
      spawnSync('touch', ['-r', store, reference]);
      spawnSync('dd', [`of=${store}`, 'bs=4096', 'seek=1', 'conv=notrunc'], { input: garbage });
      spawnSync('touch', ['-r', reference, store]);
    },
  ],
  [
    'gets another byte in each of its pages',
    (store) => {
      const bytes = readFileSync(store);
      for (let at = 4096 + 2000; at < bytes.length; at += 4096) bytes[at]! ^= 1;
      writeFileSync(store, bytes, { flag: 'r+' });
    },
  ],
  ['is cut to half', (store) => truncateSync(store, Math.floor(readFileSync(store).length / 2))],
])(
  'a store that %s while it is served answers with a code, not with nonsense, until it is whole again',
  async (_, damage) => {
    const content = newsOf(100, 1);
    const store = join(folder(), 'corpus.db');
    expect(await run(['build', '--content', content, '--store', store])).toMatchObject({ code: 0 });
    const version = versionIn(store);
    const reference = await serve(content, join(folder(), 'corpus.db'));
    const expected = await reference.ask(QUERY);
    const service = await serve(content, store);
    expect(await service.ready()).toBe(200);

    damage(store);
    const codes = new Set<unknown>();
    const ready = new Set<number>();
    while (!service.err().includes('is whole again')) {
      // As a load balancer would; it also makes the service look.
      const status = await service.ready();
      const answer = (await service.ask(QUERY)) as {
        errors?: { message: string; extensions: { code: string } }[];
      };
      ready.add(status);
      for (const { message, extensions } of answer.errors ?? []) {
        codes.add(extensions.code);
        expect(message).toMatch(/^The store of this service is damaged/);
      }
      if (status === 503) expect(codes).toEqual(new Set(['STORE_UNAVAILABLE']));
    }
    expect(codes).toEqual(new Set(['STORE_UNAVAILABLE']));
    expect([...ready]).toContain(503);
    expect(await service.ready()).toBe(200);
    expect(await service.ask(QUERY)).toEqual(expected);
    expect(service.err()).toMatch(
      new RegExp(
        `^${store} is damaged \\(.+\\)\\. Nothing is served until it is built anew from the content\\.\n[^]*` +
          `${store} is whole again\\. Version ${version} is served\\.\n$`,
      ),
    );
    expect([versionIn(store), besides(store)]).toEqual([version, ['corpus.db']]);
    service.child.kill('SIGTERM');
    expect(await service.ended).toMatchObject({ code: 0 });
  },
);
