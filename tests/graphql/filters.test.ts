// Filters over the bundled content: questions with their whole answers, and what is refused.
import { expect, test } from 'vitest';
import { useCorpus } from './corpus.ts';

const { ask } = useCorpus();

/** Ids of a list of the root, in its order. */
async function ids(list: string, args: string): Promise<readonly string[]> {
  const answer = await ask(`{ ${list}(first: 100, ${args}) { nodes { id } totalCount } }`);
  expect(answer.errors).toBeUndefined();
  const { nodes, totalCount } = (
    answer.data as Record<string, { nodes: { id: string }[]; totalCount: number }>
  )[list]!;
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ id }) => id.replace(/^Statement:|^Outcome:|^Article:/, ''));
}

test('which demands nobody has answered', async () => {
  expect(
    await ids(
      'statements',
      'where: { kind: [DEMAND], answered: false }, orderBy: { field: READING_ORDER, direction: ASC }',
    ),
  ).toMatchInlineSnapshot(`
    [
      "istanbul-talks-stall/underlying-causes",
      "estancadas-las-conversaciones-de-estambul/causas-profundas",
    ]
  `);
});

test('which demands somebody has answered', async () => {
  expect(
    await ids(
      'statements',
      'where: { kind: [DEMAND], answered: true }, orderBy: { field: READING_ORDER, direction: ASC }',
    ),
  ).toMatchInlineSnapshot(`
    [
      "istanbul-talks-stall/withdraw-for-ceasefire",
      "istanbul-talks-stall/unconditional-ceasefire",
      "istanbul-talks-stall/causes-before-ceasefire",
      "istanbul-second-round/ceasefire-demanded-again",
    ]
  `);
});

test('which commitments have not been kept', async () => {
  expect(
    await ask(`{
      statements(where: { kind: [COMMITMENT], outcome: { NOT: { status: { in: [IMPLEMENTED] } } } }) {
        nodes { text speaker { name } outcomes { nodes { name status } } }
      }
    }`),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "statements": {
          "nodes": [
            {
              "outcomes": {
                "nodes": [
                  {
                    "name": "Exchange of the bodies of 6,000 fallen on each side",
                    "status": "AGREED",
                  },
                ],
              },
              "speaker": {
                "name": "Vladimir Medinsky",
              },
              "text": "Russia will hand over the bodies of 6,000 fallen.",
            },
          ],
        },
      },
    }
  `);
});

test('which statements name Kharkiv', async () => {
  expect(await ask('{ statements(where: { mentions: ["Place:kharkiv"] }) { totalCount nodes { text } } }'))
    .toMatchInlineSnapshot(`
    {
      "data": {
        "statements": {
          "nodes": [
            {
              "text": "More Ukrainian territory may be seized; Kharkiv and Sumy are named.",
            },
          ],
          "totalCount": 1,
        },
      },
    }
  `);
});

test('which outcomes never came about', async () => {
  expect(
    await ask(
      '{ outcomes(where: { status: { in: [REJECTED, UNFULFILLED, COLLAPSED] } }, orderBy: { field: NAME, direction: ASC }) { nodes { name status } } }',
    ),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "outcomes": {
          "nodes": [
            {
              "name": "Unconditional ceasefire",
              "status": "REJECTED",
            },
            {
              "name": "Withdrawal of Ukrainian forces from several regions",
              "status": "REJECTED",
            },
          ],
        },
      },
    }
  `);
});

test('the exchange of prisoners stood as AGREED by what was known on 20 May, and does not today', async () => {
  const question = (status: string) =>
    ids(
      'outcomes',
      `where: { event: ["Event:istanbul-talks-first-round"], about: ["Topic:prisoners-of-war"], status: ${status} }`,
    );
  expect(await question('{ in: [AGREED], knownAt: "2025-05-20T00:00:00Z" }')).toEqual(['prisoner-exchange']);
  expect(await question('{ in: [AGREED] }')).toEqual([]);
  expect(await question('{ in: [AGREED], asOf: "2025-05-20" }')).toEqual(['prisoner-exchange']);
  expect(await question('{ in: [AGREED], asOf: "2025-05" }')).toEqual([]);
  expect(await question('{ in: [IMPLEMENTED], asOf: "2025-05" }')).toEqual(['prisoner-exchange']);
});

