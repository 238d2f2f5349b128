// Documents and requests that are sent to break a service, each with what must come back.
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Sent } from './ways.ts';

/** An attack, and what must come back: a status, and a code where the answer is one of GraphQL. */
export interface Attack {
  /** The class of attacks, in the words of the table of promises. */
  readonly name: string;
  readonly sent: Sent;
  readonly status: number;
  readonly code?: string;
}

const times = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join(' ');
const around = (open: string, close: string, count: number, inner = '') =>
  open.repeat(count) + inner + close.repeat(count);
const post = (query: string, variables?: object): Sent => ({
  body: { query, ...(variables && { variables }) },
});
const raw = (body: string | Buffer, headers: Sent['headers'] = {}): Sent => ({
  headers: { 'content-type': 'application/json', ...headers },
  body,
});
const related = (levels: number) =>
  `{ articles { nodes { ${around('related { nodes { ', '} } ', levels, 'id ')} } } }`;
const doubling = (count: number, spread: (at: number) => string, last = '__typename') =>
  `{ ...F0 } ${times(count, (at) => `fragment F${at} on Query { ${at === count - 1 ? last : spread(at + 1)} }`)}`;
const TYPENAME = { query: '{ __typename }' };

/** What is refused before anything is executed, 400 whatever the client accepts. */
export const refused: readonly Attack[] = [
  ['30 pages in one another', post(related(30)), 'DOCUMENT_TOO_DEEP'],
  ['3,000 pages in one another', post(related(3_000)), 'DOCUMENT_TOO_DEEP'],
  [
    'depth hidden in fragments',
    post(
      `{ ...F0 } ${times(30, (at) => `fragment F${at} on ${at ? 'Article' : 'Query'} { ${at === 29 ? 'id' : at ? `related { nodes { ...F${at + 1} } }` : 'articles { nodes { ...F1 } }'} }`)}`,
    ),
    'DOCUMENT_TOO_DEEP',
  ],
  ['8 pages of 20 in one another', post(related(8).replace('id', '... { id }')), 'COST_TOO_HIGH'],
  [
    '3 pages of 100 in one another',
    post(
      '{ articles(first: 100) { nodes { related(first: 100) { nodes { related(first: 100) { nodes { id } } } } } } }',
    ),
    'COST_TOO_HIGH',
  ],
  [
    'the same with sizes as variables',
    post(
      'query ($n: Int) { articles(first: $n) { nodes { related(first: $n) { nodes { related(first: $n) { nodes { id } } } } } } }',
      { n: 100 },
    ),
    'COST_TOO_HIGH',
  ],
  [
    'the same with sizes as defaults of variables',
    post(
      'query ($n: Int = 100) { articles(last: $n) { nodes { related(last: $n) { nodes { related(last: $n) { nodes { id } } } } } } }',
    ),
    'COST_TOO_HIGH',
  ],
  ['brackets that are never closed', post('{a'.repeat(20_000)), 'DOCUMENT_TOO_DEEP'],
  ['100,000 brackets', post('{a'.repeat(100_000)), 'DOCUMENT_TOO_DEEP'],
  [
    'lists in an argument',
    post(`{ article(slug: ${around('[', ']', 40_000)}) { id } }`),
    'DOCUMENT_TOO_DEEP',
  ],
  [
    'objects in an argument',
    post(`{ articles(where: ${around('{AND:[', ']}', 10_000)}) { totalCount } }`),
    'DOCUMENT_TOO_DEEP',
  ],
  [
    'a type of lists',
    post(`query ($a: ${around('[', ']', 40_000, 'Int')}) { __typename }`),
    'DOCUMENT_TOO_DEEP',
  ],
  [
    'a default of lists',
    post(`query ($a: Int = ${around('[', ']', 40_000)}) { __typename }`),
    'DOCUMENT_TOO_DEEP',
  ],
  [
    'fragments within a directive',
    post(`{ __typename @skip(if: ${around('[', ']', 40_000)}) }`),
    'DOCUMENT_TOO_DEEP',
  ],
  ['inline fragments', post(around('{ ... ', '}', 5_000, '{ __typename }')), 'DOCUMENT_TOO_DEEP'],
  ['fragments that double', post(doubling(25, (next) => `...F${next} ...F${next}`)), 'TOO_MANY_SELECTIONS'],
  [
    'fragments that double beside fields',
    post(doubling(30, (next) => `corpus { version } ...F${next} ...F${next}`)),
    'TOO_MANY_SELECTIONS',
  ],
  [
    'fragments that double within inline ones',
    post(doubling(22, (next) => `... { ...F${next} } ... { ...F${next} }`)),
    'TOO_MANY_SELECTIONS',
  ],
  [
    'a fragment that doubles and is never used',
    post(`{ __typename } ${doubling(25, (next) => `...F${next} ...F${next}`).replace('{ ...F0 }', '')}`),
    'TOO_MANY_SELECTIONS',
  ],
  [
    'one field again and again',
    post(`{ corpus { ${times(1_000, () => 'version')} } }`),
    'TOO_MANY_SELECTIONS',
  ],
  [
    'pages that are selected twice at each level',
    post(
      `{ articles { nodes { ${Array.from({ length: 7 }).reduce<string>((inner) => `related { nodes { ${inner} } } related { nodes { ${inner} } }`, 'id')} } } }`,
    ),
    'TOO_MANY_SELECTIONS',
  ],
  [
    '1,000 aliases of __typename',
    post(`{ ${times(1_000, (at) => `a${at}: __typename`)} }`),
    'TOO_MANY_ALIASES',
  ],
  [
    '101 aliases of a record',
    post(`{ ${times(101, (at) => `a${at}: corpus { version }`)} }`),
    'TOO_MANY_ALIASES',
  ],
  [
    'aliases below the root',
    post(`{ corpus { ${times(200, (at) => `a${at}: version`)} } }`),
    'TOO_MANY_ALIASES',
  ],
  ['10,000 fields', post(`{ ${times(10_000, () => '__typename')} }`), 'DOCUMENT_TOO_LARGE'],
  ['500 fields at the root', post(`{ ${times(500, () => '__typename')} }`), 'TOO_MANY_ROOT_FIELDS'],
  ['10,000 directives', post(`{ __typename ${'@a'.repeat(10_000)} }`), 'DOCUMENT_TOO_LARGE'],
  ['100 directives that nobody knows', post(`{ __typename ${'@a'.repeat(100)} }`), 'TOO_MANY_DIRECTIVES'],
  [
    '100 directives of the language',
    post(`{ __typename ${'@include(if: true)'.repeat(100)} }`),
    'TOO_MANY_DIRECTIVES',
  ],
  ['many operations', post(times(2_000, (at) => `query Q${at} { __typename }`)), 'DOCUMENT_TOO_LARGE'],
  [
    'many variables',
    post(`query (${times(2_000, (at) => `$v${at}: Int`)}) { __typename }`),
    'DOCUMENT_TOO_LARGE',
  ],
  ['comments', post(`{ __typename } ${'#\n'.repeat(300_000)}`), 'DOCUMENT_TOO_LARGE'],
  [
    'filters that nest',
    raw(
      `{"query":"query ($w: ArticleWhere) { articles(where: $w) { totalCount } }","variables":{"w":${around('{"NOT":', '}', 1_000, '{}')}}}`,
    ),
    'VARIABLES_TOO_DEEP',
  ],
  [
    'filters that nest in lists',
    raw(
      `{"query":"query ($w: ArticleWhere) { articles(where: $w) { totalCount } }","variables":{"w":${around('{"AND":[', ']}', 50_000, '{}')}}}`,
    ),
    'VARIABLES_TOO_DEEP',
  ],
  [
    'lists that nest',
    raw(
      `{"query":"query ($i: [ID!]!) { nodes(ids: $i) { id } }","variables":{"i":${around('[', ']', 200_000)}}}`,
    ),
    'VARIABLES_TOO_DEEP',
  ],
  [
    '200,000 filters',
    raw(
      `{"query":"query ($w: ArticleWhere) { articles(where: $w) { totalCount } }","variables":{"w":{"AND":[${'{},'.repeat(200_000)}{}]}}}`,
    ),
    'TOO_MANY_VALUES',
  ],
  [
    '10,000 ids',
    post('query ($i: [ID!]!) { nodes(ids: $i) { id } }', { i: Array(10_001).fill('Article:a') }),
    'TOO_MANY_VALUES',
  ],
  [
    '10,000 representations',
    post('query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
      r: Array(10_000).fill({ __typename: 'Article', id: 'Article:a' }),
    }),
    'TOO_MANY_VALUES',
  ],
  [
    'aliases that multiply a list of ids',
    post(
      `query ($i: [ID!]!) { ${times(50, (at) => `a${at}: nodes(ids: $i) { ... on Article { related(first: 100) { nodes { id } } } }`)} }`,
      { i: Array(100).fill('Article:istanbul-talks-stall') },
    ),
    'COST_TOO_HIGH',
  ],
  [
    'the schema again and again',
    post(
      `{ ${times(50, (at) => `a${at}: __schema { types { fields { args { type { name } } type { ofType { fields { name } } } } } }`)} }`,
    ),
    'COST_TOO_HIGH',
  ],
].map(([name, sent, code]) => ({ name, sent, code, status: 400 }) as Attack);

