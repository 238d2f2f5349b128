// Pages of lists: order, ends, cursors that outlive the corpus that they came from.
import { expect, test } from 'vitest';
import type { Entry } from '../../../src/model/record.ts';
import type { Order, Position } from '../../../src/store/store.ts';
import {
  factsOf,
  type NewPlace,
  onePage,
  pageFacts,
  placeFor,
  PUBLIC,
  publish,
  sharedCorpora,
} from '../corpora.ts';
import { article, day, membership, topic } from '../entries.ts';

const byName: Order = { field: 'NAME', direction: 'ASC' };
const newestFirst: Order = { field: 'DATE_PUBLISHED', direction: 'DESC' };

export function pagesContract(newPlace: NewPlace): void {
  const letters = ['a', 'b', 'c', 'd', 'e'];
  const topics = letters.map((letter) => topic(letter));
  const corpusOf = sharedCorpora(newPlace);
  const reader = async (entries: readonly Entry[]) => (await corpusOf(entries)).reader(PUBLIC);
  const names = (slugs: string) => [...slugs].map((slug) => `Topic:${slug}`);
  const at = (slug: string): Position => [slug, `Topic:${slug}`];

  test('pages go forward and backward, and say truly what lies on either side', async () => {
    const read = await reader(topics);
    const facts = async (limit: number, backward: boolean, after?: Position, before?: Position) => {
      const { ids, next, previous } = await pageFacts(read, {
        kind: 'topic',
        order: byName,
        limit,
        backward,
        after,
        before,
      });
      return [ids.map((id) => id.slice('Topic:'.length)).join(''), previous, next];
    };
    expect(await facts(2, false)).toEqual(['ab', false, true]);
    expect(await facts(2, false, at('b'))).toEqual(['cd', true, true]);
    expect(await facts(2, false, at('d'))).toEqual(['e', true, false]);
    expect(await facts(3, false, at('b'))).toEqual(['cde', true, false]);
    expect(await facts(5, false)).toEqual(['abcde', false, false]);
    expect(await facts(9, false, at('e'))).toEqual(['', true, false]);
    expect(await facts(2, true)).toEqual(['de', true, false]);
    expect(await facts(2, true, undefined, at('d'))).toEqual(['bc', true, true]);
    expect(await facts(2, true, undefined, at('b'))).toEqual(['a', false, true]);
    expect(await facts(9, true, undefined, at('a'))).toEqual(['', false, true]);
    expect(await facts(9, false, at('a'), at('d'))).toEqual(['bc', true, true]);
    expect(await facts(1, false, at('a'), at('d'))).toEqual(['b', true, true]);
    expect(await facts(1, true, at('a'), at('d'))).toEqual(['c', true, true]);
    expect(await facts(9, false, undefined, at('e'))).toEqual(['abcd', false, true]);
    expect(await facts(9, true, at('a'))).toEqual(['bcde', true, false]);
    expect(await facts(9, false, undefined, at('c'))).toEqual(['ab', false, true]);
    expect(await facts(9, true, at('c'))).toEqual(['de', true, false]);
    expect(await facts(9, false, at('b'), at('c'))).toEqual(['', true, true]);
    expect(await facts(9, false, at('d'), at('b'))).toEqual(['', true, true]);
    expect(await facts(9, false, ['0', 'Topic:0'], ['z', 'Topic:z'])).toEqual(['abcde', false, false]);
  });

  test('a page of no members still tells what lies on either side of it', async () => {
    const read = await reader(topics);
    const facts = async (backward: boolean, after?: Position, before?: Position) => {
      const { ids, next, previous } = await pageFacts(read, {
        kind: 'topic',
        order: byName,
        limit: 0,
        backward,
        after,
        before,
      });
      expect(ids).toEqual([]);
      return [previous, next];
    };
    expect(await facts(false)).toEqual([false, true]);
    expect(await facts(true)).toEqual([true, false]);
    expect(await facts(false, at('b'))).toEqual([true, true]);
    expect(await facts(false, at('e'))).toEqual([true, false]);
    expect(await facts(true, undefined, at('a'))).toEqual([false, true]);
    expect(await facts(false, at('0'))).toEqual([false, true]);
    expect(await facts(false, undefined, at('a'))).toEqual([false, true]);
    expect(await facts(true, at('e'), undefined)).toEqual([true, false]);
    expect(
      await pageFacts(await reader([]), { kind: 'topic', order: byName, limit: 0, backward: false }),
    ).toEqual({
      ids: [],
      next: false,
      previous: false,
    });
  });

  test('a record that is added between two pages moves no other, and one that is removed still marks its place', async () => {
    const place = await placeFor(newPlace);
    const request = { kind: 'topic', order: byName, limit: 2, backward: false } as const;
    const before = await publish(place, topics.slice(0, 4), 'before');
    const { rows } = await onePage(before.reader(PUBLIC), request);
    const cursor: Position = JSON.parse(JSON.stringify(rows.at(-1)!.position));
    expect(rows.map(({ record }) => record.id)).toEqual(names('ab'));
    const after = await publish(
      place,
      [topic('aa'), topic('bb'), ...topics.filter(({ record }) => record.slug !== 'b')],
      'after',
    );
    expect(await pageFacts(after.reader(PUBLIC), { ...request, after: cursor })).toEqual({
      ids: ['Topic:bb', 'Topic:c'],
      next: true,
      previous: true,
    });
    expect(await pageFacts(after.reader(PUBLIC), { ...request, backward: true, before: cursor })).toEqual({
      ids: ['Topic:a', 'Topic:aa'],
      next: true,
      previous: false,
    });
  });

  test('many requests are answered in their order', async () => {
    const member = (slug: string) => membership('topic.articles', 'Topic:a', `Article:${slug}`);
    const articles = ['x', 'y'].map((slug, index) =>
      article(slug, { published: day(index + 1), memberships: [member(slug)] }),
    );
    const read = await reader([...topics, ...articles]);
    const pages = await read.pages([
      { list: 'topic.articles', owner: 'Topic:a', order: newestFirst, limit: 9, backward: false },
      { kind: 'topic', order: { field: 'NAME', direction: 'DESC' }, limit: 2, backward: false },
      { list: 'topic.articles', owner: 'Topic:b', order: newestFirst, limit: 9, backward: false },
      { kind: 'article', order: newestFirst, limit: 1, backward: true },
    ]);
    expect(pages.map((page) => factsOf(page))).toEqual([
      { ids: ['Article:y', 'Article:x'], next: false, previous: false },
      { ids: names('ed'), next: true, previous: false },
      { ids: [], next: false, previous: false },
      { ids: ['Article:x'], next: false, previous: true },
    ]);
    expect(pages[0]?.rows[0]).toEqual({ record: articles[1]!.record, position: [day(2), 'Article:y'] });
    expect(await read.pages([])).toEqual([]);
  });

  test('a list is found by a former id of its owner', async () => {
    const source = article('a', { memberships: [membership('topic.articles', 'Topic:new', 'Article:a')] });
    const read = await reader([topic('new', { former: ['Topic:old'] }), source]);
    const request = { list: 'topic.articles', order: newestFirst, limit: 5, backward: false } as const;
    const expected = { ids: ['Article:a'], next: false, previous: false };
    expect(await pageFacts(read, { ...request, owner: 'Topic:old' })).toEqual(expected);
    expect(await pageFacts(read, { ...request, owner: 'Topic:new', after: [day(2), ''] })).toEqual({
      ...expected,
    });
    expect(await pageFacts(read, { ...request, owner: 'Topic:none', after: [day(2), ''] })).toEqual({
      ...expected,
      ids: [],
    });
  });

  test.each<[string, Order, unknown[]]>([
    ['too short', byName, ['a']],
    ['too long', byName, ['a', 'Topic:a', 1]],
    ['empty', byName, []],
    ['a number for a text', byName, [1, 'Topic:a']],
    ['a text for a number', newestFirst, ['2025', 'Article:a']],
    ['null', byName, [null, 'Topic:a']],
    ['a number that is none', newestFirst, [NaN, 'Article:a']],
    ['a number without end', newestFirst, [Infinity, 'Article:a']],
    ['an object', byName, [{ toString: 'a' }, 'Topic:a']],
    ['half a letter', byName, ['\ud800', 'Topic:a']],
    ['a character that no name has', byName, ['a\u0000', 'Topic:a']],
    ['not even a list', byName, 'ab' as never],
  ])('a position that is %s is refused as a bad cursor', async (_, order, position) => {
    const read = await reader(topics);
    const kind = order === byName ? 'topic' : 'article';
    const request = { kind, order, limit: 1, backward: false } as const;
    const refusal = expect.objectContaining({ name: 'Failure', code: 'BAD_CURSOR' });
    await expect(read.pages([{ ...request, after: position as never }])).rejects.toEqual(refusal);
    await expect(read.pages([{ ...request, before: position as never }])).rejects.toEqual(refusal);
  });

  test('an order that the members do not have is a mistake of the caller', async () => {
    const read = await reader(topics);
    const order = { field: 'DATE_PUBLISHED', direction: 'ASC' } as const;
    await expect(read.pages([{ kind: 'topic', order, limit: 1, backward: false }])).rejects.toThrow(
      TypeError,
    );
  });
}
