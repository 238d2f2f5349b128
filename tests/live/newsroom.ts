// A small newsroom whose content is edited at random: what is written is mostly right, and sometimes not.

/** A number of a sequence that a seed decides, from 0 up to 1. */
export type Random = () => number;

/** Random numbers by a seed (mulberry32). */
export function randomBy(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Data = Record<string, unknown>;
type Folder = 'topics' | 'places' | 'actors' | 'sources' | 'articles' | 'events' | 'outcomes';

const folders: readonly Folder[] = [
  'topics',
  'places',
  'actors',
  'sources',
  'articles',
  'events',
  'outcomes',
];

const names = [
  'Anna Lind',
  'Anna Lind-Berg',
  'Mayor',
  'Kyiv',
  'Київ',
  "O'Hara",
  'Île-de-France',
  '山田',
  'Port of Kyiv',
  'The Council',
  'Lind',
];
const sentences = [
  'The talks go on',
  'It was agreed at noon',
  'Nobody came to the harbour',
  'The bridge stays closed',
  'They will return 1000 prisoners',
  'No date was set',
];
const days = ['2025-01-01', '2025-02-01', '2025-03-01', '2025-04-01', '2025-05-01', '2025-06-01'];
const stances = ['DENIES', 'SUPPORTS', 'COMMENTS'];

/** One record with where it lies: in a file of its own, or as a line of a file of many. */
interface Written {
  readonly slug: string;
  readonly data: Data;
  readonly body?: string;
  /** The file of many in which it is a line, if any. */
  readonly lines?: string;
}

/** Everything that is written; `files` gives it as a content folder has it. */
export class Newsroom {
  readonly #random: Random;
  readonly #records = new Map<Folder, Written[]>(folders.map((folder) => [folder, []]));
  // Files that are what no record is, by path.
  readonly #odd = new Map<string, string>();
  #count = 0;

  constructor(random: Random) {
    this.#random = random;
    for (const folder of folders) {
      const many = folder === 'articles' ? 6 : folder === 'actors' ? 5 : 3;
      for (let index = 0; index < many; index += 1) this.#add(folder);
    }
    // What was added first named what was not there yet.
    for (const folder of folders) for (const { slug } of this.#of(folder)) this.#rewrite(folder, slug, true);
    this.#mendAll();
  }

  /** Edits something, as editors do, well or badly; says what. */
  edit(): string {
    const edit = this.#edit();
    if (this.#chance(0.3)) return edit;
    this.#mendAll();
    return `${edit} well`;
  }

  #edit(): string {
    const folder = this.#pick(folders) ?? 'topics';
    const written = this.#pick(this.#of(folder));
    const at = written ? `${folder}/${written.slug}` : folder;
    switch (this.#below(12)) {
      case 0:
        return `adds ${folder}/${this.#add(folder)}`;
      case 1:
        if (written) this.#remove(folder, written.slug);
        return `removes ${at}`;
      case 2: {
        if (!written) return 'nothing';
        const slug = this.#newSlug(folder);
        const former = { ...written.data, formerSlug: this.#chance(0.7) ? [written.slug] : [] };
        this.#replace(folder, written.slug, { ...written, slug, data: former });
        if (this.#chance(0.8)) this.#rename(folder, written.slug, slug);
        return `renames ${at} to ${slug}`;
      }
      case 3: {
        if (!written) return 'nothing';
        const lines = written.lines === undefined ? this.#pick(['all', 'more']) : undefined;
        this.#replace(folder, written.slug, { ...written, lines });
        return `moves ${at} to ${lines ?? 'its own file'}`;
      }
      case 4:
        return this.#breakSomething(folder, written);
      case 5:
        if (this.#odd.size === 0) return 'nothing';
        this.#odd.delete(this.#pick([...this.#odd.keys()])!);
        return 'mends what was odd';
      default: {
        if (!written) return 'nothing';
        this.#rewrite(folder, written.slug, this.#chance(0.4));
        return `rewrites ${at}`;
      }
    }
  }

  /** Every file by its path. */
  files(): ReadonlyMap<string, string> {
    const files = new Map<string, string>();
    for (const [folder, records] of this.#records) {
      for (const { slug, data, body, lines } of records) {
        const path = `${folder}/${lines === undefined ? `${slug}.${folder === 'articles' ? 'md' : 'yaml'}` : `${lines}.jsonl`}`;
        const json = JSON.stringify(
          lines === undefined ? data : { slug, ...data, ...(body !== undefined && { articleBody: body }) },
        );
        // JSON is YAML.
        const text =
          lines !== undefined
            ? `${files.get(path) ?? ''}${json}\n`
            : body === undefined
              ? json
              : `---\n${json}\n---\n${body}`;
        files.set(path, text);
      }
    }
    for (const [path, text] of this.#odd) files.set(path, text);
    return files;
  }

  #of(folder: Folder): Written[] {
    return this.#records.get(folder)!;
  }

  #add(folder: Folder): string {
    const slug = this.#newSlug(folder);
    const lines = this.#chance(0.2) ? 'all' : undefined;
    this.#of(folder).push({ slug, ...this.#write(folder, slug), ...(lines && { lines }) });
    return slug;
  }

  #remove(folder: Folder, slug: string): void {
    this.#records.set(
      folder,
      this.#of(folder).filter((each) => each.slug !== slug),
    );
  }

  #replace(folder: Folder, slug: string, by: Written): void {
    this.#records.set(
      folder,
      this.#of(folder).map((each) => (each.slug === slug ? by : each)),
    );
  }

  /** Writes a record anew, or only one key of it. */
  #rewrite(folder: Folder, slug: string, whole: boolean): void {
    const was = this.#of(folder).find((each) => each.slug === slug)!;
    const is = this.#write(folder, slug);
    const keys = Object.keys(is.data).filter((key) => key !== 'type' || whole);
    const key = this.#pick(keys)!;
    const data = whole ? is.data : { ...was.data, [key]: is.data[key] };
    this.#replace(folder, slug, {
      ...was,
      data,
      ...(is.body !== undefined && { body: whole || this.#chance(0.5) ? is.body : was.body! }),
    });
  }

  /** Changes every reference to a slug. */
  #rename(folder: Folder, from: string, to: string): void {
    void folder;
    for (const each of folders) {
      this.#records.set(
        each,
        this.#of(each).map((written) => ({
          ...written,
          data: mapped(written.data, (text, key) =>
            key === 'formerSlug'
              ? text
              : text
                  .split('/')
                  .map((part) => (part === from ? to : part))
                  .join('/'),
          ) as Data,
        })),
      );
    }
  }

  /** Leaves out what is wrong, wherever it is. */
  #mendAll(): void {
    this.#odd.clear();
    // To leave out one thing may leave another without what it names.
    for (let round = 0; round < 5; round += 1) {
      for (const folder of folders) {
        const mended = this.#of(folder).map((written) => this.#mended(folder, written));
        this.#records.set(
          folder,
          mended.filter((written) => written !== undefined),
        );
      }
    }
  }

  #mended(folder: Folder, written: Written): Written | undefined {
    const { nmae: _, ...rest } = written.data;
    const data = this.#withoutDangling(rest) as Data;
    const slugs = this.#of(folder).map(({ slug }) => slug);
    const before = slugs.slice(0, slugs.indexOf(written.slug));
    for (const key of ['broader', 'containedInPlace', 'superEvent', 'translationOf'])
      if (!before.includes(String(data[key]))) delete data[key];
    const others = this.#of(folder).filter(({ slug }) => slug !== written.slug);
    const taken = new Set([
      ...slugs,
      ...others.flatMap((each) => (each.data['formerSlug'] ?? []) as string[]),
    ]);
    data['formerSlug'] = ((data['formerSlug'] ?? []) as string[]).filter((slug) => !taken.has(slug));
    if (others.some((each) => each.data['wikidataId'] === data['wikidataId'])) delete data['wikidataId'];
    if (['topics', 'places', 'actors', 'sources'].includes(folder)) delete data['about'];
    if (folder === 'outcomes' && data['event'] === undefined) return undefined;
    if (folder === 'articles')
      data['statements'] = (data['statements'] as { exact: string }[]).filter(({ exact }) =>
        written.body?.includes(exact),
      );
    for (const key of ['history', 'participants']) {
      if (!Array.isArray(data[key])) continue;
      data[key] = (data[key] as { article?: string; exact?: string }[]).filter(({ article, exact }) => {
        const text = this.#of('articles').find(({ slug }) => slug === article)?.body;
        return key === 'participants' && article === undefined && exact === undefined
          ? true
          : text !== undefined && exact !== undefined && text.includes(exact);
      });
    }
    return { ...written, data };
  }

  /** Data without references to what is not there, and without what needs them. */
  #withoutDangling(value: unknown, key = ''): unknown {
    if (typeof value === 'string')
      return key === 'formerSlug' || this.#leadsSomewhere(value) ? value : undefined;
    if (Array.isArray(value))
      return value.map((item) => this.#withoutDangling(item, key)).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(
      ([name, item]) => [name, this.#withoutDangling(item, name)] as const,
    );
    const lost = entries.filter(([name, item]) => item === undefined && (value as Data)[name] !== undefined);
    const needed = ['statement', 'source', 'article', 'actor'];
    if (key !== '' && lost.some(([name]) => needed.includes(name))) return undefined;
    return Object.fromEntries(entries);
  }

  #leadsSomewhere(text: string): boolean {
    const [, path = text] = /^(?:statement|status-change)\/(.*)$/.exec(text) ?? [];
    const [slug, part] = path.split('/');
    const folder = folders.find((each) => new RegExp(`^${each.slice(0, -1)}-\\d+[a-z]*$`).test(slug ?? ''));
    if (folder === undefined) return true;
    const written = this.#of(folder).find((each) => each.slug === slug);
    if (!written || part === undefined) return written !== undefined;
    const parts = [...((written.data['statements'] ?? []) as []), ...((written.data['history'] ?? []) as [])];
    return parts.some((each: { readonly slug: string }) => each.slug === part);
  }

  #breakSomething(folder: Folder, written: Written | undefined): string {
    const which = this.#below(5);
    if (which === 0) {
      this.#odd.set(`${folder}/notes.txt`, 'no record');
      return `puts notes into ${folder}`;
    }
    if (which === 1) {
      this.#odd.set('place/kyiv.yaml', 'name: Kyiv');
      return 'makes a folder of no kind';
    }
    if (which === 2) {
      this.#odd.set(`${folder}/broken-${this.#below(2)}.jsonl`, '{"slug":\n');
      return `writes a broken line into ${folder}`;
    }
    if (!written) return 'nothing';
    const key = this.#pick(['nmae', 'about', 'formerSlug'])!;
    const value = key === 'about' ? ['topic-0x'] : key === 'formerSlug' ? [this.#slugOf(folder) ?? 'x'] : 'x';
    this.#replace(folder, written.slug, { ...written, data: { ...written.data, [key]: value } });
    return `breaks ${key} of ${folder}/${written.slug}`;
  }

  #newSlug(folder: Folder): string {
    return `${folder.slice(0, -1)}-${this.#count++}${this.#chance(0.2) ? 'z' : ''}`;
  }

  #write(folder: Folder, slug: string): Pick<Written, 'data' | 'body'> {
    switch (folder) {
      case 'topics':
        return { data: { ...this.#named(), broader: this.#maybe(0.5, () => this.#earlier('topics', slug)) } };
      case 'places':
        return {
          data: { ...this.#named(), containedInPlace: this.#maybe(0.4, () => this.#earlier('places', slug)) },
        };
      case 'actors':
        return {
          data: { ...this.#named(), type: this.#pick(['PERSON', 'PERSON', 'ORGANIZATION', 'COUNTRY']) },
        };
      case 'sources':
        return {
          data: {
            ...this.#named(),
            kind: this.#pick(['AGENCY', 'OUTLET', 'UNIDENTIFIED']),
            isBasedOn: this.#some(1, () => this.#earlier('sources', slug)),
          },
        };
      case 'articles':
        return this.#writeArticle(slug);
      case 'events':
        return { data: this.#writeEvent(slug) };
      case 'outcomes':
        return { data: this.#writeOutcome() };
    }
  }

  #named(): Data {
    return {
      name: this.#pick(names),
      alternateName: this.#some(2, () => this.#pick(names)),
      description: this.#maybe(0.4, () => this.#pick(sentences)),
      wikidataId: this.#maybe(0.15, () => `Q${1 + this.#below(6)}`),
    };
  }

  #writeArticle(slug: string): Pick<Written, 'data' | 'body'> {
    const chosen = this.#shuffled(sentences).slice(0, 3 + this.#below(3));
    const body = chosen
      .map((sentence) => `${sentence}, said ${this.#pick(names)} of ${this.#pick(names)}.`)
      .join(this.#pick(['\n\n', ' '])!);
    const said = chosen.slice(0, this.#below(4));
    const published = `${this.#pick(days)}T08:00:00Z`;
    return {
      body: `${body}\n`,
      data: {
        headline: `${this.#pick(names)}: ${this.#pick(sentences)}`,
        inLanguage: this.#pick(['en', 'uk']),
        genre: this.#pick(['REPORTAGE', 'ANALYSIS']),
        datePublished: published,
        embargoedUntil: this.#maybe(0.3, () => `${this.#pick(days)}T12:00:00Z`),
        expires: this.#maybe(0.2, () => `${this.#pick(days)}T20:00:00Z`),
        pubStatus: this.#maybe(0.15, () => 'WITHHELD'),
        translationOf: this.#maybe(0.2, () => this.#earlier('articles', slug)),
        author: this.#some(1, () => this.#slugOf('actors')),
        publisher: this.#maybe(0.6, () => this.#slugOf('sources')),
        isBasedOn: this.#some(1, () => this.#slugOf('sources')),
        contentLocation: this.#some(1, () => this.#slugOf('places')),
        about: this.#some(2, () => this.#slugOf('topics')),
        events: this.#some(1, () => this.#slugOf('events')),
        statements: said.map((exact, index) => ({
          slug: `s${index}`,
          kind: this.#pick(['CLAIM', 'DEMAND', 'DENIAL']),
          form: 'INDIRECT',
          exact: this.#chance(0.03) ? `${exact} again` : exact,
          text: this.#maybe(0.3, () => this.#pick(sentences)),
          speaker: this.#maybe(0.7, () => this.#slugOf('actors')),
          dateUttered: this.#maybe(0.5, () => this.#pick([...days, '2025-03', '2025'])),
          about: this.#some(1, () => this.#slugOf('topics')),
          event: this.#maybe(0.4, () => this.#slugOf('events')),
          outcomes: this.#some(1, () => this.#slugOf('outcomes')),
          attribution: this.#some(1, () => {
            const source = this.#slugOf('sources');
            return source === undefined ? undefined : { role: 'RELAYED_BY', source };
          }),
          inResponseTo: this.#some(1, () => {
            const statement = this.#statementOf();
            return statement === undefined ? undefined : { statement, stance: this.#pick(stances) };
          }),
        })),
        corrections: this.#some(1, () => ({
          slug: 'c0',
          text: this.#pick(sentences),
          dateCreated: `${this.#pick(days)}T10:00:00Z`,
          affects: this.#some(2, () => {
            const statement = this.#statementOf();
            const change = this.#changeOf();
            return this.#chance(0.5)
              ? statement && `statement/${statement}`
              : change && `status-change/${change}`;
          }),
        })),
      },
    };
  }

  #writeEvent(slug: string): Data {
    return {
      ...this.#named(),
      kind: this.#pick(['CONSULT', 'AGREE']),
      startDate: this.#maybe(0.7, () => this.#pick([...days, '2025'])),
      location: this.#maybe(0.4, () => this.#slugOf('places')),
      superEvent: this.#maybe(0.3, () => this.#earlier('events', slug)),
      about: this.#some(1, () => this.#slugOf('topics')),
      participants: this.#some(2, () => {
        const actor = this.#slugOf('actors');
        return actor === undefined
          ? undefined
          : { actor, role: this.#pick(['PARTY', 'HOST']), ...(this.#chance(0.5) && this.#evidence()) };
      }),
    };
  }

  #writeOutcome(): Data {
    return {
      ...this.#named(),
      event: this.#slugOf('events'),
      about: this.#some(1, () => this.#slugOf('topics')),
      date: this.#maybe(0.5, () => this.#pick(days)),
      parties: this.#some(1, () => {
        const actor = this.#slugOf('actors');
        return actor === undefined ? undefined : { actor, role: 'PARTY' };
      }),
      history: this.#some(2, (index) => {
        const evidence = this.#evidence();
        return (
          evidence && {
            slug: `h${index}`,
            status: this.#pick(['AGREED', 'IMPLEMENTED', 'REJECTED', 'PROPOSED']),
            date: this.#pick(days),
            ...evidence,
          }
        );
      }),
    };
  }

  /** Words of an article, which mostly has them. */
  #evidence(): Data | undefined {
    const written = this.#pick(this.#of('articles'));
    if (!written) return undefined;
    const exact = sentences.find((sentence) => written.body?.includes(sentence)) ?? sentences[0];
    return { article: written.slug, exact };
  }

  #statementOf(): string | undefined {
    const written = this.#pick(this.#of('articles'));
    const statement = this.#pick((written?.data['statements'] ?? []) as readonly { readonly slug: string }[]);
    return statement && `${written!.slug}/${statement.slug}`;
  }

  #changeOf(): string | undefined {
    const written = this.#pick(this.#of('outcomes'));
    const change = this.#pick((written?.data['history'] ?? []) as readonly { readonly slug: string }[]);
    return change && `${written!.slug}/${change.slug}`;
  }

  #slugOf(folder: Folder): string | undefined {
    return this.#pick(this.#of(folder))?.slug;
  }

  /** A record that was written before, so that records are seldom parts of themselves. */
  #earlier(folder: Folder, slug: string): string | undefined {
    const all = this.#of(folder).map((each) => each.slug);
    const at = all.indexOf(slug);
    return this.#pick(this.#chance(0.95) ? all.slice(0, at === -1 ? all.length : at) : all);
  }

  #maybe<T>(chance: number, make: () => T): T | undefined {
    return this.#chance(chance) ? make() : undefined;
  }

  #some<T>(most: number, make: (index: number) => T | undefined): T[] {
    const made = Array.from({ length: this.#below(most + 1) }, (_, index) => make(index));
    const seen = new Set<string>();
    return made.filter((each): each is T & {} => {
      const key = JSON.stringify((each as { statement?: string } | undefined)?.statement ?? each);
      if (each === undefined || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }

  #shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => [this.#random(), item] as const)
      .toSorted(([a], [b]) => a - b)
      .map(([, item]) => item);
  }

  #pick<T>(items: readonly T[]): T | undefined {
    return items[this.#below(items.length)];
  }

  #chance(chance: number): boolean {
    return this.#random() < chance;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}

function mapped(value: unknown, change: (text: string, key: string) => string, key = ''): unknown {
  if (typeof value === 'string') return change(value, key);
  if (Array.isArray(value)) return value.map((item) => mapped(item, change, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapped(item, change, name)]));
}
