// What a service costs by the size of its corpus: to build, to start, to hold, to ask.
import { DatabaseSync } from 'node:sqlite';
import { matchExpression } from '../src/store/search/match.ts';
import { type Built, type Corpora, type CutOff, isBuilt } from './built.ts';
import { type Case, cases, twoWords } from './cases.ts';
import type { Cores } from './cores.ts';
import { Client, type Latency, latencyOf } from './load.ts';
import { eventCountOf } from './made-up.ts';
import { memoryOf } from './processes.ts';
import { type Settings, startServer } from './servers.ts';

/** One size of corpus. */
export interface Growth {
  readonly articles: number;
  readonly build: Built | CutOff;
  /** Undefined where the build was cut off. */
  readonly serving?: Serving;
}

/** What a service on a corpus of that size takes. */
export interface Serving {
  /** From the start of the process to its first answer. */
  readonly firstAnswerSeconds: number;
  /** RSS after all questions below. */
  readonly bytes: number;
  readonly latencies: Readonly<Record<string, Latency>>;
  /** The search of two words as SQLite alone answers it: ranked, the first ten. */
  readonly bareSearch: Latency;
  /** How many records the searches find, in the middle. */
  readonly searchHits: number;
}

// What grows, beside the cases: counts, far ends, words that many articles have.
const further: readonly Pick<Case, 'name' | 'query' | 'prepare'>[] = [
  {
    name: 'totalCount of a filtered list',
    query: `query ($from: EDTF!) { statements(first: 0, where: { kind: [DEMAND], dateUttered: { from: $from } }) { totalCount } }`,
    prepare: async () => (n) => ({
      from: new Date(Date.UTC(2014, 11, 31) - n * 86_400_000).toISOString().slice(0, 10),
    }),
  },
  {
    name: 'last page of a filtered list',
    query: `query ($from: EDTF!) { articles(last: 20, where: { datePublished: { from: $from } }) { nodes { headline } pageInfo { hasPreviousPage } } }`,
    prepare: async () => (n) => ({
      from: new Date(Date.UTC(2014, 11, 31) - n * 86_400_000).toISOString().slice(0, 10),
    }),
  },
];

/** Measures corpora of all sizes, the smallest first; `secondsLeft` tells how long the next build may take. */
export async function measureGrowth(
  sizes: readonly number[],
  corpora: Corpora,
  cores: Cores,
  settings: Settings,
  seconds: number,
  secondsLeft: () => number,
  tell: (line: string) => void,
): Promise<Growth[]> {
  const grown: Growth[] = [];
  for (const articles of sizes) {
    const left = secondsLeft();
    if (left < 10) {
      tell(`${articles.toLocaleString('en')} articles are left out: the time of the run is over`);
      break;
    }
    const build = await corpora.build(articles, left);
    if (!isBuilt(build)) {
      tell(`the build of ${articles.toLocaleString('en')} articles was cut off: the time of the run is over`);
      grown.push({ articles, build });
      break;
    }
    tell(`growth: asking ${articles.toLocaleString('en')} articles`);
    grown.push({ articles, build, serving: await measureServing(build, cores, settings, seconds) });
  }
  return grown;
}

async function measureServing(
  { articles, content, file }: Built,
  cores: Cores,
  settings: Settings,
  seconds: number,
): Promise<Serving> {
  const places = { content, file, database: undefined };
  const server = await startServer('onrecord', places, cores, settings);
  const client = new Client(server.address);
  try {
    const known = { articles, events: eventCountOf(articles) };
    await client.ask('query ($slug: String!) { article(slug: $slug) { headline } }', { slug: 'article-7' });
    const firstAnswerSeconds = (performance.now() - server.started) / 1_000;
    const latencies: Record<string, Latency> = {};
    for (const each of [...grownCases(), ...further]) {
      const query = each.query.replace(/\s+/g, ' ').trim();
      const variablesOf = await each.prepare(known, client.ask);
      latencies[each.name] = await latencyOf(async (n) => {
        const { status, body } = await client.post(query, variablesOf(n));
        if (status !== 200 || body.startsWith('{"errors"'))
          throw new Error(`${each.name}: ${body.slice(0, 500)}`);
      }, seconds);
    }
    const bytes = memoryOf(server.pid).bytes;
    const count = 'query ($text: String!) { search(text: $text, first: 0) { totalCount } }';
    const hits: number[] = [];
    for (let n = 0; n < 15; n += 1)
      hits.push((await client.ask(count, { text: twoWords(n) })).search.totalCount);
    return {
      firstAnswerSeconds,
      bytes,
      latencies,
      bareSearch: await bareSearch(file, seconds),
      searchHits: hits.toSorted((a, b) => a - b)[7]!,
    };
  } finally {
    client.close();
    await server.stop();
  }
}

/** The cases whose cost is followed: those that no answer that was kept can help. */
export function grownCases(): readonly Case[] {
  return cases.filter(({ isHot, measured }) => !isHot && measured === 'onrecord');
}

async function bareSearch(file: string, seconds: number): Promise<Latency> {
  const database = new DatabaseSync(file, { readOnly: true });
  const search = database.prepare(
    'SELECT rowid, rank FROM search WHERE search MATCH ? ORDER BY rank LIMIT 10',
  );
  try {
    return await latencyOf(async (n) => search.all(matchExpression(twoWords(n)) ?? ''), seconds);
  } finally {
    database.close();
  }
}
