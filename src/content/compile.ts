// Content files in, records out, or problems: every problem of every file in one pass.
import { createHash } from 'node:crypto';
import { type FileData, fileSchemas } from '../model/file.ts';
import { type FileKind, globalId, type Kind, kinds, parseId, type TypeName } from '../model/kind.ts';
import type { DataPath, Entry, NamedReference, Origin, Records } from '../model/record.ts';
import { folderName } from '../model/reference.ts';
import { actorEntries, typeOfActor } from './entries/actor.ts';
import { articleEntries } from './entries/article.ts';
import { eventEntries } from './entries/event.ts';
import { outcomeEntries } from './entries/outcome.ts';
import { placeEntries } from './entries/place.ts';
import { sourceEntries } from './entries/source.ts';
import { topicEntries } from './entries/topic.ts';
import type { Draft, EntryMaker, Workbench } from './entries/workbench.ts';
import type { ContentFile, ContentFolder } from './files.ts';
import { Hierarchies } from './hierarchies.ts';
import { NameIndex } from './mentions.ts';
import type { Locate, TextProblem } from './parse.ts';
import { compareProblems, didYouMean, type Problem, type ProblemCode } from './problems.ts';
import { type FoundRecord, place, readRecords, type UnplacedProblem } from './records.ts';
import { resolveReferences } from './references.ts';
import { normalise, validate } from './validate.ts';

/** The part of a store's writer that the compiler needs; `CorpusWriter` of the stores says what each does. */
export interface Sink {
  put(entry: Entry): { readonly id: string; readonly origin: Origin } | undefined;
  get<K extends Kind>(kind: K, id: string): Records[K] | undefined;
  dangling(): Iterable<NamedReference & { readonly origin: Origin }>;
  ids(kind: Kind): Iterable<string>;
}

/** How far a compilation has come. */
export interface Progress {
  readonly filesRead: number;
  readonly files: number;
  readonly records: number;
}

/** What a compilation found. */
export interface Compilation {
  /** Sorted by file, line and column; the corpus must not be published unless empty. */
  readonly problems: readonly Problem[];
  /** How many records there are of each kind. */
  readonly counts: Readonly<Record<Kind, number>>;
  /** Changes whenever any record changes. */
  readonly version: string;
}

// A part of every version: raise it when the same files compile to other records.
const COMPILER_VERSION = '1';

const makers: { readonly [K in FileKind]: EntryMaker<K> } = {
  topic: topicEntries,
  place: placeEntries,
  actor: actorEntries,
  source: sourceEntries,
  article: articleEntries,
  event: eventEntries,
  outcome: outcomeEntries,
};

/**
 * Compiles a content folder into `sink`. Memory grows with the names of actors and places and the trees of topics,
 * places, organizations and events, not with articles and statements.
 */
export async function compile(folder: ContentFolder, sink: Sink, onProgress: (progress: Progress) => void = () => undefined): Promise<Compilation> {
  const run = new Run(sink, folder.problems);
  const digest = createHash('sha256').update(COMPILER_VERSION);
  for (const [index, file] of folder.files.entries()) {
    digest.update(`\0${file.path}\0`);
    for await (const records of run.read(file, (bytes) => digest.update(bytes))) {
      onProgress({ filesRead: index, files: folder.files.length, records });
    }
  }
  await run.finish(new Map(folder.files.map((file) => [file.path, file])));
  return { problems: run.problems.toSorted(compareProblems), counts: run.counts, version: digest.digest('hex').slice(0, 32) };
}

class Run implements Workbench {
  readonly problems: Problem[];
  readonly names = new NameIndex();
  readonly counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>;
  readonly #sink: Sink;
  readonly #actors = new Map<string, TypeName>();
  readonly #hierarchies = new Hierarchies();
  /** `kind:slug` of what files have that could not be taken. */
  readonly #broken = new Set<string>();
  #records = 0;

  constructor(sink: Sink, problems: readonly Problem[]) {
    this.#sink = sink;
    this.problems = [...problems];
  }

  get<K extends Kind>(kind: K, id: string): Records[K] | undefined {
    return this.#sink.get(kind, id);
  }

  withBroader(topics: readonly string[]): readonly string[] {
    return this.#hierarchies.withAncestors('broader', topics);
  }

