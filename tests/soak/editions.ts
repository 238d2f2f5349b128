// What is published one after another: the bundled content, edited, beside made-up news that are others each time.
import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { openCorpus } from '../../src/corpus.ts';
import type { Store } from '../../src/store/store.ts';
import { randomOf } from './random.ts';

const root = resolve(import.meta.dirname, '../..');

/** One content, and what answers should be as long as it is served. */
export interface Edition {
  /** From 0 on, in the order of publication. */
  readonly number: number;
  readonly content: string;
  /** Its corpus in a file of SQLite: the other store, compiled and read by this process. */
  readonly store: Store;
  /** Parts with both. */
  remove(): Promise<void>;
}

/** Fewest articles of made-up news that an edition has. */
export const FEWEST_ARTICLES = 80;

/** Writes and compiles an edition into the folder; the same seed and number give the same. */
export async function writeEdition(folder: string, seed: number, number: number): Promise<Edition> {
  const place = join(folder, String(number));
  const content = join(place, 'content');
  const random = randomOf(seed * 100_003 + number);
  cpSync(join(root, 'content'), content, { recursive: true });
  for (const kind of ['articles', 'outcomes', 'events']) {
    for (const name of readdirSync(join(content, kind)))
      edit(join(content, kind, name), (text) => edited(text, number, random));
  }
  const articles = FEWEST_ARTICLES + random.below(80);
  const words = ['--articles', `${articles}`, '--seed', `${1 + random.below(2 ** 31)}`, '--out', content];
  await promisify(execFile)(process.execPath, [join(root, 'bench/corpus.ts'), ...words]);
  const opened = await openCorpus({ content, store: join(place, 'corpus.db') });
  if (!opened.store)
    throw new Error(`Edition ${number} has problems: ${JSON.stringify(opened.compilation.problems[0])}`);
  const { store } = opened;
  return {
    number,
    content,
    store,
    async remove() {
      await store.close();
      rmSync(place, { recursive: true, force: true });
    },
  };
}

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

const STATUSES = ['PROPOSED', 'AGREED', 'PENDING', 'REJECTED', 'IMPLEMENTED'];
// Those of which positions are made, and one of which none is.
const KINDS = ['DEMAND', 'PROPOSAL', 'REJECTION', 'THREAT', 'OPINION'];

/** Other headlines and names, and by chance other statuses and other kinds of what was said. */
function edited(text: string, number: number, random: ReturnType<typeof randomOf>): string {
  const sometimes = (line: string, start: string, values: readonly string[]) =>
    random.next() < 0.3 ? `${start}${random.pick(values)}` : line;
  return text
    .replace(
      /^(headline|name): (.*)$/m,
      (_, key: string, value: string) => `${key}: ${value}, edition ${number}`,
    )
    .replace(/^( +status: )\w+$/gm, (line, start: string) => sometimes(line, start, STATUSES))
    .replace(/^( +kind: )(?:DEMAND|PROPOSAL|THREAT|OPINION)$/gm, (line, start: string) =>
      sometimes(line, start, KINDS),
    );
}
