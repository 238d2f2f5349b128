// The one visibility rule: what is hidden is as if it were not there, in everything that a reader answers.
import { expect, test } from 'vitest';
import type { Entry } from '../../../src/model/record.ts';
import type { Order } from '../../../src/store/store.ts';
import { found, type NewPlace, onePage, pageFacts, placeFor, PREVIEW, PUBLIC, publish } from '../corpora.ts';
import {
  article,
  correction,
  day,
  event,
  membership,
  outcome,
  person,
  statement,
  statusChange,
  topic,
} from '../entries.ts';

const NEVER = { from: 0, until: 0 };
const newestFirst: Order = { field: 'DATE_PUBLISHED', direction: 'DESC' };

export function visibilityContract(newPlace: NewPlace): void {
  /** Which of the entries are there, on each of the days. */
  async function seen(
    entries: readonly Entry[],
    ids: readonly string[],
    days: readonly number[],
  ): Promise<readonly (readonly string[])[]> {
    const store = await publish(await placeFor(newPlace), entries);
    return Promise.all(days.map((n) => found(store.reader({ now: day(n), preview: false }), ids)));
  }

  test('an embargo lifts by the clock, at its very millisecond, and an article that expires is gone', async () => {
    const store = await publish(await placeFor(newPlace), [
      article('a', { visible: { from: day(2), until: day(4) } }),
    ]);
    const at = (now: number) => found(store.reader({ now, preview: false }), ['Article:a']);
    expect(await at(day(2) - 1)).toEqual([]);
    expect(await at(day(2))).toEqual(['Article:a']);
    expect(await at(day(4) - 1)).toEqual(['Article:a']);
    expect(await at(day(4))).toEqual([]);
    expect(await found(store.reader({ now: day(1), preview: true }), ['Article:a'])).toEqual(['Article:a']);
  });

  test('what exists only through an article is hidden with it, whatever else names it', async () => {
    const hidden = article('hidden', { visible: NEVER });
    const talks = event('talks');
    const truce = outcome(talks, 'truce');
    const entries = [
      statement(hidden, 's'),
      correction(hidden, 'c'),
      statusChange(truce, hidden, 'h'),
      hidden,
      talks,
      truce,
      article('open', {
        names: ['Statement:hidden/s', 'Correction:hidden/c', 'Article:hidden', 'Outcome:truce'],
      }),
    ];
    const ids = entries.map(({ record }) => record.id);
    const store = await publish(await placeFor(newPlace), entries);
    expect(await found(store.reader(PUBLIC), ids)).toEqual(['Event:talks', 'Outcome:truce', 'Article:open']);
    expect(await found(store.reader(PREVIEW), ids)).toEqual(ids);
  });

  test('a record with a file of its own is hidden when articles name it and all of those are hidden', async () => {
    const early = article('early', { visible: { from: day(5), until: Infinity }, names: ['Person:both'] });
    const late = article('late', { visible: { from: day(9), until: Infinity } });
    const said = statement(late, 's', { names: ['Person:late', 'Person:both', 'Person:old-renamed'] });
    const entries = [
      early,
      late,
      said,
      article('never', { visible: NEVER, names: ['Person:never', 'Topic:never', 'Person:late'] }),
      ...['both', 'late', 'never', 'unnamed', 'named-by-topic'].map((slug) => person(slug)),

      person('renamed', { former: ['Person:old-renamed'] }),
      topic('never', { names: ['Person:named-by-topic', 'Person:never'] }),
    ];
    const ids = ['both', 'late', 'never', 'unnamed', 'named-by-topic', 'renamed'].map(
      (slug) => `Person:${slug}`,
    );
    const always = ['Person:unnamed', 'Person:named-by-topic'];
    expect(await seen(entries, [...ids, 'Topic:never'], [1, 5, 9])).toEqual([
      always,
      ['Person:both', ...always],
      ['Person:both', 'Person:late', ...always, 'Person:renamed'],
    ]);
  });

  test('a record is hidden between the times at which articles show it', async () => {
    const span = (from: number, until: number) => ({
      visible: { from: day(from), until: day(until) },
      names: ['Person:p'],
    });
    const entries = [
      article('a', span(2, 4)),
      article('b', span(8, 12)),
      article('c', span(3, 6)),
      article('d', span(9, 10)),
      article('e', span(15, 16)),
      article('f', span(16, 17)),
      article('g', {
        visible: NEVER,
        names: ['Person:p'],
      }),
      person('p'),
    ];
    const days = Array.from({ length: 18 }, (_, index) => index + 1);
    const answers = await seen(entries, ['Person:p'], days);
    expect(days.filter((_, index) => answers[index]!.length === 1)).toEqual([
      2, 3, 4, 5, 8, 9, 10, 11, 15, 16,
    ]);
  });

  test('an outcome is hidden with its event, and a change of status with either its outcome or its article', async () => {
    const talks = event('talks');
    const truce = outcome(talks, 'truce');
    const swap = outcome(talks, 'swap');
    const span = (from: number, until: number) => ({ visible: { from: day(from), until: day(until) } });
    const entries = [
      talks,
      truce,
      swap,
      article('first', { ...span(2, 4), names: ['Event:talks'] }),
      article('second', { ...span(6, 20), names: ['Event:talks'] }),
      article('of-truce', { ...span(3, 10), names: ['Outcome:truce'] }),
      article('open'),
      article('of-change', span(9, 30)),
    ];
    const open = entries.find(({ record }) => record.slug === 'open') as Entry<'article'>;
    const ofChange = entries.find(({ record }) => record.slug === 'of-change') as Entry<'article'>;
    const changes = [
      statusChange(truce, open, 'x'),
      statusChange(truce, ofChange, 'y'),
      statusChange(swap, open, 'z'),
    ];
    const ids = ['Outcome:truce', 'Outcome:swap', ...changes.map(({ record }) => record.id)];
    const [truceId, swapId, x, y, z] = ids as [string, string, string, string, string];
    expect(await seen([...entries, ...changes], ids, [1, 2, 3, 4, 5, 6, 9, 10, 19, 20])).toEqual([
      [],
      [swapId, z],
      [truceId, swapId, x, z],
      [],
      [],
      [truceId, swapId, x, z],
      [truceId, swapId, x, y, z],
      [swapId, z],
      [swapId, z],
      [],
    ]);
  });

  test('lists leave hidden members out, count none of them and never say that more lie ahead', async () => {
    const inList = (slug: string) => [membership('topic.articles', 'Topic:t', `Article:${slug}`)];
    const entries = [
      topic('t'),
      ...[1, 2, 3, 4, 5, 6].map((n) =>
        article(`a${n}`, {
          published: day(n),
          memberships: inList(`a${n}`),
          ...(n % 2 === 1 && { visible: { from: day(100), until: Infinity } }),
        }),
      ),
    ];
    const store = await publish(await placeFor(newPlace), entries);
    for (const list of [{ list: 'topic.articles', owner: 'Topic:t' }, { kind: 'article' }] as const) {
      const request = { ...list, order: newestFirst, limit: 2, backward: false } as const;
      const before = store.reader({ now: day(99), preview: false });
      const first = await onePage(before, request);
      expect(first.rows.map(({ record }) => record.id)).toEqual(['Article:a6', 'Article:a4']);
      const rest = { ...request, after: first.rows[1]!.position };
      expect(await pageFacts(before, rest)).toEqual({ ids: ['Article:a2'], next: false, previous: true });
      expect(await before.counts([list])).toEqual([3]);
      const lifted = store.reader({ now: day(100), preview: false });
      expect(await pageFacts(lifted, rest)).toEqual({
        ids: ['Article:a3', 'Article:a2'],
        next: true,
        previous: true,
      });
      expect(await lifted.counts([list])).toEqual([6]);
      const oldest = { ...request, backward: true, before: [day(2), 'Article:a2'] };
      expect(await pageFacts(before, oldest)).toEqual({
        ids: ['Article:a6', 'Article:a4'],
        next: true,
        previous: false,
      });
      expect(await pageFacts(before, { ...oldest, before: [day(5), 'Article:a5'], limit: 9 })).toMatchObject({
        ids: ['Article:a6'],
      });
      expect(await pageFacts(before, { ...request, limit: 0, after: [day(2), 'Article:a2'] })).toMatchObject({
        next: false,
      });
      expect(await pageFacts(before, { ...request, limit: 0, after: [day(6), 'Article:a6'] })).toMatchObject({
        previous: true,
      });
      expect(await pageFacts(before, { ...request, limit: 0, after: [day(7), 'Article:a7'] })).toMatchObject({
        previous: false,
      });
    }
  });

  test('the list of a hidden owner is empty', async () => {
    const entries = [
      article('hidden', { visible: NEVER, names: ['Person:p'] }),
      person('p'),
      article('open', { memberships: [membership('actor.articles', 'Person:p', 'Article:open')] }),
    ];
    const store = await publish(await placeFor(newPlace), entries);
    const request = {
      list: 'actor.articles',
      owner: 'Person:p',
      order: newestFirst,
      limit: 5,
      backward: false,
    } as const;
    expect(await pageFacts(store.reader(PUBLIC), request)).toEqual({ ids: [], next: false, previous: false });
    expect(await pageFacts(store.reader(PUBLIC), { ...request, limit: 0, after: [day(9), 'x'] })).toEqual({
      ids: [],
      next: false,
      previous: false,
    });
    expect(await pageFacts(store.reader(PREVIEW), request)).toMatchObject({ ids: ['Article:open'] });
  });

  test('the last change of an outcome is the last that the view can see', async () => {
    const talks = event('talks');
    const [a, b, c] = [outcome(talks, 'a'), outcome(talks, 'b'), outcome(talks, 'c')];
    const open = article('open');
    const embargoed = article('embargoed', { visible: { from: day(50), until: Infinity } });
    const entries = [
      talks,
      a,
      b,
      c,
      open,
      embargoed,
      article('names', { names: ['Outcome:a', 'Outcome:b', 'Outcome:c'] }),
      statusChange(a, open, '1', { date: [day(1), day(1)] }),
      statusChange(a, embargoed, '2', { date: [day(9), day(9)] }),
      statusChange(b, open, '1', { date: [day(5), day(5)] }),
      statusChange(c, embargoed, '1', { date: [day(7), day(7)] }),
    ];
    const store = await publish(await placeFor(newPlace), entries);
    const answer = async (now: number, preview: boolean) => {
      const order = { field: 'LAST_CHANGE', direction: 'DESC' } as const;
      const page = await onePage(store.reader({ now, preview }), {
        kind: 'outcome',
        order,
        limit: 5,
        backward: false,
      });
      return page.rows.map(({ record, position }) => [record.slug, ...position.slice(0, -1)]);
    };
    const lifted = [
      ['a', 1, day(9), day(9)],
      ['c', 1, day(7), day(7)],
      ['b', 1, day(5), day(5)],
    ];
    expect(await answer(day(49), false)).toEqual([
      ['b', 1, day(5), day(5)],
      ['a', 1, day(1), day(1)],
      ['c', 0, 0, 0],
    ]);
    expect(await answer(day(50), false)).toEqual(lifted);
    expect(await answer(day(1), true)).toEqual(lifted);
  });

  test('the next moment at which the clock shows or hides something is told, whatever it shows', async () => {
    const span = (from: number, until: number) => ({ visible: { from, until } });
    const entries = [
      article('always'),
      article('embargoed', { ...span(day(5), Infinity), names: ['Person:p'] }),
      article('passing', { ...span(day(2), day(3)), names: ['Person:p'] }),
      article('long-gone', span(-Infinity, day(1))),
      article('withheld', { visible: NEVER }),
      article('nothing', span(day(9), day(8))),
      person('p'),
    ];
    const store = await publish(await placeFor(newPlace), entries);
    const after = (now: number) => store.reader({ now, preview: false }).nextVisibilityChange();
    const moments = [];
    for (let next = await after(day(1) - 1); next !== undefined; next = await after(next)) moments.push(next);
    expect(moments).toEqual([day(1), day(2), day(3), day(5)]);
    expect(await after(day(2) + 1)).toBe(day(3));
    expect(await store.reader({ now: day(1), preview: true }).nextVisibilityChange()).toBeUndefined();
  });

  test('whatever changes between two moments, one of those that are told lies between them', async () => {
    const talks = event('talks');
    const truce = outcome(talks, 'truce');
    const span = (from: number, until: number) => ({ visible: { from: day(from), until: day(until) } });
    const a = article('a', { ...span(2, 5), names: ['Event:talks'] });
    const b = article('b', { ...span(7, 9), names: ['Event:talks', 'Outcome:truce'] });
    const c = article('c', { ...span(4, 8), names: ['Outcome:truce'] });
    const entries = [talks, truce, a, b, c, statement(a, 's'), statusChange(truce, c, 'x')];
    const ids = entries.map(({ record }) => record.id);
    const store = await publish(await placeFor(newPlace), entries);
    const reader = (now: number) => store.reader({ now, preview: false });
    const moments = Array.from({ length: 12 }, (_, index) => day(index + 1));
    const changed = [];
    for (const [index, now] of moments.slice(1).entries()) {
      const before = moments[index]!;
      const isAnother = `${await found(reader(before), ids)}` !== `${await found(reader(now), ids)}`;
      const next = await reader(before).nextVisibilityChange();
      if (isAnother) changed.push(now);
      expect(next !== undefined && next <= now).toBe(isAnother);
    }
    expect(changed).toEqual([2, 4, 5, 7, 8, 9].map(day));
  });

  test('nothing is ever shown or hidden where no article has a bound, or there is none', async () => {
    const place = await placeFor(newPlace);
    for (const entries of [[], [person('p')], [article('always'), article('never', { visible: NEVER })]]) {
      const store = await publish(place, entries, `v${entries.length}`);
      expect(await store.reader({ now: -9e15, preview: false }).nextVisibilityChange()).toBeUndefined();
    }
  });
}
