// Searches of the bundled content: what is found, by which name, where, and how often.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { today, useCorpus } from './corpus.ts';
import { propertyRuns } from './filters/runs.ts';

const corpus = useCorpus();

interface Found {
  readonly totalCount: number;
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: { readonly id: string };
    readonly matchedAlias: string | null;
    readonly highlights: readonly {
      readonly field: string;
      readonly fragments: readonly { readonly text: string; readonly matched: boolean }[];
    }[];
  }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly facets: readonly {
    readonly field: string;
    readonly buckets: readonly {
      readonly value: string;
      readonly node: { readonly id: string } | null;
      readonly count: number;
    }[];
  }[];
}

async function search(variables: Record<string, unknown>, selection: string): Promise<Found> {
  const { data, errors } = await corpus.ask(
    `query ($text: String!, $where: SearchWhere, $first: Int, $after: String, $last: Int, $before: String) {
       search(text: $text, where: $where, first: $first, after: $after, last: $last, before: $before) { ${selection} }
     }`,
    variables,
  );
  expect(errors).toBeUndefined();
  return (data as { search: Found }).search;
}

async function idsOf(text: string, where?: object): Promise<string[]> {
  const { edges } = await search({ text, where, first: 100 }, 'edges { node { ... on Node { id } } }');
  return edges.map(({ node }) => node.id);
}

describe('one person is found by every spelling', () => {
  test.each([
    ['Podolyak', null],
    ['podoliak', 'Podoliak'],
    ['Подоляк', 'Подоляк'],
    ['ПОДОЛЯК', 'Подоляк'],
    ['Михайло Подоляк', 'Михайло Подоляк'],
    ['Mijailo', 'Mijailo Podoliak'],
    ['подол*', 'Подоляк'],
  ])('%s', async (text, matchedAlias) => {
    const { edges } = await search({ text, first: 1 }, 'edges { matchedAlias node { ... on Node { id } } }');
    expect(edges).toEqual([{ matchedAlias, node: { id: 'Person:mykhailo-podolyak' } }]);
  });
});

test.each([
  ['Erdogan', 'Person:recep-tayyip-erdogan'],
  ['Cırağan', 'Place:ciragan-palace'],
  ['CIRAGAN palace', 'Place:ciragan-palace'],
  ['Стамбул', 'Place:istanbul'],
  ['ceasefire', 'Topic:ceasefire'],
  ['Axios', 'Organization:axios'],
])('the first hit for %s is %s', async (text, id) => {
  expect((await idsOf(text))[0]).toBe(id);
});

test('a hit tells its score, its alias and where its words stand', async () => {
  const answer = await corpus.ask(`{
    search(text: "\\"prisoner exchange\\" -swap", first: 1) {
      totalCount
      edges { score matchedAlias node { __typename ... on Article { slug } } highlights { field fragments { text matched } } }
      nodes { __typename }
      pageInfo { hasNextPage hasPreviousPage }
      facets(field: [KIND, GENRE, LANGUAGE, YEAR, TOPIC], first: 2) { field buckets { value count node { id } } }
    }
  }`);
  expect(answer).toMatchInlineSnapshot(`
    {
      "data": {
        "search": {
          "edges": [
            {
              "highlights": [
                {
                  "field": "headline",
                  "fragments": [
                    {
                      "matched": false,
                      "text": "Ukraine and Russia agree on a further ",
                    },
                    {
                      "matched": true,
                      "text": "prisoner exchange",
                    },
                    {
                      "matched": false,
                      "text": " in 40 minutes",
                    },
                  ],
                },
              ],
              "matchedAlias": null,
              "node": {
                "__typename": "Article",
                "slug": "istanbul-third-round",
              },
              "score": 0.87943,
            },
          ],
          "facets": [
            {
              "buckets": [
                {
                  "count": 1,
                  "node": null,
                  "value": "ARTICLE",
                },
              ],
              "field": "KIND",
            },
            {
              "buckets": [
                {
                  "count": 1,
                  "node": null,
                  "value": "REPORTAGE",
                },
              ],
              "field": "GENRE",
            },
            {
              "buckets": [
                {
                  "count": 1,
                  "node": null,
                  "value": "en",
                },
              ],
              "field": "LANGUAGE",
            },
            {
              "buckets": [
                {
                  "count": 1,
                  "node": null,
                  "value": "2025",
                },
              ],
              "field": "YEAR",
            },
            {
              "buckets": [
                {
                  "count": 1,
                  "node": {
                    "id": "Topic:armed-conflict",
                  },
                  "value": "armed-conflict",
                },
                {
                  "count": 1,
                  "node": {
                    "id": "Topic:ceasefire",
                  },
                  "value": "ceasefire",
                },
              ],
              "field": "TOPIC",
            },
          ],
          "nodes": [
            {
              "__typename": "Article",
            },
          ],
          "pageInfo": {
            "hasNextPage": false,
            "hasPreviousPage": false,
          },
          "totalCount": 1,
        },
      },
    }
  `);
});

