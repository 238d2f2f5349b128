// One corpus replaces another: all or nothing.
import { expect, test } from 'vitest';
import { found, type NewPlace, placeFor, PUBLIC, publish } from '../corpora.ts';
import { person } from '../entries.ts';

const ids = ['Person:a', 'Person:b'];

export function swapContract(newPlace: NewPlace): void {
  test('there is no corpus before the first is published', async () => {
    const place = await placeFor(newPlace);
    expect(await place.open()).toBeUndefined();
    const writer = place.write();
    writer.put(person('a'));
    expect(await place.open()).toBeUndefined();
    await writer.discard();
    expect(await place.open()).toBeUndefined();
  });

  test('a corpus has the version and the stamp that it was published with', async () => {
    const place = await placeFor(newPlace);
    const store = await publish(place, [person('a')], 'v7');
    expect([store.version, store.stamp, store.reader(PUBLIC).version]).toEqual(['v7', 'stamp of v7', 'v7']);
    await expect(store.ping()).resolves.toBeUndefined();
  });

  test('who opened the old corpus goes on reading it; who opens from now on reads the new one', async () => {
    const place = await placeFor(newPlace);
    const old = await publish(place, [person('a')], 'old');
    const fresh = await publish(place, [person('b')], 'new');
    expect(await found(old.reader(PUBLIC), ids)).toEqual(['Person:a']);
    expect(await found(fresh.reader(PUBLIC), ids)).toEqual(['Person:b']);
    expect([old.version, fresh.version]).toEqual(['old', 'new']);
  });

  test('a discarded corpus leaves the old one as it was', async () => {
    const place = await placeFor(newPlace);
    const old = await publish(place, [person('a')]);
    const writer = place.write();
    writer.put(person('b'));
    await writer.discard();
    await writer.discard();
    const again = await place.open();
    expect(await found(old.reader(PUBLIC), ids)).toEqual(['Person:a']);
    expect(await found(again!.reader(PUBLIC), ids)).toEqual(['Person:a']);
    await again!.close();
  });

  test('a corpus may be empty', async () => {
    const reader = (await publish(await placeFor(newPlace), [])).reader(PUBLIC);
    expect(await reader.records(ids)).toEqual([undefined, undefined]);
    expect(await reader.counts([{ kind: 'actor' }, { list: 'actor.articles', owner: 'Person:a' }])).toEqual([
      0, 0,
    ]);
  });

  test('a closed store answers nothing', async () => {
    const place = await placeFor(newPlace);
    const store = await publish(place, [person('a')]);
    await store.close();
    await expect(store.ping()).rejects.toThrow();
    await expect(store.reader(PUBLIC).records(ids)).rejects.toThrow();
    await expect(store.close()).resolves.toBeUndefined();
  });
}
