// Preview tokens that an issuer signs: real keys, a real server of them, and every way in which a token can be wrong.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { TokenIssuer } from '../../src/server/token-issuer.ts';
import type { KeyTimes } from '../../src/server/token-keys.ts';
import { startEdited, TOKEN } from './subscribing.ts';
import { thing } from '../graphql/small-content.ts';

const [ISSUER, AUDIENCE] = ['https://login.example/', 'https://news.example/graphql'];
const QUERY = '{ articles { totalCount } }';
const seen = (totalCount: number) => ({ data: { articles: { totalCount } } });
const now = () => Math.floor(Date.now() / 1_000);
const good: JWTPayload = { iss: ISSUER, aud: AUDIENCE, sub: 'ann', scope: 'openid preview' };

const newKey = async (kid: string, alg = 'ES256') => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, publicKey, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } };
};
type Key = Awaited<ReturnType<typeof newKey>>;

const sign = ({ kid, alg, privateKey }: Key, claims: JWTPayload = {}, header = {}) =>
  new SignJWT({ exp: now() + 600, ...good, ...claims })
    .setProtectedHeader({ alg, kid, ...header })
    .sign(privateKey);

/** A server of keys, of which each answer is counted. */
async function serveKeys(...keys: readonly Key[]) {
  const state = {
    keys: [...keys],
    body: undefined as string | undefined,
    location: undefined as string | undefined,
    status: 200,
    asked: 0,
  };
  const server = createServer((_, response) => {
    state.asked += 1;
    response.statusCode = state.status;
    if (state.location !== undefined) response.setHeader('location', state.location);
    response.end(state.body ?? JSON.stringify({ keys: state.keys.map(({ jwk }) => jwk) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(stop);
  return { state, stop, url: `http://127.0.0.1:${port}/jwks.json` };
}

const quick: KeyTimes = { kept: 600_000, cooldown: 0, rest: 50, timeout: 2_000 };

async function start(jwks: string, { claim = 'scope', times = quick } = {}) {
  const told: (string | undefined)[] = [];
  const issuer = new TokenIssuer(
    { jwks, issuer: ISSUER, audience: AUDIENCE, claim, scope: 'preview' },
    (problem) => told.push(problem),
    times,
  );
  onTestFinished(() => issuer.keys.end());
  const server = await startEdited({}, {}, issuer);
  const bring = async (token: string) => {
    const { status, body } = await server.post({ query: QUERY }, { authorization: `Bearer ${token}` });
    return status === 200 ? body : [status, refusalOf(body)];
  };
  return { ...server, told, issuer, bring };
}

function refusalOf(body: unknown): string {
  const { errors } = body as {
    readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  };
  return `${errors[0]?.extensions.code}: ${errors[0]?.message}`;
}

const unauthenticated = (reason: string) => [
  401,
  `UNAUTHENTICATED: The preview token ${reason}: send a right one, or leave out "Authorization" for the public view.`,
];

test.each(['ES256', 'RS256', 'PS512', 'Ed25519'])(
  'a token signed by %s shows what is hidden',
  async (alg) => {
    const key = await newKey('one', alg);
    const { url } = await serveKeys(key);
    const { bring, post } = await start(url);
    expect(await bring(await sign(key))).toEqual(seen(1));
    expect(await post({ query: QUERY })).toEqual({ status: 200, body: seen(0) });
    // Those of the list still count.
    expect(await bring(TOKEN)).toEqual(seen(1));
  },
);

test('a token that is not good is refused, and it says why', async () => {
  const key = await newKey('one', 'RS256');
  const { url } = await serveKeys(key);
  const { bring } = await start(url);
  const pem = await exportSPKI(key.publicKey);
  const unsigned = new UnsecuredJWT({ ...good, exp: now() + 600 }).encode();
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const byHmac = (secret: string) => {
    const text = `${encode({ alg: 'HS256', kid: 'one' })}.${encode({ ...good, exp: now() + 600 })}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  };
  const right = await sign(key);
  const [header, , signature] = right.split('.');
  const cases: readonly (readonly [string, string])[] = [
    [await sign(key, { exp: now() - 60 }), 'has expired'],
    [await sign(key, { nbf: now() + 60 }), 'is not good yet'],
    [await sign(key, { aud: 'https://other.example' }), 'is for another audience'],
    [await sign(key, { aud: undefined }), 'is for another audience'],
    [await sign(key, { iss: 'https://evil.example/' }), 'was given by another issuer'],
    [await sign(key, { exp: undefined }), 'has no claim "exp", or a wrong one'],
    [unsigned, 'is signed by an algorithm that is not taken'],
    [`${unsigned}${signature}`, 'is signed by an algorithm that is not taken'],
    [byHmac(pem), 'is signed by an algorithm that is not taken'],
    [byHmac(JSON.stringify(key.jwk)), 'is signed by an algorithm that is not taken'],
    [await sign(await newKey('two', 'RS256')), 'is signed with a key that is not known'],
    [await sign(await newKey('one', 'RS256')), 'has a wrong signature'],
    [`${header}.${encode({ ...good, exp: now() + 600 })}.${signature}`, 'has a wrong signature'],
    [`${right}.${signature}`, 'is not one of this service'],
    ['a.b.c', 'is no JSON Web Token that can be read'],
  ];
  for (const [token, reason] of cases) expect(await bring(token), reason).toEqual(unauthenticated(reason));
});

test('a token that is good and not for previews is forbidden', async () => {
  const key = await newKey('one');
  const { url } = await serveKeys(key);
  const { bring } = await start(url);
  for (const scope of [undefined, '', 'openid previews', ['read'], { preview: true }])
    expect(await bring(await sign(key, { scope }))).toEqual([
      403,
      'PREVIEW_NOT_GRANTED: The token is good, and grants no previews, since its claim "scope" has no "preview" in it: have that granted, or leave out "Authorization" for the public view.',
    ]);
  expect(await bring(await sign(key, { scope: ['read', 'preview'] }))).toEqual(seen(1));
});

test('what a token grants can stand in another claim, within objects too', async () => {
  const key = await newKey('one');
  const { url } = await serveKeys(key);
  const nested = await start(url, { claim: 'realm_access.roles' });
  expect(await nested.bring(await sign(key, { realm_access: { roles: ['preview'] } }))).toEqual(seen(1));
  expect(await nested.bring(await sign(key, { realm_access: null }))).toMatchObject([403, expect.anything()]);
  const named = await start(url, { claim: 'https://news.example/roles' });
  expect(await named.bring(await sign(key, { 'https://news.example/roles': 'preview' }))).toEqual(seen(1));
});

test('a key that is not known is looked for again, and not for each token', async () => {
  const [first, second, third] = [await newKey('1'), await newKey('2'), await newKey('3')];
  const { state, url } = await serveKeys(first);
  const { bring } = await start(url);
  expect(await bring(await sign(first))).toEqual(seen(1));
  state.keys = [second];
  expect(await bring(await sign(second))).toEqual(seen(1));
  expect(await bring(await sign(first))).toEqual(unauthenticated('is signed with a key that is not known'));

  const careful = await start(url, { times: { ...quick, cooldown: 60_000 } });
  expect(await careful.bring(await sign(second))).toEqual(seen(1));
  const before = state.asked;
  for (let count = 0; count < 5; count += 1)
    expect(await careful.bring(await sign(third))).toEqual(
      unauthenticated('is signed with a key that is not known'),
    );
  expect(state.asked).toBe(before);
});

test('keys of a file are read, and read again when they change', async () => {
  const [first, second] = [await newKey('1'), await newKey('2')];
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'jwks.json');
  writeFileSync(file, JSON.stringify({ keys: [first.jwk] }));
  const { bring } = await start(file);
  expect(await bring(await sign(first))).toEqual(seen(1));
  writeFileSync(file, JSON.stringify({ keys: [second.jwk] }));
  expect(await bring(await sign(second))).toEqual(seen(1));
});

test('while keys cannot be read nobody gets in, everybody else is served, and it is told once', async () => {
  const key = await newKey('one');
  const keys = await serveKeys(key);
  const { bring, post, told, url } = await start(keys.url);
  const token = await sign(key);
  const unavailable = [
    503,
    'PREVIEW_UNAVAILABLE: The keys that preview tokens are signed with cannot be read at the moment, so nobody can tell whether this one is good: send it again in a few seconds, or leave out "Authorization" for the public view.',
  ];
  const state = async () =>
    ((await (await fetch(`${url}/readyz?verbose`)).json()) as { readonly previewKeys: string }).previewKeys;
  expect(await state()).toBe('not read yet');
  keys.state.status = 500;
  for (let count = 0; count < 5; count += 1) expect(await bring(token)).toEqual(unavailable);
  expect(await state()).toBe('unavailable');
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(told).toEqual(['it answers with status 500']);
  expect(await post({ query: QUERY })).toEqual({ status: 200, body: seen(0) });
  expect(await bring(TOKEN)).toEqual(seen(1));
  // Nobody is followed to another address.
  keys.state.location = keys.url;
  keys.state.status = 302;
  await new Promise((resolve) => setTimeout(resolve, 2 * quick.rest));
  expect(await bring(token)).toEqual(unavailable);
  // What is no set of keys, or one of secrets, is none.
  keys.state.status = 200;
  for (const body of ['<html>', '{}', '{"keys": []}', '{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}']) {
    keys.state.body = body;
    await new Promise((resolve) => setTimeout(resolve, 2 * quick.rest));
    expect(await bring(token)).toEqual(unavailable);
  }
  // It is looked for again without anybody who brings a token.
  keys.state.body = undefined;
  await expect.poll(state).toBe('read');
  expect(told).toEqual(['it answers with status 500', undefined]);
  expect(await bring(token)).toEqual(seen(1));
});

test('keys that are kept are used while nobody can be asked, and no longer', async () => {
  const key = await newKey('one');
  const keys = await serveKeys(key);
  const kept = await start(keys.url);
  const old = await start(keys.url, { times: { ...quick, kept: 0 } });
  const token = await sign(key);
  expect([await kept.bring(token), await old.bring(token)]).toEqual([seen(1), seen(1)]);
  keys.stop();
  expect(await kept.bring(token)).toEqual(seen(1));
  expect(await old.bring(token)).toMatchObject([503, expect.anything()]);
  // A key that is not known might be a new one.
  expect(await kept.bring(await sign(await newKey('two')))).toMatchObject([503, expect.anything()]);
});

test('what a token shows is given to nobody else, and what others get is not given to it', async () => {
  const key = await newKey('one');
  const { url } = await serveKeys(key);
  const server = await start(url);
  const token = await sign(key);
  const address = `${server.url}/graphql?query=${encodeURIComponent(QUERY)}`;
  const get = async (headers: Record<string, string>) => {
    const response = await fetch(address, { headers: { accept: 'application/json', ...headers } });
    return { response, body: (await response.json()) as unknown };
  };
  for (let round = 0; round < 3; round += 1) {
    const hidden = await get({ authorization: `Bearer ${token}` });
    expect(hidden.body).toEqual(seen(1));
    expect(hidden.response.headers.get('cache-control')).toBe('private, no-store');
    expect(hidden.response.headers.get('etag')).toBeNull();
    const open = await get({});
    expect(open.body).toEqual(seen(0));
    expect(open.response.headers.get('vary')).toMatch(/\bAuthorization\b/);
    const etag = open.response.headers.get('etag')!;
    const again = await get({ authorization: `Bearer ${token}`, 'if-none-match': etag });
    expect([again.response.status, again.body]).toEqual([200, seen(1)]);
    const refused = await fetch(address, {
      headers: { authorization: 'Bearer a.b.c', 'if-none-match': etag },
    });
    expect([refused.status, refused.headers.get('cache-control')]).toEqual([401, 'private, no-store']);
  }
});

const subscription = 'subscription { recordChanged { recordId } }';

test('a stream ends with its token, and shows nothing hidden afterwards', async () => {
  const key = await newKey('one');
  const { url } = await serveKeys(key);
  const { url: address, edit } = await start(url);
  // Five seconds are forgiven.
  const token = await sign(key, { exp: now() + 3 });
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query: subscription }),
  });
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  const text = response.text();
  const messages: unknown[] = [];
  const client = createClient({
    url: `${address.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
    onNonLazyError: () => undefined,
  });
  onTestFinished(() => void client.dispose());
  const socket = client.iterate({ query: subscription });
  const first = socket.next();
  // A stream of the public goes on.
  await edit({ 'topics/war.yaml': thing('The war') });
  expect((await first).value).toEqual({ data: { recordChanged: { recordId: 'Topic:war' } } });
  for await (const message of socket) messages.push(message);
  expect(messages).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
  const stream = await text;
  expect(stream).toContain('Topic:war');
  expect(stream).toContain('The preview token has expired, so this stream ends');
  expect(stream).toMatch(/event: complete\ndata:\n\n$/);
  // The socket is still open, and its token has ended.
  await expect(client.iterate({ query: QUERY }).next()).rejects.toMatchObject([
    { extensions: { code: 'UNAUTHENTICATED' } },
  ]);
}, 60_000);

test('a socket is refused for a token that is not good, and asked to come again while nobody can tell', async () => {
  const key = await newKey('one');
  const keys = await serveKeys(key);
  const { url } = await start(keys.url);
  const closed = (token: string) =>
    new Promise((resolve, reject) => {
      const client = createClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        lazy: false,
        retryAttempts: 0,
        connectionParams: { authorization: `Bearer ${token}` },
        onNonLazyError: (error) => {
          const { code, reason } = error as { readonly code: number; readonly reason: string };
          resolve([code, reason]);
        },
      });
      client.on('connected', () => reject(new Error('It was let in')));
    });
  expect(await closed(await sign(key, { exp: now() - 60 }))).toEqual([
    4403,
    'The preview token has expired: send a right one, or none',
  ]);
  expect(await closed(await sign(key, { scope: 'openid' }))).toEqual([
    4403,
    'The token is good, and grants no previews: have that granted, or send none',
  ]);
  keys.stop();
  expect(await closed(await sign(await newKey('two')))).toEqual([
    1013,
    'The keys that preview tokens are signed with cannot be read at the moment: try again later',
  ]);
});