test('phrases, beginnings and exclusions narrow a search', async () => {
  const both = await idsOf('istanbul talks');
  const phrase = await idsOf('"istanbul talks"');
  const without = await idsOf('istanbul talks -axios');
  expect(phrase.length).toBeLessThan(both.length);
  expect(without.length).toBeLessThan(both.length);
  expect(both).toEqual(expect.arrayContaining([...phrase, ...without]));
  expect(await idsOf('negotiat*')).toEqual(expect.arrayContaining(await idsOf('negotiations')));
  expect(await idsOf('negotiat')).toEqual([]);
});

describe('filters', () => {
  test('keep what they name', async () => {
    const articles = await idsOf('istanbul', { kind: ['ARTICLE'] });
    expect(articles.every((id) => id.startsWith('Article:'))).toBe(true);
    expect(await idsOf('istanbul', { kind: ['ARTICLE', 'PLACE'] })).toHaveLength(articles.length + 1);
    expect(await idsOf('Estambul', { inLanguage: ['es'], kind: ['ARTICLE'] })).toEqual([
      'Article:estancadas-las-conversaciones-de-estambul',
    ]);
    expect(await idsOf('ceasefire', { kind: ['TOPIC'], about: ['Topic:ceasefire'] })).toEqual([
      'Topic:ceasefire',
    ]);
    expect(await idsOf('podolyak', { actor: ['Person:mykhailo-podolyak'], kind: ['ACTOR'] })).toEqual([
      'Person:mykhailo-podolyak',
    ]);
  });

  test('of dates keep articles and their statements only', async () => {
    const within = (from: string | null, until: string | null) =>
      idsOf('talks', { datePublished: { from, until } });
    const all = await within(null, null);
    expect(new Set(all.map((id) => id.split(':')[0]))).toEqual(new Set(['Article', 'Statement']));
    const [may, later] = [await within(null, '2025-05'), await within('2025-06', null)];
    expect([...may, ...later].toSorted()).toEqual(all.toSorted());
    expect(may.length * later.length).toBeGreaterThan(0);
  });

  test('are nothing where they are null, and match nothing where they are empty', async () => {
    const all = await idsOf('talks');
    expect(
      await idsOf('talks', {
        kind: null,
        about: null,
        actor: null,
        genre: null,
        inLanguage: null,
        datePublished: null,
      }),
    ).toEqual(all);
    for (const empty of ['kind', 'about', 'actor', 'genre', 'inLanguage'])
      expect(await idsOf('talks', { [empty]: [] })).toEqual([]);
    for (const id of ['Topic:none', 'Person:none', 'nonsense', '', 'Article:istanbul-talks-stall']) {
      expect(await idsOf('talks', { about: [id] })).toEqual([]);
      expect(await idsOf('talks', { actor: [id] })).toEqual([]);
    }
  });
});