  /** Takes every record of a file; yields how many there are so far, now and then. */
  async *read(file: ContentFile, take: (bytes: Uint8Array) => void): AsyncGenerator<number> {
    const report = (problem: TextProblem) => this.problems.push({ file: file.path, ...problem });
    for await (const found of readRecords(file, take, report)) {
      this.#take(file, found);
      if (this.#records % 256 === 0) yield this.#records;
    }
    yield this.#records;
  }

  /** Reports what only the whole corpus can tell: references to nothing, and records that are a part of themselves. */
  async finish(files: ReadonlyMap<string, ContentFile>): Promise<void> {
    const unplaced: UnplacedProblem[] = [];
    for (const { target, path, origin } of this.#sink.dangling()) {
      // What the compiler found by itself always exists, unless the record was refused for another reason.
      if (path && !this.#isBroken(target)) unplaced.push({ origin, path, ...this.#dangling(target) });
    }
    for (const cycle of this.#hierarchies.cycles()) {
      const [first] = cycle.members;
      const route = [...cycle.members.map(({ id }) => id), first.id].map((id) => parseId(id)?.slug).join(' → ');
      unplaced.push({ origin: first.origin, path: [cycle.key], code: 'CYCLE', message: `${cycle.key} leads back to the record itself: ${route}` });
    }
    const byFile = Map.groupBy(unplaced, ({ origin }) => origin.file);
    for (const [path, items] of byFile) {
      const file = files.get(path);
      if (file) for await (const problem of place(file, items)) this.problems.push(problem);
    }
  }

  #take<K extends FileKind>(file: ContentFile & { readonly kind: K }, found: FoundRecord): void {
    const before = this.problems.length;
    const report = (path: DataPath, code: ProblemCode, message: string, part: 'key' | 'value' = 'value') => {
      this.problems.push({ file: file.path, ...found.locate(path, part), code, message });
    };
    const { data, findings } = normalise(found.data);
    const result = validate(fileSchemas[file.kind] as never, data) as { value: FileData<K> } | { findings: typeof findings };
    for (const finding of 'findings' in result ? [...findings, ...result.findings] : findings) report(finding.path, finding.code, finding.message, finding.part);
    if (!('value' in result) || findings.length > 0) {
      this.#broken.add(`${file.kind}:${found.slug}`);
      return;
    }

    const resolved = resolveReferences(fileSchemas[file.kind] as never, result.value as never, this.#actors);
    for (const { path, written, targets } of resolved.unknownKinds) {
      const [kind = ''] = written.split('/');
      report(path, 'WRONG_TYPE', `"${written}" does not say what it leads to${didYouMean(kind, targets)}: write ${targets.map((target) => `${target}/…`).join(' or ')}`);
    }
    const { slug } = found;
    const origin: Origin = { file: file.path, line: found.line, path: [] };
    const draft: Draft<K> = { slug, data: resolved.data, references: resolved.references, origin, report, ...(found.body === undefined ? {} : { body: found.body }) };
    this.#remember(file.kind, draft);
    const entries = makers[file.kind](draft, this);
    for (const entry of entries) this.#put(entry, found.locate);
    // Its changes of status without evidence were left out.
    if (file.kind === 'outcome' && this.problems.length > before) this.#broken.add(`statusChange:${slug}`);
  }

  #put(entry: Entry, locate: Locate): void {
    const conflict = this.#sink.put(entry);
    if (conflict) {
      const { file, path } = entry.origin;
      const slugPath = path.length > 0 || file.endsWith('.jsonl') ? [...path, 'slug'] : path;
      const place = conflict.id === entry.record.id || entry.formerIds.includes(conflict.id) ? conflict.id : entry.record.id;
      this.problems.push({
        file,
        ...locate(slugPath),
        code: 'DUPLICATE_ID',
        message: `the id ${place} is taken by ${conflict.origin.file}:${conflict.origin.line}, now or formerly: give this record another slug`,
      });
      return;
    }
    this.#records += 1;
    this.counts[entry.kind] += 1;
  }

  #remember<K extends FileKind>(kind: K, draft: Draft<K>): void {
    const data = draft.data as Record<string, unknown>;
    if (kind === 'actor') {
      const type = typeOfActor[(draft as unknown as Draft<'actor'>).data.type];
      if (!this.#actors.has(draft.slug)) this.#actors.set(draft.slug, type);
    }
    const id = kind === 'actor' ? globalId(this.#actors.get(draft.slug) ?? 'Person', draft.slug) : globalId(typeByKind[kind as keyof typeof typeByKind], draft.slug);
    this.#hierarchies.add(id, data, draft.origin);
  }

  /** Whether a record is missing only because its file has problems of its own, which are told already. */
  #isBroken(target: string): boolean {
    const { kind, slug = '' } = parseId(target) ?? {};
    const [file = ''] = slug.split('/');
    const fileKind = kind === 'statement' || kind === 'correction' ? 'article' : kind === 'statusChange' ? 'outcome' : kind;
    return this.#broken.has(`${fileKind}:${file}`) || this.#broken.has(`${kind}:${file}`);
  }

  #dangling(target: string): { code: ProblemCode; message: string } {
    const { kind = 'article', type = 'Article', slug = '' } = parseId(target) ?? {};
    const actorType = kind === 'actor' ? this.#actors.get(slug) : undefined;
    if (actorType !== undefined && actorType !== type) {
      return { code: 'WRONG_TYPE', message: `"${slug}" is ${article(actorType)}, but ${article(type)} is wanted here` };
    }
    const former = this.#sink.get(kind, target)?.slug;
    if (former !== undefined) return { code: 'UNKNOWN_REFERENCE', message: `"${slug}" is a former slug: write "${former}"` };
    const name = folderName(kind).replace('-', ' ');
    const slugs = function* (ids: Iterable<string>) {
      for (const id of ids) yield id.slice(id.indexOf(':') + 1);
    };
    const near = didYouMean(slug, slugs(this.#sink.ids(kind)));
    const elsewhere = near === '' ? this.#otherKind(slug, kind) : undefined;
    if (elsewhere) return { code: 'WRONG_TYPE', message: `"${slug}" is ${article(elsewhere)}, but ${article(name)} is wanted here` };
    return { code: 'UNKNOWN_REFERENCE', message: `there is no ${name} "${slug}"${near}` };
  }

  #otherKind(slug: string, kind: Kind): string | undefined {
    const actor = this.#actors.get(slug);
    if (actor !== undefined && kind !== 'actor') return actor;
    return (Object.keys(typeByKind) as (keyof typeof typeByKind)[]).find((other) => other !== kind && this.#sink.get(other, globalId(typeByKind[other], slug)) !== undefined);
  }
}

const typeByKind = {
  article: 'Article',
  event: 'Event',
  outcome: 'Outcome',
  place: 'Place',
  topic: 'Topic',
  source: 'Source',
} as const satisfies Record<Exclude<FileKind, 'actor'>, TypeName>;

function article(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun.toLowerCase()}`;
}
