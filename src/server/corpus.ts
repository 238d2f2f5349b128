// Gives every operation the corpus of the moment in which it starts, and keeps that corpus open until the answer is there.
import type { Plugin } from 'graphql-yoga';
import { type Context, createContext, type Succession } from '../graphql/context.ts';
import type { View } from '../store/store.ts';
import type { PreviewTokens } from './preview.ts';
import type { Lease, ServedCorpus } from './served-corpus.ts';

/** Adds what resolvers may reach to the context. */
export function useCorpus(corpus: ServedCorpus, tokens: PreviewTokens): Plugin<Context> {
  const leases = new WeakMap<Request, Lease>();
  return {
    onContextBuilding({ context, extendContext }) {
      const lease = corpus.take();
      leases.set(context.request, lease);
      const preview = tokens.judge(context.request) === 'preview';
      const view = () => ({ now: Date.now(), preview });
      extendContext(createContext(lease.store.reader(view()), successionOf(corpus, view)));
    },
    onExecutionResult({ request }) {
      leases.get(request)?.giveBack();
      leases.delete(request);
    },
  };
}

/** The corpora that are served from now on, each as `view` is at the moment in which it is taken. */
export function successionOf(corpus: ServedCorpus, view: () => View): Succession {
  return {
    take() {
      const { store, replaced, giveBack } = corpus.take();
      return { reader: store.reader(view()), replaced, giveBack };
    },
  };
}
