// What the thread that compiles and the one that serves tell each other.
import type { Progress } from '../content/compile.ts';
import type { LoadProgress } from '../store/postgres.ts';
import type { StorePlace } from '../stores.ts';

/** What the compiling thread is started with. */
export interface LiveSettings extends StorePlace {
  readonly content: string;
  /** Whether other processes open the store, so that each corpus has to be there when it is told of. */
  readonly isShared: boolean;
}

/** From the compiling thread. */
export type LiveMessage =
  /** Serve the corpus that the store has. To be answered with `done`, as the next two. */
  | { readonly type: 'built' }
  /** Serve the live corpus at `path` as it is now. */
  | { readonly type: 'live'; readonly path: string; readonly version: string }
  /** Let go of the log of the live corpus, which stays as it is. */
  | { readonly type: 'renew' }
  /** An edit was refused, or the content was to begin with. */
  | { readonly type: 'refused'; readonly report: string; readonly problems: number }
  /** The content could not be looked at, or something else went wrong. */
  | { readonly type: 'failed'; readonly message: string }
  /** The files are again as what is served. */
  | { readonly type: 'same' }
  | { readonly type: 'progress'; readonly progress: Progress | LoadProgress }
  /** An edit was compiled, whatever came of it. */
  | { readonly type: 'compiled'; readonly milliseconds: number }
  | { readonly type: 'warning'; readonly message: string }
  /** Nothing more comes. */
  | { readonly type: 'ended' };

/** From the serving thread. */
export type LiveOrder = 'done' | 'look' | 'end';
