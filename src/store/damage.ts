// What is damaged is never served as if it were whole: the watch over the file of an open corpus.
import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { Failure } from '../errors.ts';
import { builtSize, isDatabase, isOurs, isWhole, isWholeLater } from './seal.ts';

/** A file that cannot be served, and that may be replaced by a new build. */
export class DamagedFile extends Error {
  /** Whether this program made it. If not, somebody may miss it. */
  readonly isOurs: boolean;

  constructor(file: string, reason: string, isOurs = true) {
    super(`${file} is ${isOurs ? 'damaged' : 'no corpus'} (${reason})`);
    this.isOurs = isOurs;
  }
}

// Larger files are looked through while they are served already: 256 MB take a quarter of a second, or less.
const CHECKED_AT_ONCE_IN_BYTES = 256 * 1024 * 1024;

const CHANGED = 'its checksum is not the one it was built with';

// What SQLite says (https://sqlite.org/rescode.html) of files that it cannot read, or that are none of its own.
const IO_ERROR = 10;
const CORRUPT = 11;
const NO_DATABASE = 26;

/** The watch over an open file, by its path of now. */
export class Watch {
  /** Resolves when the file turns out to be damaged; never where it does not. */
  readonly damaged: Promise<Error>;
  readonly #path: string;
  readonly #file: number;
  #facts: { readonly size: number; readonly mtimeMs: number };
  #damage: Error | undefined;
  #tell: (damage: Error) => void = () => undefined;
  #isChecking = false;
  #isClosed = false;

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'r');
    this.#facts = fstatSync(this.#file);
    this.damaged = new Promise((resolve) => (this.#tell = resolve));
  }

  /** Throws where the file is not as it was built. A large one is looked through while it is read already. */
  check(): void {
    if (!isOurs(this.#file)) return;
    const { size } = this.#facts;
    const built = builtSize(this.#file);
    if (size !== built) throw new Error(`it has ${size} bytes and was built with ${built}`);
    if (size > CHECKED_AT_ONCE_IN_BYTES) void this.#checkLater();
    else if (!isWhole(this.#file)) throw new Error(CHANGED);
  }

  /** Whether the path leads to another file by now. */
  isReplaced(): boolean {
    return statSync(this.#path, { throwIfNoEntry: false })?.ino !== fstatSync(this.#file).ino;
  }

  /** Throws STORE_UNAVAILABLE where the file is known to be damaged. */
  assertSound(): void {
    if (this.#damage) throw unavailable(this.#damage);
  }

  /** Looks through the file again where somebody has written to it. For once a request, not for every query. */
  look(): void {
    if (this.#isClosed || this.#isChecking) return;
    const facts = fstatSync(this.#file);
    if (facts.size === this.#facts.size && facts.mtimeMs === this.#facts.mtimeMs) return;
    this.#facts = facts;
    void this.#checkLater();
  }

  /** What to throw in place of an error of SQLite: where it tells of damage, nothing is read any more. */
  explain(error: unknown): unknown {
    return [IO_ERROR, CORRUPT, NO_DATABASE].includes(codeOf(error))
      ? this.condemn((error as Error).message)
      : error;
  }

  /** Nothing is read from the file any more; the error to throw. */
  condemn(reason: string): Error {
    this.#damage ??= new DamagedFile(this.#path, reason);
    this.#tell(this.#damage);
    return unavailable(this.#damage);
  }

  /** Why the file could not be opened: an error that says what to do, or a {@link DamagedFile}. */
  refusal(error: unknown): Error {
    const reason = error instanceof Error ? error.message : String(error);
    const { size } = this.#facts;
    if (size === 0) return new DamagedFile(this.#path, 'it is empty');
    if (isOurs(this.#file)) return new DamagedFile(this.#path, reason);
    const isOthers = isDatabase(this.#file) && size >= 512 && ![CORRUPT, NO_DATABASE].includes(codeOf(error));
    if (isOthers) {
      return new Error(
        `${this.#path} is the database of something else (${reason}): name another file with --store.`,
        { cause: error },
      );
    }
    return new DamagedFile(this.#path, reason, false);
  }

  /** Again and again as you like. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#file);
  }

  async #checkLater(): Promise<void> {
    this.#isChecking = true;
    const isOver = () => this.#isClosed || this.#damage !== undefined;
    const reason = await isWholeLater(this.#file, isOver).then(
      (isGood) => (isGood ? undefined : CHANGED),
      (error: Error) => error.message,
    );
    this.#isChecking = false;
    if (reason !== undefined && !isOver()) this.condemn(reason);
  }
}

function codeOf(error: unknown): number {
  // Beyond the lowest byte stands what it was about.
  return ((error as { errcode?: number } | undefined)?.errcode ?? 0) & 0xff;
}

function unavailable(cause: Error): Failure {
  return new Failure(
    'STORE_UNAVAILABLE',
    'The store of this service is damaged, and nothing is read from it until it is built anew. Send the request again later.',
    { cause },
  );
}
