// Traces, made by the packages of OpenTelemetry and taken by a receiver of OTLP over HTTP.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { repository, startProgram } from '../service.ts';

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly Attribute[];
}

interface Traces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

const valuesOf = (attributes: readonly Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

/** A receiver, and all that it was sent. */
async function receive() {
  const sent: Traces[] = [];
  const paths = new Set<string | undefined>();
  const server = createServer((request, response) => {
    paths.add(request.url);
    void json(request).then((body) => {
      sent.push(body as Traces);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    spans: () =>
      sent.flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
    resources: () =>
      sent.flatMap(({ resourceSpans }) => resourceSpans.map(({ resource }) => valuesOf(resource.attributes))),
  };
}

async function serve(environment: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-judges-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const words = [
    join(repository, 'src/onrecord.js'),
    'serve',
    '--port',
    '0',
    '--store',
    join(folder, 'corpus.db'),
  ];
  const running = await startProgram(
    join(repository, 'node_modules/.bin/node'),
    [...words, '--content', join(repository, 'content')],
    {
      // Where the packages are.
      cwd: join(repository, 'tests/judges'),
      environment,
      ready: /http:\/\/[^\s/]+(?=\/graphql)/,
    },
  );
  onTestFinished(() => running.stop());
  const ask = (query: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${running.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
  return { ask, stop: () => running.stop() };
}

const FEED = 'query Feed { articles(first: 1) { nodes { headline } } }';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${TRACE}-b7ad6b7169203331-01`;

test('each request is a span under its operation, with the calls of the store below it, and without the query', async () => {
  const { endpoint, paths, spans, resources } = await receive();
  const { ask, stop } = await serve({
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_RESOURCE_ATTRIBUTES: 'team=news',
  });
  const first = await ask(FEED, { traceparent });
  const requestId = first.headers.get('x-request-id');
  await ask(FEED);
  await stop();

  expect([...paths]).toEqual(['/v1/traces']);
  expect(resources()[0]).toMatchObject({ 'service.name': 'onrecord', team: 'news' });
  const requests = spans().filter(({ name }) => name === 'GraphQL query');
  expect(requests.map(({ attributes }) => valuesOf(attributes))).toEqual([
    expect.objectContaining({
      'http.request.method': 'POST',
      'http.response.status_code': 200,
      'graphql.operation.name': 'Feed',
      'graphql.document.hash': expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      'onrecord.request_id': requestId,
      'onrecord.kept': false,
    }),
    expect.objectContaining({ 'onrecord.kept': true }),
  ]);
  // A stranger cannot say to which trace his request belongs.
  expect(requests[0]!.traceId).not.toBe(TRACE);
  const pages = spans().find(({ name }) => name === 'store pages');
  expect(pages?.parentSpanId).toBe(requests[0]!.spanId);
  expect(JSON.stringify(spans())).not.toContain('headline');
});

test('behind proxies of ours the trace of the proxy goes on', async () => {
  const { endpoint, spans } = await receive();
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ONRECORD_TRUSTED_PROXIES: '1' };
  const { ask, stop } = await serve(environment);
  await ask(FEED, { traceparent });
  await stop();
  const request = spans().find(({ name }) => name === 'GraphQL query');
  expect(request).toMatchObject({ traceId: TRACE, parentSpanId: 'b7ad6b7169203331' });
});
