// Gives every operation the corpus of the moment in which it starts, and keeps that corpus open until the answer is there.
import type { Plugin } from 'graphql-yoga';
import { type Context, createContext, type Succession } from '../graphql/context.ts';
import { verdictOn } from './preview.ts';
import type { Lease, ServedCorpus } from './served-corpus.ts';

/** Adds what resolvers may reach to the context. */
export function useCorpus(corpus: ServedCorpus): Plugin<Context> {
  const leases = new WeakMap<Request, Lease>();
  return {
    onContextBuilding({ context, extendContext }) {
      const lease = corpus.take();
      leases.set(context.request, lease);
      const preview = verdictOn(context.request).view === 'preview';
      const reader = lease.reader({ now: Date.now(), preview });
      extendContext(createContext(reader, successionOf(corpus, preview)));
    },
    onExecutionResult({ request }) {
      leases.get(request)?.giveBack();
      leases.delete(request);
    },
  };
}

/** The editions from now on, as those with or without a preview token see them. */
export function successionOf(corpus: ServedCorpus, preview: boolean): Succession {
  return {
    take() {
      const { edition, replaced, giveBack } = corpus.take();
      return { reader: edition.reader(preview), replaced, giveBack };
    },
  };
}
