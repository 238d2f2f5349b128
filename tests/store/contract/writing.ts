// The write half: conflicts, dangling references, what was put.
import { expect, onTestFinished, test } from 'vitest';
import type { CorpusWriter } from '../../../src/store/store.ts';
import { type NewPlace, placeFor } from '../corpora.ts';
import { article, event, membership, outcome, person, statement, topic } from '../entries.ts';

export function writingContract(newPlace: NewPlace): void {
  async function newWriter(): Promise<CorpusWriter> {
    const writer = (await placeFor(newPlace)).write();
    onTestFinished(() => writer.discard());
    return writer;
  }

  test('a second record with the same id is refused, and the place of the first is told', async () => {
    const writer = await newWriter();
    const first = { ...person('umerov'), origin: { file: 'actors/all.jsonl', line: 7, path: ['parts', 2] } };
    expect(writer.put(first)).toBeUndefined();
    expect(writer.put(person('umerov', { file: 'actors/umerov.yaml' }))).toEqual({
      id: 'Person:umerov',
      origin: first.origin,
    });
  });

  test('an id that another record had is taken, and so is a former id that another record has or had', async () => {
    const writer = await newWriter();
    const holder = person('kyiv', { former: ['Person:kiev'] });
    writer.put(holder);
    const conflict = (id: string) => ({ id, origin: holder.origin });
    expect(writer.put(person('kiev'))).toEqual(conflict('Person:kiev'));
    expect(writer.put(person('a', { former: ['Person:b', 'Person:kyiv'] }))).toEqual(conflict('Person:kyiv'));
    expect(writer.put(person('c', { former: ['Person:kiev'] }))).toEqual(conflict('Person:kiev'));
  });

  test('a refused record leaves nothing behind', async () => {
    const writer = await newWriter();
    writer.put(person('kyiv'));
    const names = ['Topic:nowhere'];
    expect(writer.put(person('b', { former: ['Person:c', 'Person:kyiv'], names }))).toBeDefined();
    expect([...writer.dangling()]).toEqual([]);
    expect([...writer.ids('actor')]).toEqual(['Person:kyiv']);
    expect(writer.put(person('c'))).toBeUndefined();
  });

  test('a record may be put again under the id that a refused one had', async () => {
    const writer = await newWriter();
    writer.put(person('a'));
    expect(writer.put(person('b', { former: ['Person:a'] }))).toBeDefined();
    expect(writer.put(person('b', { former: ['Person:b', 'Person:d', 'Person:d'] }))).toBeUndefined();
  });

  test('records are given back by kind and by id, former ids included', async () => {
    const writer = await newWriter();
    const entry = article('talks', { former: ['Article:old-talks'] });
    writer.put(entry);
    expect(writer.get('article', 'Article:talks')).toEqual(entry.record);
    expect(writer.get('article', 'Article:old-talks')).toEqual(entry.record);
    expect(writer.get('statement', 'Article:talks')).toBeUndefined();
    expect(writer.get('article', 'Article:other')).toBeUndefined();
  });

  test('ids of a kind are sorted by code point and leave out former ids', async () => {
    const writer = await newWriter();
    for (const slug of ['b', 'a-1', 'a', 'c']) writer.put(topic(slug, { former: [`Topic:old-${slug}`] }));
    writer.put(person('a'));
    expect([...writer.ids('topic')]).toEqual(['Topic:a', 'Topic:a-1', 'Topic:b', 'Topic:c']);
    expect([...writer.ids('place')]).toEqual([]);
  });

  test('dangling references come in the order of putting, with the path and origin that they were put with', async () => {
    const writer = await newWriter();
    const talks = event('talks');
    const origin = { file: 'outcomes/all.jsonl', line: 3, path: ['history', 0] };
    const late = {
      ...outcome(talks, 'later'),
      origin,
      references: [{ target: 'Event:talks' }, { target: 'Person:nobody' }],
    };
    writer.put(topic('z', { names: ['Topic:never', 'Topic:a', 'Event:nowhere'], file: 'topics/z.yaml' }));
    writer.put(late);
    writer.put(topic('a'));
    writer.put(talks);
    const first = { file: 'topics/z.yaml', line: 1, path: [] };
    expect([...writer.dangling()]).toEqual([
      { target: 'Topic:never', path: ['names', 0], origin: first },
      { target: 'Event:nowhere', path: ['names', 2], origin: first },
      { target: 'Person:nobody', origin },
    ]);
  });

  test('a reference to a former id dangles: no record is put under it', async () => {
    const writer = await newWriter();
    writer.put(topic('new', { former: ['Topic:old'] }));
    writer.put(topic('b', { names: ['Topic:old', 'Topic:new'] }));
    expect([...writer.dangling()].map(({ target }) => target)).toEqual(['Topic:old']);
  });

  test('reading what was put may be broken off, and goes on to publishing', async () => {
    const place = await placeFor(newPlace);
    const writer = place.write();
    const source = article('a', { names: ['Topic:x', 'Topic:y'] });
    for (const each of [source, statement(source, 'b'), article('c')]) writer.put(each);
    for (const _ of writer.dangling()) break;
    for (const _ of writer.ids('article')) break;
    await writer.publish({ version: 'v', stamp: 's' });
    const store = await place.open();
    expect(store).toBeDefined();
    await store?.close();
  });

  test('memberships of records that do not exist are left out', async () => {
    const place = await placeFor(newPlace);
    const writer = place.write();
    const memberships = [
      membership('topic.articles', 'Topic:none', 'Article:a'),
      membership('topic.articles', 'Topic:t', 'Article:none'),
      membership('topic.articles', 'Topic:t', 'Article:a'),
    ];
    writer.put(article('a', { memberships }));
    writer.put(topic('t'));
    await writer.publish({ version: 'v', stamp: 's' });
    const store = await place.open();
    const lists = ['Topic:none', 'Topic:t'].map((owner) => ({ list: 'topic.articles' as const, owner }));
    expect(await store?.reader({ now: 0, preview: true }).counts(lists)).toEqual([0, 1]);
    await store?.close();
  });
}
