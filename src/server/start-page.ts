// The page at `/`: what this is, where to go, and what is served.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CorpusSummary } from '../store/store.ts';
import { escapeHtml, type Page } from './pages.ts';
import type { ServedCorpus } from './served-corpus.ts';

const html = readFileSync(new URL('start-page.html', import.meta.url), 'utf8');
const [, style = ''] = /<style>([^]*?)<\/style>/.exec(html) ?? [];
const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
};

const shownKinds = {
  article: 'articles',
  statement: 'statements',
  actor: 'actors',
  event: 'events',
  outcome: 'outcomes',
  place: 'places',
  topic: 'topics',
  source: 'sources',
} as const;

/** The start page, with the numbers of the corpus that is served now. */
export function startPage(corpus: ServedCorpus): Page {
  return async () => {
    const lease = corpus.take();
    try {
      const summary = await lease.store.reader({ now: Date.now(), preview: false }).summary();
      const body = html
        .replace('{{counts}}', counts(summary))
        .replaceAll('{{version}}', escapeHtml(summary.version));
      return new Response(body, {
        headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
      });
    } finally {
      lease.giveBack();
    }
  };
}

function counts(summary: CorpusSummary): string {
  return Object.entries(shownKinds)
    .map(([kind, name]) => {
      const count = summary.counts[kind as keyof typeof shownKinds].toLocaleString('en');
      return `<div><dt>${name}</dt><dd>${count}</dd></div>`;
    })
    .join('\n        ');
}
