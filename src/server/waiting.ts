// Before there is a corpus: content that is broken from the start is waited for, and everybody is told so.
import type { Plugin } from 'graphql-yoga';
import { NOTHING_YET } from './nothing-yet.ts';
import { text } from './pages.ts';
import type { ServedCorpus } from './served-corpus.ts';

const HEALTH: readonly string[] = ['/livez', '/readyz'];

/** As long as nothing is served, answers all but health: browsers at `/` get a page that looks again by itself. */
export function useWaiting(corpus: ServedCorpus): Plugin {
  return {
    onRequest({ url, endResponse }) {
      if (corpus.isServing || HEALTH.includes(url.pathname)) return;
      endResponse(url.pathname === '/' ? waitingPage() : text(503, NOTHING_YET, { 'Retry-After': '5' }));
    },
  };
}

function waitingPage(): Response {
  const body = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta http-equiv="refresh" content="3" />
    <title>onrecord: nothing is served yet</title>
  </head>
  <body>
    <h1>Nothing is served yet</h1>
    <p>The content has problems. They are printed where onrecord was started, each with its file, line and column.</p>
    <p>As soon as they are mended, this page shows what is served. It looks again every three seconds.</p>
  </body>
</html>
`;
  return new Response(body, {
    status: 503,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(body)),
      'Content-Security-Policy':
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'Cache-Control': 'no-store',
      'Retry-After': '5',
    },
  });
}
