// A service whose store turns out to be damaged builds it anew by itself: the store is made of the content.
import { type OpenOptions, openCorpus } from '../corpus.ts';
import type { ServedCorpus } from '../server/served-corpus.ts';
import type { Store } from '../store/store.ts';
import type { Io } from './command.ts';
import { withProgress } from './progress.ts';
import { tellError, tellProblems } from './words.ts';

// A disk that damages each file does not get better by another one.
const MOST_REPAIRS = 3;

/**
 * Builds anew and replaces what `corpus` serves now when that turns out to be damaged; nothing is served meanwhile.
 * What replaces it for other reasons is followed by another call.
 */
export function repairWhenDamaged(corpus: ServedCorpus, options: OpenOptions, io: Io): void {
  let repairs = 0;

  function follow(store: Store): void {
    void store.damaged?.then((damage) => {
      if (corpus.store === store) return repair(damage);
    });
  }

  async function repair(damage: Error): Promise<void> {
    if (repairs === MOST_REPAIRS) {
      io.err(
        `${damage.message} again. Nothing is served until the disk is mended and onrecord started anew.`,
      );
      return;
    }
    repairs += 1;
    io.err(`${damage.message}. Nothing is served until it is built anew from the content.`);
    try {
      const opened = await withProgress(io, (onProgress) =>
        openCorpus({ ...options, force: true, onProgress, onNotice: io.err }),
      );
      if (!opened.store) {
        const { lines, summary } = tellProblems(opened.compilation, options.content);
        io.err(`${lines}\n${summary}: nothing is served until they are mended and onrecord is started anew.`);
        return;
      }
      corpus.replace(opened.store);
      follow(opened.store);
      io.err(`${options.store} is whole again. Version ${opened.store.version} is served.`);
    } catch (error) {
      io.err(`${tellError(error)}\nNothing is served until this is mended and onrecord is started anew.`);
    }
  }

  if (corpus.isServing) follow(corpus.store);
}
