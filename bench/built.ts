// Made-up corpora and the stores built from them, each made once in a run, and what building them took.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { atEnd } from './cleanup.ts';
import type { Cores } from './cores.ts';
import { onrecord, repository, run } from './processes.ts';

/** A corpus with its store. */
export interface Built {
  readonly articles: number;
  readonly content: string;
  readonly file: string;
  readonly seconds: number;
  readonly peakBytes: number;
  readonly fileBytes: number;
}

/** A build that took too long. */
export interface CutOff {
  readonly articles: number;
  readonly seconds: number;
  readonly peakBytes: number;
  /** Records that were compiled by then, as the build told. */
  readonly records: number;
}

/** The corpora of a run. */
export class Corpora {
  readonly #folder: string;
  readonly #cores: Cores;
  readonly #seed: number;
  readonly #tell: (line: string) => void;

  constructor(keep: string | undefined, cores: Cores, seed: number, tell: (line: string) => void) {
    this.#folder = keep === undefined ? mkdtempSync(join(tmpdir(), 'onrecord-bench-')) : resolve(keep);
    if (keep === undefined) atEnd(() => rmSync(this.#folder, { recursive: true, force: true }));
    mkdirSync(this.#folder, { recursive: true });
    this.#cores = cores;
    this.#seed = seed;
    this.#tell = tell;
  }

  /** A content folder of so many articles, as JSON Lines or as a Markdown file each. */
  async content(articles: number, form: 'lines' | 'markdown'): Promise<string> {
    const folder = join(this.#folder, `${articles}-${this.#seed}-${form}`);
    if (existsSync(join(folder, 'articles')) && existsSync(`${folder}.made`)) return folder;
    rmSync(folder, { recursive: true, force: true });
    this.#tell(`making up ${articles.toLocaleString('en')} articles`);
    const script = join(repository, 'bench/corpus.ts');
    const { code, output } = await run(
      [
        ...this.#cores.load,
        process.execPath,
        script,
        ...['--articles', String(articles), '--seed', String(this.#seed), '--out', folder],
        ...(form === 'markdown' ? ['--markdown'] : []),
      ],
      3_600,
    );
    if (code !== 0) throw new Error(`The corpus could not be made up:\n${output}`);
    writeFileSync(`${folder}.made`, '');
    return folder;
  }

  /** Builds a corpus with `onrecord build`, and measures that; gives up after so many seconds. */
  async build(articles: number, mostSeconds: number): Promise<Built | CutOff> {
    const content = await this.content(articles, 'lines');
    const file = `${content}.db`;
    const facts = `${content}.json`;
    if (existsSync(file) && existsSync(facts)) return JSON.parse(readFileSync(facts, 'utf8')) as Built;
    this.#tell(`building ${articles.toLocaleString('en')} articles`);
    const words = [...onrecord, 'build', '--content', content, '--store', file];
    const ended = await run([...this.#cores.all, ...words], mostSeconds);
    const { seconds, peakBytes, output } = ended;
    if (ended.isCutOff) {
      const records = Number(/.*files, ([\d,]+) records/s.exec(output)?.[1]?.replaceAll(',', '') ?? 0);
      return { articles, seconds, peakBytes, records };
    }
    if (ended.code !== 0) throw new Error(`The corpus could not be built:\n${output.slice(-2_000)}`);
    const built = { articles, content, file, seconds, peakBytes, fileBytes: statSync(file).size };
    writeFileSync(facts, JSON.stringify(built));
    return built;
  }
}

/** Whether a build came to its end. */
export function isBuilt(build: Built | CutOff): build is Built {
  return 'fileBytes' in build;
}
