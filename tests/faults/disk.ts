// A small disk of its own: a tmpfs, which only root can mount.
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { folder } from './processes.ts';

/** A disk at `path`. */
export interface Disk {
  readonly path: string;
  /** Gives it other options, for example `size=8m` or `ro`. */
  remount(options: string): void;
}

/** A disk with `size` for its files, or why there is none. */
export function mountDisk(size: string): Disk | string {
  if (process.getuid?.() !== 0) return 'only root can mount a small disk';
  const path = folder();
  const { status, error, stderr } = mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path);
  if (status !== 0) return `no disk can be mounted here: ${error?.message ?? stderr}`;
  // Before its folder is removed. Lazily, since processes may still be there.
  onTestFinished(() => void spawnSync('umount', ['--lazy', path]));
  chmodSync(path, 0o755);
  return {
    path,
    remount(options) {
      const { status: code, stderr: reason } = mount('-o', `remount,${options}`, path);
      if (code !== 0) throw new Error(reason);
    },
  };
}

function mount(...words: readonly string[]) {
  return spawnSync('mount', words, { encoding: 'utf8' });
}
