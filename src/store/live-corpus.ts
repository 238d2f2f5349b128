// A corpus that is revised while others read it: each reader keeps the state in which it began.
import { backup, DatabaseSync } from 'node:sqlite';
import { type Building, startBuilding } from './building.ts';
import { Revision } from './revision.ts';

// The log of revisions is begun anew beyond this, so that it does not grow for ever.
const LONGEST_LOG_IN_PAGES = 16_384;
const PAGES_AT_ONCE = 4_096;

/**
 * The files of a corpus that is revised, and its only writer. Nothing of it outlives the process: what a crash leaves
 * behind is cleared away by the next who builds.
 */
export class LiveCorpus {
  readonly #building: Building;
  readonly #database: DatabaseSync;
  #label: { readonly version: string; readonly stamp: string };

  /** Takes over a corpus that is complete, with its staging. */
  constructor(building: Building, database: DatabaseSync, label: LiveCorpus['label']) {
    this.#building = building;
    this.#database = database;
    this.#label = label;
    // Readers of a log see the state in which they began, whatever is written meanwhile.
    database.exec('PRAGMA main.locking_mode = NORMAL; PRAGMA main.journal_mode = WAL');
  }

  /** Where readers find it. */
  get path(): string {
    return this.#building.path;
  }

  /** Version and stamp of what readers find who begin now. */
  get label(): { readonly version: string; readonly stamp: string } {
    return this.#label;
  }

  /** Begins a revision; there may be one at a time. Readers see nothing of it before it is committed. */
  revise(): Revision {
    return new Revision(this.#database, (label) => (this.#label = label));
  }

  /** Says that the corpus was built from files that bear another stamp, though nothing in them is different. */
  restamp(stamp: string): void {
    if (stamp === this.#label.stamp) return;
    this.#database.prepare(`UPDATE corpus SET value = ? WHERE key = 'stamp'`).run(stamp);
    this.#label = { ...this.#label, stamp };
  }

  /**
   * Takes over what the log has; whether it should be begun anew, which the next revision does if no reader needs it
   * any more: readers must then begin again.
   */
  tidy(): boolean {
    const [found] = this.#database.prepare('PRAGMA main.wal_checkpoint(PASSIVE)').all();
    return Number(found?.['log']) > LONGEST_LOG_IN_PAGES;
  }

  /** Replaces the corpus `file` with a copy of this one, whole and at once. Rejects with the reason of `signal` once it is aborted. */
  async copyTo(file: string, signal?: AbortSignal): Promise<void> {
    const copy = startBuilding(file);
    try {
      await backup(this.#database, copy.path, {
        rate: PAGES_AT_ONCE,
        progress: () => signal?.throwIfAborted(),
      });
      signal?.throwIfAborted();
      const database = new DatabaseSync(copy.path);
      // Files that are only read have no log.
      database.exec('PRAGMA journal_mode = DELETE');
      database.close();
      copy.moveIntoPlace();
    } finally {
      copy.remove();
    }
  }

  /** Leaves nothing behind; who reads it still goes on. */
  close(): void {
    if (this.#database.isOpen) this.#database.close();
    this.#building.remove();
  }
}
