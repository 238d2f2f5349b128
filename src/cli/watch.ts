// Follows a folder and all below it.
import { type BigIntStats, type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

const PAUSE_IN_MILLISECONDS = 150;
const RETRY_IN_MILLISECONDS = 1_000;

interface Watched {
  /** Tells a folder from another one that has taken its place. */
  readonly identity: string;
  readonly watcher: FSWatcher;
}

/** What is told to whoever follows a folder. */
export interface Follower {
  /** Files have changed and then been left alone for a moment, or the folder itself went away or came back. */
  onChange(): void;
  /** A part of the folder cannot be followed, so changes there go unnoticed. */
  onError(error: Error): void;
}

/** Follows `folder` until the function that it returns is called. */
export function watchFolder(folder: string, { onChange, onError }: Follower): () => void {
  // One watcher for each folder: on Linux, Node's recursive watching loses a file once an editor has replaced it.
  const watched = new Map<string, Watched>();
  let pause: NodeJS.Timeout | undefined;
  let wasThere = true;

  function changed(delay = PAUSE_IN_MILLISECONDS): void {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const isThere = follow();
      if (isThere || wasThere) onChange();
      if (!isThere) changed(RETRY_IN_MILLISECONDS);
      wasThere = isThere;
    }, delay);
  }

  /** Watches every folder that is there now, and forgets those that are not; tells whether the first of them is. */
  function follow(): boolean {
    const found = new Set<string>();
    visit(folder, found);
    for (const path of watched.keys()) if (!found.has(path)) forget(path);
    return found.has(folder);
  }

  function visit(path: string, found: Set<string>): void {
    try {
      const facts = statSync(path, { throwIfNoEntry: false, bigint: true });
      if (!facts?.isDirectory()) return;
      found.add(path);
      // Watched before it is read, so that nothing comes in between.
      if (watched.get(path)?.identity !== identityOf(facts)) add(path, identityOf(facts));
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        if (entry.isDirectory()) visit(join(path, entry.name), found);
      }
    } catch (error) {
      // A folder that went away while it was read has told so to the watcher of the one above.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onError(error as Error);
    }
  }

  function add(path: string, identity: string): void {
    forget(path);
    const watcher = watch(path, () => changed());
    watcher.on('error', () => {
      forget(path);
      changed();
    });
    watched.set(path, { identity, watcher });
  }

  function forget(path: string): void {
    watched.get(path)?.watcher.close();
    watched.delete(path);
  }

  follow();
  return () => {
    clearTimeout(pause);
    for (const path of watched.keys()) forget(path);
  };
}

function identityOf({ dev, ino, birthtimeNs }: BigIntStats): string {
  return `${dev} ${ino} ${birthtimeNs}`;
}