test('a change of status that a correction voided counts only as long as the correction was not known', async () => {
  const question = (knownAt: string) =>
    ids('outcomes', `where: { status: { in: [IMPLEMENTED], asOf: "2025-05-24", knownAt: "${knownAt}" } }`);
  const answer = await ask(
    '{ outcome(slug: "prisoner-exchange") { history { status recordedAt voidedBy { dateCreated } } } }',
  );
  expect(answer).toMatchInlineSnapshot(`
    {
      "data": {
        "outcome": {
          "history": [
            {
              "recordedAt": "2025-05-16T18:30:00.000Z",
              "status": "AGREED",
              "voidedBy": null,
            },
            {
              "recordedAt": "2025-05-24T13:20:00.000Z",
              "status": "PENDING",
              "voidedBy": null,
            },
            {
              "recordedAt": "2025-05-24T13:20:00.000Z",
              "status": "IMPLEMENTED",
              "voidedBy": {
                "dateCreated": "2025-05-24T19:45:00.000Z",
              },
            },
            {
              "recordedAt": "2025-05-25T15:40:00.000Z",
              "status": "IMPLEMENTED",
              "voidedBy": null,
            },
          ],
        },
      },
    }
  `);
  expect(await question('2025-05-24T13:19:59.999Z')).toEqual([]);
  expect(await question('2025-05-24T13:20:00Z')).toEqual(['prisoner-exchange']);
  expect(await question('2025-05-24T21:44:59.999+02:00')).toEqual(['prisoner-exchange']);
  expect(await question('2025-05-24T19:45:00Z')).toEqual([]);
  expect(await question('2025-06-30T00:00:00Z')).toEqual([]);
});

test('a topic stands for all that are narrower', async () => {
  expect(await ids('articles', 'where: { about: ["Topic:conflict-war-and-peace"] }')).toEqual(
    await ids('articles', 'where: {}'),
  );
  expect(await ids('events', 'where: { about: ["Topic:politics"] }')).toEqual(
    await ids('events', 'where: { about: ["Topic:politics", "Topic:diplomacy"] }'),
  );
});

test('names are found by their beginning, without case and accents, in any script', async () => {
  const named = (name: string) => ids('actors', `where: { name: ${JSON.stringify(name)} }`);
  expect(await named('ZELEN')).toEqual(await named('zelen'));
  expect(await named('Erdogan')).toEqual(['Person:recep-tayyip-erdogan']);
  expect(await named('erdoğ')).toEqual(['Person:recep-tayyip-erdogan']);
  expect(await named('Зеленс')).toEqual(['Person:volodymyr-zelensky']);
  expect(await named('%')).toEqual([]);
});

test('what is not given is no condition, an empty list matches nothing, and so does an id that leads nowhere', async () => {
  const all = await ids('topics', 'where: null');
  for (const where of [
    '{}',
    '{ name: null }',
    '{ AND: [] }',
    '{ AND: [{}] }',
    '{ NOT: null }',
    '{ NOT: { OR: [] } }',
    '{ NOT: { broader: [] } }',
    '{ name: "" }',
  ]) {
    expect(await ids('topics', `where: ${where}`)).toEqual(all);
  }
  for (const where of [
    '{ OR: [] }',
    '{ broader: [] }',
    '{ broader: ["Topic:nothing", "Actor:x", "", "Place:istanbul"] }',
    '{ NOT: {} }',
    '{ qcode: ["\\u0000"] }',
  ]) {
    expect(await ids('topics', `where: ${where}`)).toEqual([]);
  }
});

test('the words of a text are those of a search', async () => {
  expect(await ids('articles', 'where: { text: "canje" }')).toEqual([
    'estancadas-las-conversaciones-de-estambul',
  ]);
  expect(await ids('articles', 'where: { text: "prisoners -ceasefire" }')).toMatchInlineSnapshot(`[]`);
  expect(await ids('articles', 'where: { text: "\\" AND NEAR(" }')).toEqual([]);
  expect(await ids('statements', 'where: { text: "…" }')).toEqual([]);
});

test('lists of a record take filters too, and count what is left', async () => {
  expect(
    await ask(`{
      actor(slug: "volodymyr-zelensky") {
        statements(where: { form: [INDIRECT], dateUttered: { from: "2025-05", until: "2025-05", match: CERTAINLY } }) { totalCount nodes { text dateUttered } }
        articles(where: { inLanguage: ["es"] }) { totalCount nodes { slug } }
      }
    }`),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "actor": {
          "articles": {
            "nodes": [
              {
                "slug": "estancadas-las-conversaciones-de-estambul",
              },
            ],
            "totalCount": 1,
          },
          "statements": {
            "nodes": [
              {
                "dateUttered": "2025-05-25",
                "text": "On 25 May each side handed over the last 303 people of the exchange.",
              },
              {
                "dateUttered": "2025-05-24",
                "text": "On 24 May each side handed over a further 307 people.",
              },
              {
                "dateUttered": "2025-05-23",
                "text": "On 23 May each side handed over 390 people.",
              },
              {
                "dateUttered": "2025-05-15/2025-05-16",
                "text": "The low rank of the Russian delegates is a slight to Ukraine, to US President Donald Trump and to Turkish President Recep Tayyip Erdoğan.",
              },
              {
                "dateUttered": "2025-05-15/2025-05-16",
                "text": "True decisions in Russia are made by a few people.",
              },
              {
                "dateUttered": "2025-05-15/2025-05-16",
                "text": "The authority of the Russian envoys is doubtful.",
              },
              {
                "dateUttered": "2025-05-15/2025-05-16",
                "text": "Las verdaderas decisiones las toman en Rusia unas pocas personas.",
              },
            ],
            "totalCount": 7,
          },
        },
      },
    }
  `);
});

test('articles that are related share more the higher they stand, and are not the same in another language', async () => {
  expect(
    await ask(
      '{ article(slug: "istanbul-talks-stall") { translations { slug } related { totalCount nodes { slug } } } }',
    ),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "article": {
          "related": {
            "nodes": [
              {
                "slug": "istanbul-second-round",
              },
              {
                "slug": "istanbul-third-round",
              },
              {
                "slug": "prisoner-exchange-completed",
              },
              {
                "slug": "prisoner-exchange-under-way",
              },
            ],
            "totalCount": 4,
          },
          "translations": [
            {
              "slug": "estancadas-las-conversaciones-de-estambul",
            },
          ],
        },
      },
    }
  `);
});

