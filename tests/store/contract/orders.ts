// Orders of lists, in both directions.
import { expect, test } from 'vitest';
import type { Entry } from '../../../src/model/record.ts';
import type { Kind } from '../../../src/model/kind.ts';
import type { CorpusReader, OrderField, Position } from '../../../src/store/store.ts';
import { type NewPlace, onePage, placeFor, PUBLIC, publish } from '../corpora.ts';
import { article, correction, day, event, outcome, person, statement, statusChange } from '../entries.ts';

export function ordersContract(newPlace: NewPlace): void {
  const source = article('s', { published: day(1) });
  const talks = event('talks');
  const days = (slug: string, start?: readonly [number, number]) => event(slug, start ? { start } : {});
  const read = async (entries: readonly Entry[]): Promise<CorpusReader> =>
    (await publish(await placeFor(newPlace), entries)).reader(PUBLIC);

  /** The slugs of all records of a kind, ascending and descending. */
  async function ordered(
    entries: readonly Entry[],
    kind: Kind,
    field: OrderField,
  ): Promise<readonly string[]> {
    const request = { kind, limit: 100, backward: false } as const;
    const directions = ['ASC', 'DESC'] as const;
    const pages = await (
      await read(entries)
    ).pages(directions.map((direction) => ({ ...request, order: { field, direction } })));
    return pages.map(({ rows }) => rows.map(({ record }) => record.slug).join(' '));
  }

  test('dates go by their earliest bound, then the latest, then the id; records without one come last both ways', async () => {
    const entries = [
      days('none-b'),
      days('none-a'),
      days('month', [day(1), day(31)]),
      days('first', [day(1), day(1)]),
      days('same-b', [day(9), day(9)]),
      days('same-a', [day(9), day(9)]),
      days('open-start', [-Infinity, day(5)]),
      days('open-end', [day(9), Infinity]),
      days('before-1970', [Date.UTC(1914, 5, 28), Date.UTC(1914, 5, 28)]),
    ];
    const [up, down] = await ordered(entries, 'event', 'START_DATE');
    expect(up).toBe('open-start before-1970 first month same-a same-b open-end none-a none-b');
    expect(down).toBe('open-end same-b same-a month first before-1970 open-start none-b none-a');
  });

  test('positions at dates without end, and at no date, survive JSON and mark their place', async () => {
    const reader = await read([
      days('none'),
      days('open-end', [day(9), Infinity]),
      days('open-start', [-Infinity, day(5)]),
    ]);
    for (const direction of ['ASC', 'DESC'] as const) {
      const request = {
        kind: 'event',
        order: { field: 'START_DATE', direction },
        limit: 9,
        backward: false,
      } as const;
      const { rows } = await onePage(reader, request);
      expect(rows).toHaveLength(3);
      for (const [index, { position }] of rows.entries()) {
        const copy = JSON.parse(JSON.stringify(position)) as Position;
        const rest = await onePage(reader, { ...request, after: copy });
        expect(rest.rows).toEqual(rows.slice(index + 1));
      }
    }
  });

  test('articles that were never modified come last by date of modification', async () => {
    const entries = [
      article('never-b'),
      article('c', { modified: day(3) }),
      article('never-a'),
      article('b', { modified: day(2) }),
      article('a', { modified: day(3) }),
    ];
    expect(await ordered(entries, 'article', 'DATE_MODIFIED')).toEqual([
      'b a c never-a never-b',
      'c a b never-b never-a',
    ]);
  });

  test('ties of publication go by id, in the same direction', async () => {
    const entries = [article('b'), article('c', { published: day(2) }), article('a'), article('a-1')];
    expect(await ordered(entries, 'article', 'DATE_PUBLISHED')).toEqual(['a a-1 b c', 'c b a-1 a']);
  });

  test('names and headlines are compared folded and by code point', async () => {
    const written = ['\u{1F600}', '\uFF21b', 'Zürich', 'ab', 'AC', 'Єва', '\uFFFD'];
    const entries = written.map((name, index) => person(`p${index}`, { name }));
    const [up] = await ordered(entries, 'actor', 'NAME');
    expect(up).toBe('p1 p3 p4 p2 p5 p6 p0');
    const headlines = written.map((headline, index) => article(`p${index}`, { headline }));
    expect((await ordered(headlines, 'article', 'HEADLINE'))[0]).toBe(up);
  });

  test('statements read on from article to article', async () => {
    const late = article('a-late', { published: day(2) });
    const twin = article('r', { published: day(1) });
    const entries = [
      source,
      late,
      twin,
      statement(late, 'x', { position: 0 }),
      statement(source, 'y', { position: 10 }),
      statement(source, 'z', { position: 9 }),
      statement(twin, 'q', { position: 3 }),
    ];
    expect(await ordered(entries, 'statement', 'READING_ORDER')).toEqual([
      'r/q s/z s/y a-late/x',
      'a-late/x s/y s/z r/q',
    ]);
  });

  test('statements without a date come last by date of utterance', async () => {
    const uttered = (name: string, date?: readonly [number, number]) =>
      statement(source, name, date ? { uttered: date } : {});
    const entries = [source, uttered('none'), uttered('b', [day(2), day(2)]), uttered('a', [day(2), day(3)])];
    expect(await ordered(entries, 'statement', 'DATE_UTTERED')).toEqual(['s/b s/a s/none', 's/a s/b s/none']);
  });

  test('corrections go by date, and changes of status by when they were recorded, then as in their file', async () => {
    const truce = outcome(talks, 'truce');
    const late = article('late', { published: day(7) });
    const entries = [
      source,
      late,
      talks,
      truce,
      correction(source, 'b', { created: day(5) }),
      correction(source, 'a', { created: day(6) }),
      statusChange(truce, late, 'w'),
      statusChange(truce, source, 'x', { position: 2 }),
      statusChange(truce, source, 'y', { position: 10 }),
      statusChange(truce, source, 'z', { position: 1 }),
    ];
    expect(await ordered(entries, 'correction', 'DATE_CREATED')).toEqual(['s/b s/a', 's/a s/b']);
    expect(await ordered(entries, 'statusChange', 'RECORDED')).toEqual([
      'truce/z truce/x truce/y truce/w',
      'truce/w truce/y truce/x truce/z',
    ]);
  });

  test('outcomes go by their last change, which is the last by earliest day, then recording, then file', async () => {
    const soon = article('soon', { published: day(2) });
    const a = outcome(talks, 'a');
    const b = outcome(talks, 'b');
    const c = outcome(talks, 'c');
    const d = outcome(talks, 'd');
    const entries = [
      source,
      soon,
      talks,
      a,
      b,
      c,
      d,
      outcome(talks, 'none'),
      statusChange(a, source, '1', { date: [day(5), day(5)], position: 0 }),
      statusChange(a, source, '2', { date: [day(1), day(30)], position: 1 }),
      statusChange(b, source, '1', { date: [day(5), day(30)], position: 1 }),
      statusChange(b, soon, '2', { date: [day(5), day(6)], position: 0 }),
      statusChange(c, soon, '2', { date: [day(5), day(7)], position: 2 }),
      statusChange(c, soon, '1', { date: [day(5), day(8)], position: 1 }),
      statusChange(d, soon, '1', { date: [day(4), Infinity] }),
    ];
    expect(await ordered(entries, 'outcome', 'LAST_CHANGE')).toEqual(['d a b c none', 'c b a d none']);
  });
}
