// One run of the compiler over a folder: takes the records of each file, then tells what only the whole corpus can.
import { type FileKind, type Kind, kinds, parseId } from '../model/kind.ts';
import type { DataPath, Entry } from '../model/record.ts';
import { Actors } from './actors.ts';
import { DanglingAdvice, MOST_LOOKS } from './dangling.ts';
import type { Take } from './decode.ts';
import { draftOf } from './draft.ts';
import { type Claim, claimOf, clashMessage } from './duplicates.ts';
import { typeOfActor } from './entries/actor.ts';
import { type ArticleTexts, articleTexts } from './entries/anchor.ts';
import { makers } from './entries/makers.ts';
import type { Draft, Workbench } from './entries/workbench.ts';
import type { ContentFile, ContentFolder } from './files.ts';
import { Hierarchies } from './hierarchies.ts';
import { unreadAt } from './layout.ts';
import type { Names } from './mentions.ts';
import type { TextProblem } from './parse.ts';
import type { Problem } from './problems.ts';
import { type FoundRecord, place, readRecords, type UnplacedProblem } from './records.ts';
import { Refused } from './refused.ts';
import type { Sink } from './sink.ts';

// Records between two words on how far it has come.
const TOLD_EVERY = 256;

// Articles of which the texts are kept at hand: events and outcomes often point to the same ones.
const TEXTS_AT_HAND = 16;

/** What is known of records that are compiled; a run adds to it. */
export interface Known {
  readonly names: Names;
  readonly actors: Actors;
  readonly hierarchies: Hierarchies;
}

/** What a run has found, and what the makers of entries may ask it. */
export class Run implements Workbench {
  readonly problems: Problem[];
  readonly names: Names;
  readonly counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>;
  readonly #sink: Sink;
  readonly #folder: ContentFolder;
  readonly #actors: Actors;
  readonly #hierarchies: Hierarchies;
  readonly #refused = new Refused();
  readonly #texts = new Map<string, ArticleTexts | undefined>();
  #records = 0;
  #missing = 0;
  #clashesBetweenFiles = false;

  constructor(sink: Sink, folder: ContentFolder, { names, actors, hierarchies }: Known) {
    this.names = names;
    this.#actors = actors;
    this.#hierarchies = hierarchies;
    this.#sink = sink;
    this.#folder = folder;
    this.problems = [...folder.problems];
    for (const { file } of folder.problems)
      for (const unread of unreadAt(file)) this.#refused.addFile(unread);
  }

  /**
   * Whether problems may be others where the files come in another order: one claims an id that a record of another file
   * has, or so many references lead nowhere that not all are told what may have been meant.
   */
  get dependsOnOrder(): boolean {
    return this.#clashesBetweenFiles || this.#missing > MOST_LOOKS;
  }

  /** Whether a record is missing because something is reported elsewhere. */
  isRefused(id: string): boolean {
    return this.#refused.has(id);
  }