test('a bucket counts what its value finds as a filter', async () => {
  const { facets } = await search(
    { text: 'istanbul' },
    'facets(first: 100) { field buckets { value count node { id } } }',
  );
  expect(facets.map(({ field }) => field)).toEqual(['KIND', 'TOPIC', 'ACTOR', 'GENRE', 'LANGUAGE', 'YEAR']);
  for (const { field, buckets } of facets) {
    expect(buckets.length).toBeGreaterThan(0);
    expect(buckets).toEqual(buckets.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)));
    for (const { value, node, count } of buckets) {
      expect(node === null).toBe(!['TOPIC', 'ACTOR'].includes(field));
      if (node) expect(node.id.split(':')[1]).toBe(value);
      const where = {
        KIND: { kind: [value] },
        TOPIC: { about: [node?.id] },
        ACTOR: { actor: [node?.id] },
        GENRE: { genre: [value] },
        LANGUAGE: { inLanguage: [value] },
        YEAR: { datePublished: { from: value, until: value } },
      }[field];
      expect((await search({ text: 'istanbul', where }, 'totalCount')).totalCount, `${field} ${value}`).toBe(
        count,
      );
    }
  }
});

test('the fields of facets come once each, in the order asked for, and only so many buckets', async () => {
  const { facets } = await search(
    { text: 'istanbul' },
    'facets(field: [YEAR, KIND, YEAR], first: 1) { field buckets { value } }',
  );
  expect(facets).toEqual([
    { field: 'YEAR', buckets: [{ value: '2025' }] },
    { field: 'KIND', buckets: [{ value: expect.any(String) }] },
  ]);
  expect((await search({ text: 'istanbul' }, 'facets(field: []) { field }')).facets).toEqual([]);
  expect(
    (await search({ text: 'istanbul' }, 'facets(field: [KIND], first: 0) { buckets { value } }')).facets,
  ).toEqual([{ buckets: [] }]);
});

