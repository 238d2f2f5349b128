// Any corpus: pages of any size, forward and backward, are what sorting in memory gives.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry, Span } from '../../../src/model/record.ts';
import type { CorpusReader, ListRequest, Order, Position, View } from '../../../src/store/store.ts';
import { found, type NewPlace, NOW, onePage, placeFor, publishUntracked } from '../corpora.ts';
import { article, day, membership, person, statement, topic } from '../entries.ts';

const date = fc.option(
  fc.tuple(fc.nat(2), fc.nat(2)).map(([from, length]) => [day(from), day(from + length)] as const),
);
const hidden = fc.constantFrom<Span | undefined>(
  undefined,
  undefined,
  { from: 0, until: 0 },
  { from: NOW + 1, until: Infinity },
);
const articles = fc.array(
  fc.record({
    published: fc.nat(2),
    modified: fc.option(fc.nat(2)),
    headline: fc.constantFrom('a', 'B', 'b', '\u{1F600}', '\uFFFD'),
    visible: hidden,
    inTopic: fc.boolean(),
    statements: fc.array(fc.record({ uttered: date, position: fc.nat(2), inTopic: fc.boolean() }), {
      maxLength: 3,
    }),
  }),
  { maxLength: 8 },
);

type Drawn = typeof articles extends fc.Arbitrary<infer Value> ? Value : never;

export function walksContract(newPlace: NewPlace, runs: (usual: number) => number): void {
  const few = { numRuns: runs(25) };

  test('walking a list forward and backward by pages of any size gives the sequence of its naive sort', async () => {
    const place = await placeFor(newPlace);
    await fc.assert(
      fc.asyncProperty(
        articles,
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        async (drawn, limit, preview) => {
          const entries = entriesOf(drawn);
          const store = await publishUntracked(place, entries);
          try {
            const view: View = { now: NOW, preview };
            for (const { list, order, expected } of expectedWalks(entries, view)) {
              const reader = store.reader(view);
              expect(await walk(reader, list, order, limit, false)).toEqual(expected);
              expect(await walk(reader, list, order, limit, true)).toEqual(expected.toReversed());
              expect(await reader.counts([list])).toEqual([expected.length]);
            }
          } finally {
            await store.close();
          }
        },
      ),
      few,
    );
  });

  test('a named record is visible exactly when one of the articles that name it is', async () => {
    const place = await placeFor(newPlace);
    const span = fc.tuple(fc.nat(8), fc.nat(3)).map(([from, length]) => ({ from, until: from + length }));
    const drawnSpans = fc.array(fc.tuple(span, fc.boolean()), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(drawnSpans, async (spans) => {
        const entries = spans.flatMap(([visible, itself], index) => {
          const source = article(`a${index}`, { visible, names: itself ? ['Person:p'] : [] });
          return itself ? [source] : [statement(source, 's', { names: ['Person:p'] }), source];
        });
        const store = await publishUntracked(place, [person('p'), ...entries]);
        try {
          for (let now = -1; now <= 12; now += 1) {
            const shown = spans.some(([{ from, until }]) => from <= now && now < until);
            expect(await found(store.reader({ now, preview: false }), ['Person:p'])).toEqual(
              shown ? ['Person:p'] : [],
            );
          }
        } finally {
          await store.close();
        }
      }),
      few,
    );
  });
}

function entriesOf(drawn: Drawn): Entry[] {
  const entries = drawn.flatMap(({ statements, inTopic, visible, ...given }, index): Entry[] => {
    const slug = `a${index}`;
    const source = article(slug, {
      published: day(given.published),
      headline: given.headline,
      ...(given.modified !== null && { modified: day(given.modified) }),
      ...(visible && { visible }),
      memberships: inTopic ? [membership('topic.articles', 'Topic:t', `Article:${slug}`)] : [],
    });
    const said = statements.map(({ uttered, position, inTopic: listed }, number) =>
      statement(source, `s${number}`, {
        position,
        ...(uttered && { uttered }),
        memberships: listed
          ? [membership('topic.statements', 'Topic:t', `Statement:${slug}/s${number}`)]
          : [],
      }),
    );
    return [source, ...said];
  });
  return [topic('t'), ...entries];
}

interface Walk {
  readonly list: ListRequest;
  readonly order: Order;
  readonly expected: readonly string[];
}

function expectedWalks(entries: readonly Entry[], { now, preview }: View): Walk[] {
  const spans = new Map(
    entries.map(({ record, visible }) => [record.id, visible ?? { from: -Infinity, until: Infinity }]),
  );
  const shown = entries.filter(({ record, through }) => {
    const { from, until } = spans.get(through ?? record.id)!;
    return preview || (from <= now && now < until);
  });
  const listed = shown.filter(({ memberships }) => memberships.length > 0);
  const ofKind = <K extends 'article' | 'statement'>(all: readonly Entry[], kind: K) =>
    all.filter((entry) => entry.kind === kind) as Entry<K>[];
  const walks: Walk[] = [];
  for (const direction of ['ASC', 'DESC'] as const) {
    const add = <K extends 'article' | 'statement'>(
      kind: K,
      field: Order['field'],
      key: (columns: Entry<K>['columns']) => readonly Key[],
    ) => {
      const owned = {
        list: kind === 'article' ? 'topic.articles' : 'topic.statements',
        owner: 'Topic:t',
      } as const;
      for (const [list, all] of [
        [{ kind }, shown],
        [owned, listed],
      ] as const) {
        const sorted = ofKind(all, kind).toSorted((a, b) => {
          const keys = [key(a.columns), key(b.columns)] as const;
          return compare([...keys[0], a.record.id], [...keys[1], b.record.id], direction);
        });
        walks.push({ list, order: { field, direction }, expected: sorted.map(({ record }) => record.id) });
      }
    };
    add('article', 'DATE_PUBLISHED', ({ published }) => [published]);
    add('article', 'DATE_MODIFIED', ({ modified }) => [modified]);
    add('article', 'HEADLINE', ({ headline }) => [headline]);
    add('statement', 'DATE_UTTERED', ({ earliest, latest }) => [earliest, latest]);
    add('statement', 'READING_ORDER', ({ published, article: id, position }) => [published, id, position]);
  }
  return walks;
}

type Key = number | string | null;

function compare(a: readonly Key[], b: readonly Key[], direction: Order['direction']): number {
  const sign = direction === 'ASC' ? 1 : -1;
  for (const [index, left] of a.entries()) {
    const right = b[index]!;
    if (left === right) continue;
    if (left === null) return 1;
    if (right === null) return -1;
    const order =
      typeof left === 'string'
        ? Buffer.compare(Buffer.from(left), Buffer.from(right as string))
        : left - (right as number);
    if (order !== 0) return sign * order;
  }
  return 0;
}

async function walk(
  reader: CorpusReader,
  list: ListRequest,
  order: Order,
  limit: number,
  backward: boolean,
): Promise<readonly string[]> {
  const ids: string[] = [];
  let bound: Position | undefined;
  for (;;) {
    const { rows, hasNextPage, hasPreviousPage } = await onePage(reader, {
      ...list,
      order,
      limit,
      backward,
      [backward ? 'before' : 'after']: bound,
    });
    const read = backward ? rows.toReversed() : rows;
    ids.push(...read.map(({ record }) => record.id));
    expect(backward ? hasNextPage : hasPreviousPage).toBe(bound !== undefined);
    if (!(backward ? hasPreviousPage : hasNextPage)) return ids;
    expect(rows).toHaveLength(limit);
    bound = JSON.parse(JSON.stringify(read.at(-1)!.position)) as Position;
  }
}
