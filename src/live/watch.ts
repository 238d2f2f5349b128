// Follows a folder and all below it.
import { type BigIntStats, type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join, relative, sep } from 'node:path';

// Long enough for an editor to put a new file in the place of the old one.
const PAUSE_IN_MILLISECONDS = 50;
const LONGEST_PAUSE_IN_MILLISECONDS = 1_000;
const RETRY_IN_MILLISECONDS = 1_000;

interface Watched {
  /** Tells a folder from another one that has taken its place. */
  readonly identity: string;
  readonly watcher: FSWatcher;
}

/** What is told to whoever follows a folder. */
export interface Follower {
  /**
   * What lies at these paths, or below them, has changed and then been left alone for a moment. Paths are relative to the
   * folder, with `/`; undefined where all of it may have changed, or where the folder itself went away or came back.
   */
  onChange(paths: ReadonlySet<string> | undefined): void;
  /** A part of the folder cannot be followed, so changes there go unnoticed. */
  onError(error: Error): void;
}

/** Follows `folder` until the function that it returns is called. */
export function watchFolder(folder: string, { onChange, onError }: Follower): () => void {
  // One watcher for each folder: on Linux, Node's recursive watching loses a file once an editor has replaced it.
  const watched = new Map<string, Watched>();
  let pause: NodeJS.Timeout | undefined;
  let since: number | undefined;
  let paths: Set<string> | undefined = new Set();
  let wasThere = true;

  function changed(path: string | undefined, delay = PAUSE_IN_MILLISECONDS): void {
    if (path === undefined || path === '') paths = undefined;
    else paths?.add(path);
    clearTimeout(pause);
    since ??= performance.now();
    // Not for ever while something is written again and again.
    const longest = Math.max(0, since + LONGEST_PAUSE_IN_MILLISECONDS - performance.now());
    pause = setTimeout(tell, Math.min(delay, delay === RETRY_IN_MILLISECONDS ? delay : longest));
  }

  function tell(): void {
    // Another folder may have taken its place, of which nothing was told.
    if (watched.get(folder)?.identity !== identityAt(folder)) paths = undefined;
    followAt(paths);
    const isThere = watched.has(folder);
    const told = paths;
    [paths, since] = [new Set(), undefined];
    if (isThere ? told === undefined || told.size > 0 : wasThere)
      onChange(isThere && wasThere ? told : undefined);
    if (!isThere) changed(undefined, RETRY_IN_MILLISECONDS);
    wasThere = isThere;
  }

  /** Watches the folders that are at some paths now, and forgets those that are not. */
  function followAt(some: ReadonlySet<string> | undefined): void {
    for (const path of some ?? ['']) {
      const absolute = join(folder, path);
      const found = new Set<string>();
      visit(absolute, found);
      for (const each of watched.keys())
        if ((each === absolute || each.startsWith(absolute + sep)) && !found.has(each)) forget(each);
    }
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
    const within = relative(folder, path).replaceAll(sep, '/');
    const watcher = watch(path, (_, name) => {
      if (name === null) changed(within);
      else changed(within === '' ? name : `${within}/${name}`);
    });
    watcher.on('error', () => {
      forget(path);
      changed(within);
    });
    watched.set(path, { identity, watcher });
  }

  function forget(path: string): void {
    watched.get(path)?.watcher.close();
    watched.delete(path);
  }

  followAt(undefined);
  wasThere = watched.has(folder);
  if (!wasThere) changed(undefined, RETRY_IN_MILLISECONDS);
  return () => {
    clearTimeout(pause);
    for (const path of watched.keys()) forget(path);
  };
}

function identityAt(folder: string): string | undefined {
  const facts = statSync(folder, { throwIfNoEntry: false, bigint: true });
  return facts && identityOf(facts);
}

function identityOf({ dev, ino, birthtimeNs }: BigIntStats): string {
  return `${dev} ${ino} ${birthtimeNs}`;
}
