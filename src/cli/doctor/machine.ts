// The machine and the process: Node, the user, memory, cores and open files.
import { availableParallelism, totalmem } from 'node:os';
import type { Options } from '../command.ts';
import { type Finding, fine, warning, wrong } from './finding.ts';

/** The oldest Node that runs this program, as its package says. */
const OLDEST = [22, 18] as const;

/** In bytes: what a process takes at its start, and what it keeps besides answers. */
const MEMORY = { start: 170_000_000, kept: 92_000_000, subscriber: 50_000 } as const;
const MEGABYTE = 1_000_000;
/** Files, sockets to databases, and whatever else is open. */
const OTHER_FILES = 200;

export function examineMachine(options: Options): Finding[] {
  return [ofNode(), ofUser(), ofMemory(options), ofCores(options), ofFiles(options), ofTime()].flat();
}

function ofNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
    ? fine('Node', process.versions.node)
    : wrong('Node', `${process.versions.node} is too old: install ${OLDEST.join('.')} or newer.`);
}

function ofUser(): Finding {
  return process.getuid?.() === 0
    ? warning(
        'user',
        'This is root, who may do everything. Run the service as a user of its own, as deploy/onrecord.service does.',
      )
    : fine('user', 'It has no special rights.');
}

function ofMemory({ workers, limits }: Options): Finding {
  const { start, kept, subscriber } = MEMORY;
  const each = start + kept + limits.keptAnswersInBytes + limits.subscribers * subscriber;
  // The process that leads the others serves nothing.
  const needed = each * workers + (workers > 1 ? start : 0);
  const bound = Math.min(process.constrainedMemory() || Infinity, totalmem());
  const told = `${megabytes(needed)} when all caches and places are full, of ${megabytes(bound)}`;
  if (needed <= bound * 0.9) return fine('memory', `${told}.`);
  return warning(
    'memory',
    `${told}: give it more, or take less with --workers, ONRECORD_KEPT_ANSWERS_IN_BYTES or ONRECORD_SUBSCRIBERS.`,
  );
}

function ofCores({ workers }: Options): Finding {
  const cores = availableParallelism();
  return workers > cores
    ? warning(
        'cores',
        `${workers} workers share ${cores}: more than that many are not faster, and take memory.`,
      )
    : fine('cores', `${workers} of ${cores} are used.`);
}

function ofFiles({ limits }: Options): Finding[] {
  const report = process.report?.getReport() as
    { readonly userLimits?: { readonly open_files?: { readonly soft?: number | string } } } | undefined;
  const most = Number(report?.userLimits?.open_files?.soft);
  // Without a bound it is no number.
  if (!Number.isFinite(most)) return [];
  const needed = limits.subscribers + OTHER_FILES;
  return most < needed
    ? [
        warning(
          'open files',
          `A process may have ${most} open, and ${limits.subscribers} streams and sockets need more: raise that (ulimit -n, LimitNOFILE), or lower ONRECORD_SUBSCRIBERS.`,
        ),
      ]
    : [fine('open files', `A process may have ${most}.`)];
}

function ofTime(): Finding {
  return fine('time', `${new Date().toISOString()}. The time zone of the machine does not matter.`);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / MEGABYTE).toLocaleString('en')} MB`;
}