/** What is not a request that could be executed. */
export const unreadable: readonly Attack[] = [
  ...[
    ['half a body', '{"query":'],
    ['null', 'null'],
    ['an empty body', ''],
    ['a number', '7'],
    ['variables that are a list', '{"query":"{ __typename }","variables":[1]}'],
    ['variables that are a text', '{"query":"{ __typename }","variables":"a"}'],
    ['a query that is a list', '{"query":["{ __typename }"]}'],
    ['a name that is a number', '{"query":"{ __typename }","operationName":1}'],
    ['extensions that are a text', '{"query":"{ __typename }","extensions":"a"}'],
    ['a batch of 20', JSON.stringify(Array(20).fill(TYPENAME))],
    ['a batch of none', '[]'],
    ['a key of the prototype', '{"query":"{ __typename }","__proto__":{"admin":true}}'],
    ['a constructor', '{"query":"{ __typename }","constructor":{"prototype":{"admin":true}}}'],
  ].map(([name, body]): Attack => ({ name: name!, sent: raw(body!), status: 400 })),
  { name: 'bytes that are no UTF-8', sent: raw(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])), status: 400 },
  {
    name: 'a body of 5 MB',
    sent: post('{ __typename }', { a: 'x'.repeat(5_000_000) }),
    status: 413,
    code: 'REQUEST_ENTITY_TOO_LARGE',
  },
  {
    name: 'a body of 60 MB',
    sent: raw(Buffer.alloc(60_000_000, 0x20)),
    status: 413,
    code: 'REQUEST_ENTITY_TOO_LARGE',
  },
  {
    name: 'a body of 60 MB in pieces',
    sent: raw(Buffer.alloc(60_000_000, 0x20), { 'transfer-encoding': 'chunked' }),
    status: 413,
    code: 'REQUEST_ENTITY_TOO_LARGE',
  },
  ...[
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'text/json',
    'application/json, text/plain',
    'application/jsonp',
    'application/json; charset=utf-16',
    'application/graphql-response+json',
  ].map((type): Attack => ({
    name: `a body of the type ${type}`,
    sent: { headers: { 'content-type': type }, body: JSON.stringify(TYPENAME) },
    status: 415,
  })),
  { name: 'a body without a type', sent: { body: JSON.stringify(TYPENAME) }, status: 415 },
  {
    name: 'two types of a body',
    sent: {
      headers: { 'content-type': ['application/json', 'text/plain'] },
      body: JSON.stringify(TYPENAME),
    },
    status: 400,
  },
  {
    name: 'a bomb',
    sent: raw(gzipSync(Buffer.alloc(50_000_000, 0x20)), { 'content-encoding': 'gzip' }),
    status: 415,
  },
  {
    name: 'a small body that is compressed',
    sent: raw(brotliCompressSync(JSON.stringify(TYPENAME)), { 'content-encoding': 'br' }),
    status: 415,
  },
  {
    name: 'a header of 20 kB',
    sent: { body: TYPENAME, headers: { 'x-a': 'a'.repeat(20_000) } },
    status: 431,
  },
  {
    name: 'a token of 1 MB',
    sent: { body: TYPENAME, headers: { authorization: `Bearer ${'a'.repeat(1_000_000)}` } },
    status: 431,
  },
  {
    name: 'an address of 1 MB',
    sent: { method: 'GET', path: `/graphql?query=${'a'.repeat(1_000_000)}` },
    status: 431,
  },
  {
    name: 'a wrong token',
    sent: { body: TYPENAME, headers: { authorization: 'Bearer wrong' } },
    status: 401,
    code: 'UNAUTHENTICATED',
  },
  {
    name: 'an empty token',
    sent: { body: TYPENAME, headers: { authorization: 'Bearer ' } },
    status: 401,
    code: 'UNAUTHENTICATED',
  },
  {
    name: 'a token of 12 kB',
    sent: { body: TYPENAME, headers: { authorization: `Bearer ${'a'.repeat(12_000)}` } },
    status: 401,
    code: 'UNAUTHENTICATED',
  },
];
