// Compiles what a change of files touches, with the outcome that compiling everything would have.
import { createHash } from 'node:crypto';
import { fileKinds } from '../model/kind.ts';
import { type Basis, type Compilation, compileFile, type KnownFile, versionOf } from './compile.ts';
import type { ContentFile, ContentFolder } from './files.ts';
import { kindAt } from './layout.ts';
import { NameIndex, type Names, sureLetters } from './mentions.ts';
import { compareProblems } from './problems.ts';
import { Run } from './run.ts';
import type { RevisedSink, TakenOut } from './sink.ts';

/** What a recompilation came to. */
export interface Recompilation {
  readonly compilation: Compilation;
  /** For the next one; of use where there are no problems. */
  readonly basis: Basis;
  /** How many files were compiled. */
  readonly compiled: number;
}

/** Files that are not as a basis knows them. */
export interface FileChanges {
  /** Those that are there, in the order in which they are compiled. */
  readonly present: readonly ContentFile[];
  readonly gone: readonly string[];
}

/** Thrown where everything has to be compiled instead; the message says why. */
export class TooWide extends Error {}

/** How many files may be compiled anew, whatever share of all they are; what share, however many; how many bytes they may have. */
export interface Reach {
  readonly files: number;
  readonly share: number;
  readonly bytes: number;
}

/** Beyond, it is faster to compile everything. */
export const USUAL_REACH: Reach = { files: 200, share: 0.1, bytes: 8 * 1024 * 1024 };

// So many names at most are looked for in all articles.
const MOST_NAMES = 100;

/** The files of `folder` that are not as `basis` knows them. Only those in `suspects` or with another mark are read. */
export async function changesOf(
  basis: Basis,
  folder: ContentFolder,
  suspects: ReadonlySet<string> = new Set(),
): Promise<FileChanges> {
  const present: ContentFile[] = [];
  const paths = new Set<string>();
  for (const file of folder.files) {
    paths.add(file.path);
    const known = basis.files.get(file.path);
    const isSuspect = known?.file.mark !== file.mark || suspects.has(file.path);
    if (!known || (isSuspect && (await digestOf(file)) !== known.digest)) present.push(file);
  }
  return { present, gone: [...basis.files.keys()].filter((path) => !paths.has(path)) };
}

/**
 * Compiles the files that changed, and those whose records depend on them, into a corpus that holds the records of `basis`.
 * Throws {@link TooWide} where everything has to be compiled instead.
 */
export async function recompile(
  basis: Basis,
  folder: ContentFolder,
  changes: FileChanges,
  sink: RevisedSink,
  reach: Reach = USUAL_REACH,
): Promise<Recompilation> {
  return new Recompiling(basis, folder, changes, sink, reach).run();
}

class Recompiling {
  readonly #basis: Basis;
  readonly #folder: ContentFolder;
  readonly #changes: FileChanges;
  readonly #changed: ReadonlySet<string>;
  readonly #sink: RevisedSink;
  readonly #reach: Reach;
  readonly #run: Run;
  readonly #known: Basis & { readonly names: RevisedNames };
  readonly #files: Map<string, KnownFile>;
  readonly #takenOut = new Map<string, TakenOut>();
  readonly #compiled = new Set<string>();
  #bytes = 0;

