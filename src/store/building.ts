// A file that is being built beside the one it will replace, so that the old one is whole until the new one is.
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { seal } from './seal.ts';

/** The files of one build. */
export interface Building {
  /** What is being built. */
  readonly path: string;
  /** For what is needed while building only. */
  readonly stagingPath: string;
  readonly wordsPath: string;
  /** Seals the new file and switches to it: at once, whole, and so that a power cut cannot undo it. */
  moveIntoPlace(): void;
  /** Leaves nothing behind; again and again as you like. */
  remove(): void;
}

const MARK = '.building-';

/** Readies the building of `file`: makes its folder and removes what dead processes left there. */
export function startBuilding(file: string): Building {
  const target = resolve(file);
  const folder = dirname(target);
  mkdirSync(folder, { recursive: true });
  removeLeftOvers(folder, `${basename(target)}${MARK}`);
  const path = `${target}${MARK}${process.pid}-${randomUUID()}`;
  const stagingPath = `${path}-staging`;
  const wordsPath = `${path}-words`;
  const remove = () => {
    for (const each of [path, stagingPath, wordsPath, `${path}-wal`, `${path}-shm`])
      rmSync(each, { force: true });
    process.off('exit', remove);
  };
  // A process that is told to stop does not wait for what it builds.
  process.once('exit', remove);
  return {
    path,
    stagingPath,
    wordsPath,
    moveIntoPlace() {
      seal(path);
      flush(path);
      renameSync(path, target);
      flush(folder);
    },
    remove,
  };
}

function removeLeftOvers(folder: string, start: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(start)) continue;
    const pid = Number(/^\d+(?=-)/.exec(name.slice(start.length))?.[0]);
    const path = join(folder, name);
    if (pid > 0 && !isBeingBuilt(path, pid)) rmSync(path, { force: true });
  }
}

function isBeingBuilt(path: string, pid: number): boolean {
  // In a container a crashed process and the one that follows it have the same id: files older than this one are not its own.
  if (pid === process.pid)
    return (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= performance.timeOrigin;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
