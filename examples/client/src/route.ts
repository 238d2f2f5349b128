// Which page is shown: the part of the address after the #, so that any server of files can serve the pages.
import { useSyncExternalStore } from 'react';

export type Route =
  | { page: 'home' }
  /** An article, with the ids of the statements that the reader has chosen in it. */
  | { page: 'article'; slug: string; chosen: readonly string[] }
  | { page: 'outcome'; slug: string }
  | { page: 'unknown' };

export const hrefOfOutcome = (slug: string) => `#/outcomes/${slug}`;

/** An article, or one opened at a statement: the slug of a statement is that of its article, `/`, and its own. */
export const hrefOfArticle = (slug: string) => `#/articles/${slug}`;

/** Shows other statements of an article that is shown, without a step in the history of the browser. */
export function choose(articleSlug: string, statements: readonly string[]): void {
  const own = statements.map((id) => id.slice(`Statement:${articleSlug}/`.length));
  location.replace(hrefOfArticle(own.length > 0 ? `${articleSlug}/${own.join('+')}` : articleSlug));
}

export function useRoute(): Route {
  return read(useSyncExternalStore(subscribe, () => location.hash));
}

function read(hash: string): Route {
  if (hash === '' || hash === '#' || hash === '#/') return { page: 'home' };
  const [, outcome] = /^#\/outcomes\/([a-z0-9-]+)$/.exec(hash) ?? [];
  if (outcome) return { page: 'outcome', slug: outcome };
  const [, slug, own] = /^#\/articles\/([a-z0-9-]+)(?:\/([a-z0-9+-]+))?$/.exec(hash) ?? [];
  if (!slug) return { page: 'unknown' };
  return { page: 'article', slug, chosen: own?.split('+').map((name) => `Statement:${slug}/${name}`) ?? [] };
}

/** Whether the reader has followed a link since the site was loaded. */
export const hasMoved = () => moved;
let moved = false;
addEventListener('hashchange', () => (moved = true));

function subscribe(onChange: () => void): () => void {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}
