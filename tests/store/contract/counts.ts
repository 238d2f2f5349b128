// How many members lists have.
import { expect, test } from 'vitest';
import { type NewPlace, NOW, placeFor, PREVIEW, PUBLIC, publish } from '../corpora.ts';
import { article, membership, person, statement, topic } from '../entries.ts';

export function countsContract(newPlace: NewPlace): void {
  test('counts are of visible members of visible owners, in the order of the requests', async () => {
    const open = article('open', {
      memberships: [
        membership('topic.articles', 'Topic:war', 'Article:open'),
        membership('actor.articles', 'Person:secret', 'Article:open'),
      ],
    });
    const embargoed = article('embargoed', {
      visible: { from: NOW + 1, until: Infinity },
      names: ['Person:secret'],
      memberships: [membership('topic.articles', 'Topic:war', 'Article:embargoed')],
    });
    const entries = [open, embargoed, topic('war', { former: ['Topic:old-war'] }), person('secret')];
    const store = await publish(await placeFor(newPlace), entries);
    const requests = [
      { list: 'topic.articles', owner: 'Topic:war' },
      { list: 'actor.articles', owner: 'Person:secret' },
      { list: 'topic.articles', owner: 'Topic:old-war' },
      { list: 'topic.articles', owner: 'Topic:nowhere' },
      { list: 'topic.statements', owner: 'Topic:war' },
      { kind: 'article' },
      { kind: 'place' },
    ] as const;
    expect(await store.reader(PUBLIC).counts(requests)).toEqual([1, 0, 1, 0, 0, 1, 0]);
    expect(await store.reader(PREVIEW).counts(requests)).toEqual([2, 1, 2, 0, 0, 2, 0]);
    expect(await store.reader(PUBLIC).counts([])).toEqual([]);
  });

  test('a membership that is given twice counts once, and its first label stands', async () => {
    const source = article('a');
    const twice = [
      membership('statement.responses', 'Statement:a/b', 'Statement:a/c', 'DENIES'),
      membership('statement.responses', 'Statement:a/old', 'Statement:a/c', 'QUERIES'),
      membership('statement.responses', 'Statement:a/b', 'Statement:a/c', 'DENIES'),
    ];
    const entries = [
      source,
      statement(source, 'c', { memberships: twice }),
      statement(source, 'b', { former: ['Statement:a/old'], memberships: twice.slice(0, 2) }),
    ];
    const reader = (await publish(await placeFor(newPlace), entries)).reader(PUBLIC);
    const list = { list: 'statement.responses', owner: 'Statement:a/b' } as const;
    const labels = [['DENIES'], ['QUERIES'], ['DENIES', 'QUERIES'], []];
    expect(await reader.counts([list, ...labels.map((each) => ({ ...list, labels: each }))])).toEqual([
      1, 1, 0, 1, 0,
    ]);
  });

  test('members are told apart by label', async () => {
    const source = article('a');
    const answer = (name: string, stance?: string) =>
      statement(source, name, {
        memberships: [membership('statement.responses', 'Statement:a/b', `Statement:a/${name}`, stance)],
      });
    const entries = [
      source,
      statement(source, 'b'),
      answer('c', 'DENIES'),
      answer('d', 'SUPPORTS'),
      answer('e', 'DENIES'),
      answer('f'),
    ];
    const reader = (await publish(await placeFor(newPlace), entries)).reader(PUBLIC);
    const list = { list: 'statement.responses', owner: 'Statement:a/b' } as const;
    const labels = [['DENIES'], ['SUPPORTS', 'QUERIES'], ['DENIES', 'SUPPORTS'], ['QUERIES'], []];
    expect(await reader.counts([list, ...labels.map((each) => ({ ...list, labels: each }))])).toEqual([
      4, 2, 1, 3, 0, 0,
    ]);
    const order = { field: 'READING_ORDER', direction: 'ASC' } as const;
    const [page] = await reader.pages([
      { ...list, labels: ['DENIES', 'SUPPORTS'], order, limit: 2, backward: true },
    ]);
    expect(page).toMatchObject({
      rows: [
        { record: { id: 'Statement:a/d' }, label: 'SUPPORTS' },
        { record: { id: 'Statement:a/e' }, label: 'DENIES' },
      ],
      hasNextPage: false,
      hasPreviousPage: true,
    });
  });

  test('members of a whole kind have no label', async () => {
    const reader = (await publish(await placeFor(newPlace), [article('a')])).reader(PUBLIC);
    expect(await reader.counts([{ kind: 'article', labels: ['DENIES'] }])).toEqual([0]);
    const order = { field: 'HEADLINE', direction: 'ASC' } as const;
    const [page] = await reader.pages([{ kind: 'article', order, limit: 1, backward: false }]);
    expect(page?.rows).toEqual([{ record: article('a').record, position: ['a', 'Article:a'] }]);
  });
}