const deep = (depth: number) => `${'{ NOT: '.repeat(depth)}{}${' }'.repeat(depth)}`;
const many = (count: number, value: string) => `[${Array.from({ length: count }, () => value).join(', ')}]`;
const tooDeep =
  'The filter is more than 5 deep, which is the most that AND, OR, NOT and `outcome` may stand in one another: ask for less at once.';
const tooMany =
  'The filter has more than 100 conditions (fields, and filters within AND, OR and NOT), which is the most: ask in several requests.';

test.each([
  ['topics', deep(6), tooDeep],
  ['topics', deep(1000), tooDeep],
  ['statements', `{ AND: [{ OR: [{ NOT: { AND: [{ outcome: { NOT: {} } }] } }] }] }`, tooDeep],
  [
    'topics',
    `{ broader: ${many(101, '"Topic:ceasefire"')} }`,
    '`broader` has 101 values, and 100 are the most: ask in several requests.',
  ],
  [
    'topics',
    `{ qcode: ${many(10_000, '"x"')} }`,
    '`qcode` has 10000 values, and 100 are the most: ask in several requests.',
  ],
  [
    'topics',
    `{ OR: ${many(101, '{}')} }`,
    '`OR` has 101 values, and 100 are the most: ask in several requests.',
  ],
  [
    'outcomes',
    `{ status: { in: ${many(101, 'AGREED')} } }`,
    '`status.in` has 101 values, and 100 are the most: ask in several requests.',
  ],
  ['topics', `{ OR: ${many(51, '{ name: "a" }')} }`, tooMany],
  ['topics', `{ AND: [{ OR: ${many(60, '{}')} }, { OR: ${many(60, '{}')} }] }`, tooMany],
  [
    'topics',
    `{ name: "${'a'.repeat(10_001)}" }`,
    '`name` has 10001 characters, and 10000 are the most: ask for less.',
  ],
  [
    'articles',
    '{ datePublished: { from: "2025-06", until: "2025-05" } }',
    '`datePublished` ends before it begins: `from` (2025-06) is later than `until` (2025-05).',
  ],
])('%s with a filter beyond the limits are refused, with the limit: %#', async (list, where, message) => {
  expect(await ask(`{ ${list}(where: ${where}) { totalCount } }`)).toEqual({
    data: null,
    errors: [{ code: 'BAD_FILTER', message, path: [list] }],
  });
});

test.each([
  ['topics', deep(5)],
  ['topics', `{ OR: ${many(50, '{ name: "a" }')} }`],
  ['topics', `{ broader: ${many(100, '"Topic:ceasefire"')} }`],
  ['statements', `{ AND: [{ OR: [{ NOT: { AND: [{ outcome: {} }] } }] }] }`],
  ['articles', '{ datePublished: { from: "2025-05", until: "2025-05" } }'],
])('%s with a filter at the limits are listed: %#', async (list, where) => {
  expect((await ask(`{ ${list}(where: ${where}) { totalCount } }`)).errors).toBeUndefined();
});

test('a date that is none is refused before anything is read', async () => {
  const { errors } = await ask(
    'query ($where: StatementWhere) { statements(where: $where) { totalCount } }',
    { where: { dateUttered: { from: '2025-13' } } },
  );
  expect(errors).toMatchObject([{ code: 'BAD_DATE' }]);
});

test('one list with two filters in one request is read twice, each with its own count', async () => {
  const answer = await ask(
    '{ a: topics(where: { name: "cease" }) { totalCount nodes { slug } } b: topics(where: { NOT: { name: "cease" } }) { totalCount } all: topics { totalCount } }',
  );
  const { a, b, all } = answer.data as Record<string, { totalCount: number }>;
  expect(a).toEqual({ totalCount: 1, nodes: [{ slug: 'ceasefire' }] });
  expect(a!.totalCount + b!.totalCount).toBe(all!.totalCount);
});
