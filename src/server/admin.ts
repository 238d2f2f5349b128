// What only whoever runs the service may ask: it listens on a port of its own.
import type { RequestListener } from 'node:http';
import type { Registry } from 'prom-client';

/** Answers `/metrics` with what `collect` gives, and nothing else. */
export function createAdmin(collect: () => Promise<Registry>): RequestListener {
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname !== '/metrics') {
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end('There is nothing here. The metrics are at /metrics.\n');
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    collect()
      .then(async (metrics) => {
        const body = await metrics.metrics();
        response.writeHead(200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' });
        response.end(request.method === 'HEAD' ? undefined : body);
      })
      .catch(() => response.writeHead(500).end());
  };
}