  textsOf(article: string): ArticleTexts | undefined {
    const known = this.#texts.get(article);
    if (known) return known;
    const record = this.#sink.get('article', article);
    const text = record && this.#sink.textOf(record.id);
    const texts = text && articleTexts(record, text.articleBody, ` of articles/${record.slug}`);
    const [oldest] = this.#texts.keys();
    if (oldest !== undefined && this.#texts.size >= TEXTS_AT_HAND) this.#texts.delete(oldest);
    if (texts) this.#texts.set(article, texts);
    return texts;
  }

  withBroader(topics: readonly string[]): readonly string[] {
    return this.#hierarchies.withAncestors('broader', topics);
  }

  leaveOut(id: string): void {
    this.#refused.addId(id);
  }

  /** Takes every record of a file; yields how many there are so far, now and then. */
  async *read(file: ContentFile, take: Take): AsyncGenerator<number> {
    const report = (problem: TextProblem) => this.problems.push({ file: file.path, ...problem });
    let told = this.#records;
    for await (const found of readRecords(file, take, report)) {
      this.#take(file, found, report);
      if (this.#records - told < TOLD_EVERY) continue;
      told = this.#records;
      yield told;
    }
    yield this.#records;
  }

  /** Reports what only the whole corpus can tell: references to nothing, and records that are a part of themselves. */
  async finish(): Promise<void> {
    const byFile = Map.groupBy([...this.#dangling(), ...this.#cycles()], ({ origin }) => origin.file);
    for (const file of this.#folder.files) {
      const unplaced = byFile.get(file.path);
      if (unplaced) for await (const problem of place(file, unplaced)) this.problems.push(problem);
    }
  }

  #take<K extends FileKind>(
    file: ContentFile & { readonly kind: K },
    found: FoundRecord,
    report: (problem: TextProblem) => void,
  ): void {
    const { kind } = file;
    const { draft, hasAllParts, pathInFile } = draftOf(
      file,
      found,
      (slug) => this.#actors.get(slug)?.type ?? 'Person',
      report,
    );
    const entries = draft && !this.#clashes(kind, draft) ? makers[kind](draft, this) : [];
    const [main, ...parts] = pathInFile ? entries.map((entry) => placedInFile(entry, pathInFile)) : entries;
    const isPut = main !== undefined && this.#put(main, found, report);
    if (!hasAllParts || !isPut) this.#refused.addFile({ kind, slug: found.slug });
    // Without it, its parts would only clash with those of the record that has its id.
    if (!isPut || !draft) return;
    this.#hierarchies.add(main.record.id, draft.data, draft.origin);
    for (const part of parts) this.#put(part, found, report);
  }

  /** Puts an entry, or reports who has its id. */
  #put(entry: Entry, { data, locate }: FoundRecord, report: (problem: TextProblem) => void): boolean {
    const clash = this.#sink.put(entry);
    if (clash) {
      this.#clashesBetweenFiles ||= clash.origin.file !== entry.origin.file;
      const isFormer = this.#sink.get(entry.kind, clash.id)?.id !== clash.id;
      const claim = claimOf(entry, clash.id, data);
      report({
        ...locate(claim.path),
        code: 'DUPLICATE_ID',
        message: clashMessage(claim, entry.origin, clash.origin, isFormer),
      });
      return false;
    }
    this.#records += 1;
    this.counts[entry.kind] += 1;
    return true;
  }

  /** Whether an actor of another type has a slug of this one, which is reported. All other clashes of ids the sink tells. */
  #clashes<K extends FileKind>(kind: K, draft: Draft<K>): boolean {
    if (kind !== 'actor') return false;
    const { slug, origin, report, data } = draft as unknown as Draft<'actor'>;
    const clash = this.#actors.add({ slug, origin, type: typeOfActor[data.type] }, data.formerSlug);
    if (!clash) return false;
    this.#clashesBetweenFiles ||= clash.holder.origin.file !== origin.file;
    const claim: Claim = {
      slug: clash.slug,
      path: clash.slug === slug ? ['slug'] : ['formerSlug', data.formerSlug.indexOf(clash.slug)],
    };
    report(
      claim.path,
      'DUPLICATE_ID',
      clashMessage(claim, origin, clash.holder.origin, clash.holder.slug !== clash.slug),
    );
    return true;
  }

  *#dangling(): Generator<UnplacedProblem> {
    const advice = new DanglingAdvice(this.#sink, this.#actors, this.#refused);
    for (const { target, path, origin } of this.#sink.dangling()) {
      // What the compiler found by itself always exists, unless the record was refused for another reason.
      if (path && !this.#refused.has(target)) yield { origin, path, ...advice.on(target) };
    }
    this.#missing = advice.missing;
  }

  *#cycles(): Generator<UnplacedProblem> {
    for (const { key, members } of this.#hierarchies.cycles()) {
      const [first] = members;
      const route = [...members, first].map(({ id }) => parseId(id)?.slug).join(' → ');
      const message = `${key} leads back to the record itself (${route}): remove or change it in one of them`;
      yield { origin: first.origin, path: [key], code: 'CYCLE', message };
    }
  }
}

function placedInFile(entry: Entry, pathInFile: (path: DataPath) => DataPath): Entry {
  return {
    ...entry,
    origin: { ...entry.origin, path: pathInFile(entry.origin.path) },
    references: entry.references.map(({ target, path }) => ({
      target,
      ...(path && { path: pathInFile(path) }),
    })),
  };
}
