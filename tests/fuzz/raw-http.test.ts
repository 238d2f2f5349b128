// Real requests that were cut, spliced and written over, sent to a real service over plain sockets: each is answered or closed.
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askHonestly, type Service, startService } from '../load/service.ts';
import { fuzzSeed, many } from '../many.ts';
import { type Random, randomOf } from '../soak/random.ts';

const REQUESTS = many(300, 10_000);
const AT_ONCE = 25;
/** In milliseconds: a client that has sent all that it will is told, or cut off, long before. */
const LONGEST_ANSWER = 20_000;
const LONGEST_HEAD = 20_000;

let service: Service;
beforeAll(async () => {
  service = await startService(['--content', resolve(import.meta.dirname, '../../content')]);
});
afterAll(() => service.stop());

const post = (body: string, ...headers: readonly string[]) =>
  [
    'POST /graphql HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/json',
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
const chunked = (...pieces: readonly string[]) =>
  `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${pieces
    .map((piece) => `${Buffer.byteLength(piece).toString(16)}\r\n${piece}\r\n`)
    .join('')}0\r\n\r\n`;
const get = (path: string, ...headers: readonly string[]) =>
  [`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');
const encoded = (query: string) => `/graphql?query=${encodeURIComponent(query)}`;

const articles =
  '{"query":"query A($n: Int) { articles(first: $n) { nodes { headline } } }","variables":{"n":2}}';
const search = JSON.stringify({
  query: '{ search(text: "talks \\"cease fire\\"", first: 2) { totalCount } }',
});
const real: readonly string[] = [
  post(articles),
  post(articles, 'Accept: application/graphql-response+json', 'Authorization: Bearer not-a-token'),
  post(search, 'Accept-Encoding: gzip, br', 'Origin: https://example.org'),
  post(search, 'Expect: 100-continue'),
  post('{"query":"{ topic(slug: \\"ceasefire\\") { name } }","extensions":{"persistedQuery":{"version":1}}}'),
  chunked(articles.slice(0, 20), articles.slice(20)),
  get(encoded('{ articles(first: 1, after: "x") { edges { cursor } } }'), 'Accept: application/json'),
  get(encoded('query B { node(id: "Person:rustem-umerov") { id } }'), 'If-None-Match: W/"x"'),
  get('/', 'Accept: text/html'),
  get('/graphql', 'Accept: text/html', 'Accept-Encoding: br'),
  get('/schema.graphql'),
  get('/readyz?verbose'),
  get(encoded('subscription { recordChanged { recordId } }'), 'Accept: text/event-stream'),
  get(
    '/graphql',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: graphql-transport-ws',
  ),
  'OPTIONS /graphql HTTP/1.1\r\nHost: localhost\r\nOrigin: https://example.org\r\nAccess-Control-Request-Method: POST\r\n\r\n',
  'HEAD /schema.graphql HTTP/1.1\r\nHost: localhost\r\n\r\n',
];

const pieces = [
  '\r\n',
  '\n',
  '\r\n\r\n',
  '\u0000',
  '\u00ff\u00fe',
  ' ',
  ':',
  'Content-Length: 0\r\n',
  'Content-Length: 99999999999999999999\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding: identity, chunked\r\n',
  'Content-Encoding: gzip\r\n',
  'Connection: close\r\n',
  'Host: b\r\n',
  'Content-Type: multipart/form-data; boundary=x\r\n',
  'HTTP/1.1',
  'GET / HTTP/1.1\r\n\r\n',
  '0\r\n\r\n',
  'ffffffff\r\n',
  '-1\r\n',
  '%00',
  '%ff',
  '/../',
  '"',
  '\\u0000',
  '\\ud800',
  '{',
  '}',
  '[[[[[[[[[[[[',
  "'; DROP TABLE record; --",
  '__proto__',
  '1e400',
  'a'.repeat(20_000),
];

function altered(text: string, random: Random): string {
  let now = text;
  for (let times = random.below(4); times > 0; times -= 1) {
    const at = random.below(now.length + 1);
    const end = Math.min(now.length, at + 1 + random.below(30));
    switch (random.below(7)) {
      case 0:
        now = now.slice(0, at);
        break;
      case 1:
        now = now.slice(0, at) + now.slice(end);
        break;
      case 2:
        now = now.slice(0, end) + now.slice(at);
        break;
      case 3:
        now = now.slice(0, at) + String.fromCharCode(random.below(256)) + now.slice(at + 1);
        break;
      case 4: {
        const other = random.pick(real);
        now = now.slice(0, at) + other.slice(random.below(other.length));
        break;
      }
      case 5: {
        const digits = [...now.matchAll(/\d+/g)];
        if (digits.length === 0) break;
        const number = random.pick(digits);
        const after = now.slice(number.index + number[0].length);
        now = now.slice(0, number.index) + random.pick(['0', '1', '-1', '5', '4096', '1e9', '']) + after;
        break;
      }
      default:
        now = now.slice(0, at) + random.pick(pieces) + now.slice(at);
    }
  }
  return now;
}

/** Sends a text, in one piece or in several, and says no more; all that came until the connection was closed. */
function send(text: string, random: Random): Promise<string> {
  const { hostname, port } = new URL(service.url);
  const bytes = Buffer.from(text, 'latin1');
  const cut = random.below(3) === 0 ? random.below(bytes.length + 1) : bytes.length;
  return new Promise((settle, fail) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    const timer = setTimeout(() => {
      socket.destroy();
      fail(new Error(`It was neither answered nor closed: ${JSON.stringify(text.slice(0, 1_000))}`));
    }, LONGEST_ANSWER);
    socket.on('data', (piece: Buffer) => {
      // Of GraphiQL's page, which is somebody else's code, the beginning is enough.
      if (answer.length < LONGEST_HEAD) answer += piece.toString('latin1', 0, LONGEST_HEAD);
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(timer);
      settle(answer);
    });
    socket.write(bytes.subarray(0, cut));
    setImmediate(() => socket.end(bytes.subarray(cut)));
  });
}

/** What no answer may have in it: stacks, paths of the machine, and what is asked of the store. */
const INSIDE =
  /\n {4}at |node_modules|file:\/\/|\/src\/\w+\/|\.ts:\d|\bSELECT\b[^]*\bFROM\b|SQLITE_|sqlite error|no such (?:table|column)/;

test(
  `${REQUESTS} altered requests are answered or closed, tell nothing of the inside, and harm nobody who asks next`,
  async () => {
    const random = randomOf(fuzzSeed);
    const statuses: Record<string, number> = {};
    for (let sent = 0; sent < REQUESTS; sent += AT_ONCE) {
      const texts = Array.from({ length: AT_ONCE }, () => altered(random.pick(real), random));
      const answers = await Promise.all(texts.map((text) => send(text, random)));
      for (const [at, answer] of answers.entries()) {
        const label = JSON.stringify(texts[at]!.slice(0, 1_000));
        const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 'closed';
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (status === 'closed') expect(answer, label).toBe('');
        else expect(Number(status), label).toBeLessThan(500);
        expect(answer, label).not.toMatch(INSIDE);
      }
      expect(service.end(), service.said()).toBeUndefined();
      expect(await askHonestly(service)).toBe(200);
    }
    expect(service.said()).not.toContain('Internal error');
    // Enough of them reach what is behind the parser.
    expect(statuses['200'], JSON.stringify(statuses)).toBeGreaterThan(REQUESTS / 10);
    expect(statuses['400'], JSON.stringify(statuses)).toBeGreaterThan(REQUESTS / 10);
    if (REQUESTS > 1_000) console.log(`Answers by status: ${JSON.stringify(statuses)}`);
  },
  60_000 + REQUESTS * 100,
);
