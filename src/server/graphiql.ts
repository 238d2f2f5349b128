// GraphiQL for browsers: the offline bundle under a strict policy, with prepared queries in its tabs.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { compressed } from './compressed.ts';
import { graphiqlBar } from './graphiql-bar.ts';
import type { Page } from './pages.ts';
import { guideChapters } from './questions.ts';

/** A prepared query, as GraphiQL takes it. */
export interface PreparedQuery {
  readonly query: string;
  readonly variables?: string;
}

const folder = new URL('graphiql/', import.meta.url);

/** The queries of the folder graphiql/ in the order of their names; `NAME.json` holds the variables of `NAME.graphql`. */
export function preparedQueries(): readonly PreparedQuery[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort();
  return files.map((file) => {
    const query = readFileSync(new URL(file, folder), 'utf8').trimEnd();
    const variables = new URL(file.replace(/graphql$/, 'json'), folder);
    return existsSync(variables)
      ? { query, variables: readFileSync(variables, 'utf8').trimEnd() }
      : { query };
  });
}

const icon = `<svg xmlns="http://www.w3.org/2000/svg" width="28" height="28" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#b3261e"/><circle cx="16" cy="16" r="6" fill="#fff"/></svg>`;

// GraphiQL's tabs can be dragged, but the animation that it uses for that mistakes where they are: a pressed tab jumps away
// before the click reaches it, and a hand that is not quite still changes the order. Here they stay in their place.
const stillTabsStyle = '.graphiql-tab { transform: none !important; }';
const stillTabsScript = `addEventListener('pointerdown', (event) => {
  if (event.target.closest?.('.graphiql-tab')) event.stopPropagation();
}, true);`;

// There are more tabs than fit, so the one that is opened is brought into view.
const seenTabScript = `let seen;
new MutationObserver(() => {
  const tab = document.querySelector('.graphiql-tab-active');
  if (tab === seen) return;
  seen = tab;
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] });`;

const scripts = `${stillTabsScript}\n${seenTabScript}`;

/** The page. It has 9 MB, so it is made at the first request and kept compressed; a reload costs no more than a 304. */
export function graphiqlPage(endpoint: string): Page {
  let rendered: ReturnType<typeof render> | undefined;
  return async (request) => {
    rendered ??= render(endpoint);
    const { headers, answer } = await rendered;
    if (request.headers.get('if-none-match')?.includes(headers.ETag))
      return new Response(null, { status: 304, headers });
    return answer(request, { ...headers, 'Content-Type': 'text/html; charset=utf-8' });
  };
}

async function render(endpoint: string) {
  // The bundle is 9 MB of source: whoever never opens GraphiQL never loads it.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'onrecord',
    endpoint,
    favicon: `data:image/svg+xml;base64,${Buffer.from(icon).toString('base64')}`,
    defaultTabs: preparedQueries().map((prepared) => ({ ...prepared })),
    defaultEditorToolsVisibility: false,
    shouldPersistHeaders: false,
    // What is deprecated among arguments is told, too.
    inputValueDeprecation: true,
    schemaDescription: true,
  });
  // The bundle has the text of script tags in its strings too, so its own script is cut out by its ends.
  const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.lastIndexOf('</script>'));
  const bar = graphiqlBar(endpoint, icon, guideChapters());
  const head = `${bar.head}<style>${stillTabsStyle}</style><script>${scripts}</script></head>`;
  const bytes = Buffer.from(
    html.replace('</head>', () => head).replace('<div id="root">', (root) => `${bar.body}\n${root}`),
  );
  const headers = {
    // Weak: one for every encoding.
    ETag: `W/"${createHash('sha256').update(bytes).digest('base64url')}"`,
    'Cache-Control': 'no-cache',
    Vary: 'Accept, Accept-Encoding',
    'Content-Security-Policy': policyFor([script, scripts]),
  };
  return { headers, answer: compressed(bytes) };
}

function policyFor(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    'worker-src blob:',
    "connect-src 'self'",
    // The editor writes style elements and style attributes while it runs: no list of hashes can name them.
    "style-src 'unsafe-inline'",
    'font-src data:',
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
