// What load balancers and orchestrators ask.
import type { Page } from './pages.ts';
import { text } from './pages.ts';
import type { ServedCorpus } from './served-corpus.ts';

/** The process answers at all; an orchestrator restarts it where it does not. */
export const livePage: Page = () => text(200, 'alive');

/** Whether requests should be sent here. Why not is nobody's business outside. */
export function readyPage(corpus: ServedCorpus, isStopping: () => boolean): Page {
  return async () => {
    if (isStopping()) return text(503, 'stopping');
    const canRead = await corpus.store.ping().then(
      () => true,
      () => false,
    );
    return canRead ? text(200, 'ready') : text(503, 'not ready');
  };
}