  constructor(
    basis: Basis,
    folder: ContentFolder,
    changes: FileChanges,
    sink: RevisedSink,
    reach: Reach,
  ) {
    this.#basis = basis;
    this.#folder = folder;
    this.#changes = changes;
    this.#changed = new Set([...changes.gone, ...changes.present.map(({ path }) => path)]);
    this.#sink = sink;
    this.#reach = reach;
    this.#checkReach(this.#changed.size);
    for (const path of this.#changed) this.#takeOut(path);
    this.#files = new Map(basis.files);
    for (const path of changes.gone) this.#files.delete(path);
    this.#known = {
      names: new RevisedNames(basis.names),
      actors: [...this.#changed].some((path) => kindAt(path) === 'actor')
        ? basis.actors.without(this.#changed)
        : basis.actors,
      hierarchies: basis.hierarchies.without(this.#takenOut.keys()),
      files: this.#files,
      counts: basis.counts,
    };
    this.#run = new Run(sink, folder, this.#known);
  }

  async run(): Promise<Recompilation> {
    const changedRecords = [...this.#takenOut.values()];
    const { present } = this.#changes;
    for (const file of present.filter(isNamedByArticles)) await this.#compile(file);
    const names = this.#changedNames();
    if (names.length > 0) this.#known.names.use(this.#allNames());
    for (const file of present.filter((file) => !isNamedByArticles(file))) await this.#compile(file);

    await this.#compileAll(this.#readersOfTexts(changedRecords));
    await this.#compileAll(this.#dependents(changedRecords, names));
    // What depends on others may lose records itself, as an outcome does whose history names an article that is gone.
    while ((await this.#compileAll(this.#referrersOfLost())) > 0);

    await this.#run.finish();
    if (this.#run.dependsOnOrder) throw new TooWide('what is wrong depends on the order of all files');
    const compilation = {
      problems: this.#run.problems.toSorted(compareProblems),
      counts: this.#counts(),
      version: versionOf(this.#folder, this.#files),
    };
    return {
      compilation,
      basis: {
        ...this.#known,
        names: this.#known.names.index,
        files: withMarksOf(this.#folder, this.#files),
        counts: compilation.counts,
      },
      compiled: this.#compiled.size,
    };
  }

  #takeOut(path: string): void {
    for (const record of this.#sink.takeOut(path)) this.#takenOut.set(record.id, record);
  }

  async #compile(file: ContentFile): Promise<void> {
    this.#bytes += file.size;
    this.#compiled.add(file.path);
    this.#checkReach(this.#compiled.size);
    this.#known.names.addFor(file.path);
    this.#files.set(file.path, { file, digest: await compileFile(this.#run, file) });
  }

  /** Compiles those of some files of the folder that were not yet, in their order; how many. */
  async #compileAll(paths: Iterable<string>): Promise<number> {
    const wanted = new Set(paths);
    for (const path of [...this.#compiled, ...this.#changes.gone]) wanted.delete(path);
    if (wanted.size === 0) return 0;
    this.#checkReach(this.#compiled.size + wanted.size);
    for (const path of wanted) this.#takeOut(path);
    for (const file of this.#folder.files) if (wanted.has(file.path)) await this.#compile(file);
    return wanted.size;
  }

  #checkReach(files: number): void {
    const all = this.#folder.files.length;
    if (files > this.#reach.files && files > all * this.#reach.share)
      throw new TooWide(`${files} of ${all} files depend on what changed`);
    if (this.#bytes > this.#reach.bytes) throw new TooWide('the files that depend on what changed are large');
  }

  /** Files that have exact words of articles that changed, or their dates. */
  #readersOfTexts(changed: readonly TakenOut[]): Iterable<string> {
    const articles = changed.filter(({ kind }) => kind === 'article').map(({ id }) => id);
    return articles.length === 0
      ? []
      : this.#sink.filesNaming(articles, ['event', 'outcome', 'statusChange']);
  }

  /** Files whose records, though never whose problems, depend on names and on topics that changed. */
  *#dependents(changed: readonly TakenOut[], names: readonly string[]): Generator<string> {
    if (this.#run.problems.length > 0) return;
    const [before, now] = [this.#basis.hierarchies, this.#known.hierarchies];
    const topics = changed
      .filter(({ kind }) => kind === 'topic')
      .filter(({ id }) => before.parentOf('broader', id) !== now.parentOf('broader', id));
    if (topics.length > 0) yield* this.#sink.filesAbout(topics.map(({ id }) => id));
    if (names.length > 0) yield* this.#filesWithOtherMentions(names);
  }

  /** Files of articles in which other names are found than before; only those in `names` are not as they were. */
  *#filesWithOtherMentions(names: readonly string[]): Generator<string> {
    if (names.length > MOST_NAMES) throw new TooWide(`${names.length} names are others than before`);
    const letters = new Set(
      names.map((name) => {
        const sure = sureLetters(name);
        if (sure === undefined) throw new TooWide(`which articles have the name "${name}" cannot be told`);
        return sure;
      }),
    );
    const [before, now] = [this.#basis.names, this.#known.names];
    for (const { file, articleBody } of this.#sink.articlesWith([...letters]))
      if (JSON.stringify(before.find(articleBody)) !== JSON.stringify(now.find(articleBody))) yield file;
  }

  /** Files that name what is no longer there, unless that is for a reason which is told anyway. */
  #referrersOfLost(): Iterable<string> {
    const lost = [...this.#takenOut.keys()].filter((id) => !this.#sink.has(id) && !this.#run.isRefused(id));
    return lost.length === 0 ? [] : this.#sink.filesNaming(lost);
  }

  /** Every name that the places and actors of the files that changed had or have, where any of these is another one. */
  #changedNames(): string[] {
    if (this.#run.problems.length > 0) return [];
    const changed = new Set<string>();
    for (const path of this.#changed) {
      const kind = kindAt(path);
      if (kind !== 'place' && kind !== 'actor') continue;
      const had = this.#sink.recordsBefore(kind, path).flatMap(namesOf);
      const has = this.#known.names.addedFor(path);
      if (JSON.stringify(had) === JSON.stringify(has)) continue;
      for (const [name] of [...had, ...has]) changed.add(name);
    }
    return [...changed];
  }

  /** The names of all places and actors, in the order in which a full compilation comes by them. */
  #allNames(): NameIndex {
    const index = new NameIndex();
    for (const kind of fileKinds) {
      if (kind !== 'place' && kind !== 'actor') continue;
      const records = [...this.#sink.records(kind)].toSorted(
        ({ origin: a }, { origin: b }) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line),
      );
      for (const { record } of records) for (const [name, id] of namesOf(record)) index.add(name, id);
    }
    return index;
  }

  #counts(): Compilation['counts'] {
    const counts = { ...this.#basis.counts };
    for (const { kind } of this.#takenOut.values()) counts[kind] -= 1;
    for (const [kind, count] of Object.entries(this.#run.counts)) counts[kind as keyof typeof counts] += count;
    return counts;
  }
}

/** A basis in which the files are marked as they lie in `folder`, whose texts are those that the basis knows. */
export function marked(basis: Basis, folder: ContentFolder): Basis {
  return { ...basis, files: withMarksOf(folder, basis.files) };
}

function withMarksOf(
  folder: ContentFolder,
  files: ReadonlyMap<string, KnownFile>,
): ReadonlyMap<string, KnownFile> {
  return new Map(folder.files.map((file) => [file.path, { file, digest: files.get(file.path)?.digest ?? '' }]));
}

/** The names of a basis, and what the files that are compiled anew add to them. */
class RevisedNames implements Names {
  readonly #added = new Map<string, (readonly [name: string, thing: string])[]>();
  #file = '';
  #index: Names;

  constructor(index: Names) {
    this.#index = index;
  }

  /** What is looked in. */
  get index(): Names {
    return this.#index;
  }

  /** Looks in another index from now on. */
  use(index: Names): void {
    this.#index = index;
  }

  /** From now on, what is added is of a file. */
  addFor(file: string): void {
    this.#file = file;
    this.#added.set(file, []);
  }

  addedFor(file: string): readonly (readonly [name: string, thing: string])[] {
    return this.#added.get(file) ?? [];
  }

  add(name: string, thing: string): void {
    this.#added.get(this.#file)?.push([name, thing]);
  }

  find(text: string): ReturnType<Names['find']> {
    return this.#index.find(text);
  }
}

function namesOf({
  id,
  name,
  alternateName,
}: {
  readonly id: string;
  readonly name: string;
  readonly alternateName: readonly string[];
}): (readonly [name: string, thing: string])[] {
  return [name, ...alternateName].map((each) => [each, id] as const);
}

function isNamedByArticles({ kind }: ContentFile): boolean {
  return fileKinds.indexOf(kind) < fileKinds.indexOf('article');
}

async function digestOf(file: ContentFile): Promise<string> {
  const digest = createHash('sha256');
  try {
    for await (const bytes of file.read()) digest.update(bytes);
  } catch {
    // Whether it can be read, and why not, is told when it is compiled.
    return '';
  }
  return digest.digest('base64');
}
