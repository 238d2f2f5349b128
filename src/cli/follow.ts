// Keeps the served corpus equal to the one of a database, which any process may load anew.
import type { ServedCorpus } from '../server/served-corpus.ts';
import { type Following, followPostgres, openPostgres, PostgresStore } from '../store/postgres.ts';
import type { StorePlace } from '../stores.ts';
import type { Io } from './command.ts';
import { version } from './version.ts';

/** Follows the database of a store: what it serves replaces what `corpus` serves. */
export function follow({ store: url, ...options }: StorePlace, corpus: ServedCorpus, io: Io): Following {
  let isOver = false;
  const following = followPostgres(url, {
    async onCorpus(generation) {
      if (isOver || generationOf(corpus) === generation.number) return;
      const { store: before } = corpus;
      const store =
        before instanceof PostgresStore ? before.next(generation) : await openPostgres(url, options);
      if (!store) {
        io.err(
          `Another version of onrecord than ${version} has loaded the corpus ${generation.version}, which this one cannot read. ` +
            `The one before is served as long as the database keeps it: update this process.`,
        );
        return;
      }
      if (isOver || generationOf(corpus) === store.generation) {
        await store.close();
        return;
      }
      corpus.replace(store);
      io.out(`The database has a new corpus. Version ${store.version} is served from now on.`);
    },
    onLost: (line) => io.err(line),
    onFound: (line) => io.out(line),
  });
  return {
    async end() {
      isOver = true;
      await following.end();
    },
  };
}

function generationOf({ store }: ServedCorpus): number | undefined {
  return store instanceof PostgresStore ? store.generation : undefined;
}
