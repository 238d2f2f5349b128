// Bytes that are hardly requests: every answer is one that the service means, and it goes on.
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { fuzzSeed, many } from '../many.ts';
import { randomOf } from '../soak/random.ts';
import { openBundled } from '../server/running.ts';
import { start } from './ways.ts';

const parts = {
  methods: [
    'GET',
    'POST',
    'POST',
    'PUT',
    'HEAD',
    'OPTIONS',
    'DELETE',
    'TRACE',
    'CONNECT',
    'PRI',
    'get',
    'FOO',
  ],
  paths: [
    '/',
    '/graphql',
    '/graphql?query={__typename}',
    '*',
    '//',
    '//[',
    '/\\',
    'http://evil/graphql?query={__typename}',
    'http://[',
    'ftp://a/',
    '/graphql?query=%E0%A4%A',
    '/%',
    '/%00',
    '/../../etc/passwd',
    '/graphql/',
    '/graphql#x',
    '/graphql?variables={&query={__typename}',
    '/readyz?verbose',
    '/\u00f1',
    `/graphql?query=${'a'.repeat(9_000)}`,
  ],
  versions: ['1.1', '1.1', '1.1', '1.0', '2.0', '9'],
  headers: [
    'Host: a',
    'Host: a b',
    'Host: ',
    'Host: [::1',
    'Content-Type: application/json',
    'Content-Type: text/plain',
    'Content-Length: 22',
    'Content-Length: -1',
    'Content-Length: 22, 22',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: gzip',
    'Accept: application/graphql-response+json',
    'Accept: ,;q=,*/*;q=x',
    'Accept: text/event-stream',
    'Authorization: Bearer',
    'Authorization: \u00ff',
    'Origin: null',
    'Upgrade: websocket',
    'Connection: upgrade',
    'Expect: 100-continue',
    'Expect: x',
    'Content-Encoding: gzip',
    'If-None-Match: *',
    'X-Forwarded-For: ,,,',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `A: ${'b'.repeat(17_000)}`,
    '\u0000: a',
  ],
  bodies: [
    '',
    '{"query":"{__typename}"}',
    '{"query":"{__typename}"',
    '5\r\n{"que\r\n0\r\n\r\n',
    'ffffffffff\r\n',
    '0\r\n\r\n',
    '[[[[',
    '\u0000\u0001',
  ],
};

function send(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (piece: Buffer) => (answer += piece.toString('latin1')));
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(answer));
    socket.end(Buffer.from(text, 'latin1'));
    setTimeout(() => socket.destroy(), 2_000).unref();
  });
}

const ROUNDS = many(15, 100);

test(`${2 * ROUNDS * 50} requests of pieces that do not fit are answered as requests or refused, with the headers of every answer`, async () => {
  const { ways, reports } = await start(await openBundled());
  for (const way of ways) {
    const random = randomOf(2 * fuzzSeed + (way.name === 'lane' ? -1 : 0));
    const make = () => {
      const headers = Array.from({ length: random.below(6) }, () => random.pick(parts.headers));
      if (random.next() < 0.7) headers.unshift('Host: localhost');
      const body = random.pick(parts.bodies);
      if (random.next() < 0.4) headers.push(`Content-Length: ${Buffer.byteLength(body)}`);
      const lines = [
        `${random.pick(parts.methods)} ${random.pick(parts.paths)} HTTP/${random.pick(parts.versions)}`,
        'Connection: close',
        ...headers,
      ];
      return `${lines.join('\r\n')}\r\n\r\n${body}`;
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      const texts = Array.from({ length: 50 }, make);
      const answers = await Promise.all(texts.map((text) => send(way.url, text)));
      for (const [at, answer] of answers.entries()) {
        const label = JSON.stringify(texts[at]!.slice(0, 300));
        if (answer === '' || /^HTTP\/1\.1 1\d\d /.test(answer)) continue;
        expect(answer, label).toMatch(/^HTTP\/1\.1 [2-4]\d\d /);
        expect(answer, label).toMatch(/x-content-type-options: nosniff/i);
        expect(answer, label).not.toMatch(/node_modules|\.ts:\d|\n {4}at /);
      }
    }
    expect((await way.ask({ body: { query: '{ __typename }' } })).status).toBe(200);
  }
  expect(reports).toEqual([]);
});
