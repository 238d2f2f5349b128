// What load balancers and orchestrators ask.
import type { EditingStatus } from './editing-status.ts';
import type { Page } from './pages.ts';
import { text } from './pages.ts';
import type { ServedCorpus } from './served-corpus.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** The process answers at all; an orchestrator restarts it where it does not. */
export const livePage: Page = () => text(200, 'alive');

/** What readiness is told from. */
export interface Readiness {
  readonly corpus: ServedCorpus;
  /** What becomes of edits, where the content is followed. */
  readonly editing: EditingStatus | undefined;
  /** Whose preview tokens count. Without its keys nothing can be previewed, and everybody else is answered. */
  readonly issuer: TokenIssuer | undefined;
  readonly isStopping: () => boolean;
}

/**
 * Whether requests should be sent here. Why not is nobody's business outside. With `?verbose` it is told in JSON which corpus
 * is served and since when, whether the keys of preview tokens could be read, and whether the last edit was refused; never what stands in which file.
 */
export function readyPage({ corpus, editing, issuer, isStopping }: Readiness): Page {
  return async (request) => {
    const status = isStopping() ? 'stopping' : (await canRead(corpus)) ? 'ready' : 'not ready';
    const code = status === 'ready' ? 200 : 503;
    if (!new URL(request.url).searchParams.has('verbose')) return text(code, status);
    const told = {
      status,
      corpus: corpus.isServing
        ? { version: corpus.store.version, since: new Date(corpus.since).toISOString() }
        : null,
      ...(issuer && { previewKeys: issuer.keys.state }),
      ...(editing && { lastEdit: { refused: editing.problems > 0, problems: editing.problems } }),
    };
    return text(code, JSON.stringify(told, null, 2), { 'Content-Type': 'application/json; charset=utf-8' });
  };
}

function canRead({ store }: ServedCorpus): Promise<boolean> {
  return store.ping().then(
    () => true,
    () => false,
  );
}