test('pages forward and backward are the whole', async () => {
  const selection =
    'totalCount edges { cursor node { ... on Node { id } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
  const whole = await search({ text: 'talks', first: 100 }, selection);
  expect(whole.edges).toHaveLength(whole.totalCount);
  const forward: string[] = [];
  const backward: string[] = [];
  for (let after: string | null = null, more = true; more;) {
    const page: Found = await search({ text: 'talks', first: 4, after }, selection);
    expect(page.pageInfo.hasPreviousPage).toBe(forward.length > 0);
    forward.push(...page.edges.map(({ cursor }) => cursor));
    [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
  }
  for (let before: string | null = null, more = true; more;) {
    const page: Found = await search({ text: 'talks', last: 4, before }, selection);
    expect(page.pageInfo.hasNextPage).toBe(backward.length > 0);
    backward.unshift(...page.edges.map(({ cursor }) => cursor));
    [before, more] = [page.pageInfo.startCursor, page.pageInfo.hasPreviousPage];
  }
  const cursors = whole.edges.map(({ cursor }) => cursor);
  expect(forward).toEqual(cursors);
  expect(backward).toEqual(cursors);
});

test('highlights are parts of the field that they name', async () => {
  const node = `... on Article { headline alternativeHeadline description articleBody } ... on Statement { text originalText }
    ... on Thing { name alternateName thingDescription: description }`;
  const { edges } = await search(
    { text: 'istanbul talks', first: 100 },
    `edges { node { ${node} } highlights { field fragments { text matched } } }`,
  );
  expect(edges.length).toBeGreaterThan(5);
  for (const { node, highlights } of edges) {
    expect(highlights.length).toBeGreaterThan(0);
    for (const { field, fragments } of highlights) {
      const { thingDescription, ...texts } = node as Record<string, string | string[] | null | undefined>;
      const value = texts[field] ?? (field === 'description' ? thingDescription : undefined);
      const stretch = fragments.map(({ text }) => text).join('');
      expect(
        [value].flat().some((text) => text?.includes(stretch)),
        field,
      ).toBe(true);
      for (const { text, matched } of fragments)
        if (matched) expect(text.toLowerCase()).toMatch(/^(istanbul|talks)$/);
    }
  }
});

describe('what cannot be asked is refused with a code', () => {
  const refusals: readonly (readonly [name: string, args: string, code: string])[] = [
    ['a text beyond the limit', `text: "${'é'.repeat(10_001)}"`, 'BAD_SEARCH'],
    ['a cursor of another search', 'text: "talks", after: "CURSOR"', 'BAD_CURSOR'],
    [
      'a cursor of the same text with another filter',
      'text: "istanbul", where: { kind: [EVENT] }, after: "CURSOR"',
      'BAD_CURSOR',
    ],
    ['nonsense for a cursor', 'text: "talks", before: "nonsense"', 'BAD_CURSOR'],
    ['a page beyond the limit', 'text: "talks", first: 101', 'BAD_PAGE'],
    ['pages from both ends', 'text: "talks", first: 1, last: 1', 'BAD_PAGE'],
    [
      'a span that ends before it begins',
      'text: "talks", where: { datePublished: { from: "2026", until: "2025" } }',
      'BAD_FILTER',
    ],
    ['too many values', `text: "talks", where: { about: [${'"Topic:x",'.repeat(101)}] }`, 'BAD_FILTER'],
  ];
  test.each(refusals)('%s', async (_, args, code) => {
    const { edges } = await search({ text: 'istanbul', first: 1 }, 'edges { cursor }');
    const { errors } = await corpus.ask(
      `{ search(${args.replace('CURSOR', edges[0]!.cursor)}) { totalCount } }`,
    );
    expect(errors?.map((error) => error.code)).toEqual([code]);
  });

  test('too many buckets', async () => {
    for (const first of [-1, 101]) {
      const { errors } = await corpus.ask(`{ search(text: "talks") { facets(first: ${first}) { field } } }`);
      expect(errors?.map((error) => error.code)).toEqual(['BAD_PAGE']);
    }
  });

  test('characters are counted, not the halves of them', async () => {
    expect((await search({ text: '😀'.repeat(10_000) }, 'totalCount')).totalCount).toBe(0);
  });
});

test('any text is a search with an answer', async () => {
  const parts = fc.constantFrom(
    'AND ',
    'OR ',
    'NEAR(',
    '^',
    'title:',
    '"',
    '-',
    '*',
    '(',
    ' ',
    '\0',
    'talks',
    'istanbul',
    "'",
    '\u202E',
    '\ud800',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc
      .array(fc.oneof(parts, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 40 })
      .map((all) => all.join('')),
  );
  await fc.assert(
    fc.asyncProperty(text, async (searched) => {
      const selection =
        'totalCount edges { cursor score matchedAlias highlights { field fragments { text matched } } } facets(first: 1) { buckets { count } }';
      const { totalCount, edges } = await search({ text: searched, first: 100 }, selection);
      expect(edges).toHaveLength(Math.min(totalCount, 100));
    }),
    { numRuns: propertyRuns(300) },
  );
});

test('all that one request searches for reaches the store together, and only what is asked for', async () => {
  const calls: string[] = [];
  const watched = new Proxy(corpus.store.reader(today), {
    get(target, property) {
      const value = Reflect.get(target, property) as unknown;
      if (typeof value !== 'function') return value;
      return (requests?: readonly unknown[]) => {
        calls.push(`${String(property)} ${requests?.length ?? 0}`);
        return Reflect.apply(value, target, [requests]) as unknown;
      };
    },
  });
  await corpus.ask(
    '{ a: search(text: "talks") { nodes { __typename } edges { score } } b: search(text: "peace") { edges { score } } }',
    {},
    watched,
  );
  expect(calls).toEqual(['searchPages 2']);
  calls.length = 0;
  await corpus.ask(
    '{ search(text: "talks") { totalCount facets { field } again: facets(first: 3) { field } } }',
    {},
    watched,
  );
  expect(calls).toEqual(['searchCounts 1', 'searchFacets 2']);
});
