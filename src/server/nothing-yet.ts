// What stands for a corpus before there is one.
import { Failure } from '../errors.ts';
import type { Store } from '../store/store.ts';

/** What is told to whoever asks for something. */
export const NOTHING_YET =
  'Nothing is served yet: the content has problems. Whoever edits it finds them where onrecord was started.';

/** A store of nothing: it cannot even be read. */
export const nothingYet: Store = {
  version: '',
  stamp: '',
  reader() {
    throw new Failure('STORE_UNAVAILABLE', NOTHING_YET);
  },
  async ping() {
    throw new Error(NOTHING_YET);
  },
  async close() {},
};
