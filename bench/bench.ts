// Measures onrecord beside its peers and by the size of its corpus: `npm run bench` in the repository.
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { Corpora, isBuilt } from './built.ts';
import { cases } from './cases.ts';
import { end, endOnSignals, isEnding } from './cleanup.ts';
import { spreadOverCores } from './cores.ts';
import { loadDatabase } from './database.ts';
import { checksOf, type Findings } from './findings.ts';
import { type Growth, measureGrowth } from './growth.ts';
import { eventCountOf } from './made-up.ts';
import { type Options, readOptions } from './options.ts';
import { measureRecompile, type Recompile } from './recompile.ts';
import { Comparison, type Result } from './rounds.ts';
import { asText, tablesOf } from './tables.ts';

// PostgreSQL gets a smaller corpus: a page of an article costs the same, and loading it takes less of the run.
const ARTICLES_IN_POSTGRESQL = 1_000;

async function measure(options: Options): Promise<Findings> {
  const { articles, rounds, seconds, seed, flags, environment, sizes, keep, minutes } = options;
  const started = performance.now();
  const loadBefore = loadavg()[0]!;
  const elapsed = () => (performance.now() - started) / 1_000;
  const tell = (line: string) => console.error(`${elapsed().toFixed(0).padStart(5)} s  ${line}`);
  const left = () => Math.min(86_400, minutes * 60 - elapsed());
  const cores = spreadOverCores();
  const settings = { flags, environment };
  const corpora = new Corpora(keep, cores, seed, tell);
  const isWanted = (name: string) =>
    options.only.length === 0 || options.only.some((part) => name.toLowerCase().includes(part.toLowerCase()));
  const chosen = cases.filter(({ name }) => isWanted(name));
  const isExtra = (part: string) => ['growth', 'recompile'].some((name) => name.includes(part.toLowerCase()));
  if (chosen.length === 0 && !options.only.some(isExtra)) {
    throw new Error(
      `No case is called ${options.only.join(' or ')}. There are: ${cases.map(({ name }) => name).join(', ')}, growth, recompile.`,
    );
  }

  const built = async (size: number) => {
    const build = await corpora.build(size, 3_600);
    if (isBuilt(build)) return build;
    throw new Error(`The build of ${size} articles took more than an hour.`);
  };
  const results: Result[] = [];
  const embedded = chosen.filter(({ measured }) => measured === 'onrecord');
  if (embedded.length > 0) {
    const { content, file } = await built(articles);
    const known = { articles, events: eventCountOf(articles) };
    const places = { content, file, database: undefined };
    results.push(
      ...(await new Comparison(places, known, cores, settings, embedded, tell).run({ rounds, seconds })),
    );
  }
  const inDatabase = chosen.filter(({ measured }) => measured === 'onrecord on PostgreSQL');
  if (inDatabase.length > 0) {
    const size = Math.min(articles, ARTICLES_IN_POSTGRESQL);
    const { content, file } = await built(size);
    tell('loading PostgreSQL');
    const database = await loadDatabase(content, file, cores);
    const known = { articles: size, events: eventCountOf(size) };
    const places = { content, file, database: database.url };
    results.push(
      ...(await new Comparison(places, known, cores, settings, inDatabase, tell).run({ rounds, seconds })),
    );
    await database.stop();
  }
  let recompile: Recompile | null = null;
  if (isWanted('recompile')) recompile = await measureRecompile(corpora, 900, tell);
  let growth: Growth[] = [];
  if (isWanted('growth')) {
    // What is asked of the largest takes its time, too.
    const forBuild = () => left() - 20 * seconds - 10;
    growth = await measureGrowth(sizes, corpora, cores, settings, seconds, forBuild, tell);
  }
  tell('done');
  return {
    results: [...results, ...checksOf(growth, recompile)],
    growth,
    recompile,
    machine: {
      processor: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      memoryGigabytes: Math.round(totalmem() / 2 ** 30),
      system: `${type()} ${release().split('-')[0]}`,
      node: process.version,
      spread: cores.told,
      loadBefore,
    },
    run: { articles, rounds, seconds, seed, ...settings, minutes: Math.round(elapsed() / 6) / 10 },
  };
}

if (Number(process.versions.node.split('.')[0]) < 22) {
  console.error(`This is Node ${process.version}, and the bench needs that of the repository: npm run bench`);
  process.exit(2);
}
const options = readOptions();
endOnSignals();
try {
  const findings = await measure(options);
  // Without paths, which are of this machine alone.
  const shown = (key: string, value: unknown) => (key === 'content' || key === 'file' ? undefined : value);
  if (options.json) console.log(JSON.stringify(findings, shown, 2));
  else {
    for (const table of tablesOf(findings)) console.log(asText(table));
    const short = findings.results.filter(({ holds }) => holds === false);
    console.log(
      short.length === 0
        ? 'Every bar holds.'
        : `${short.length} of ${findings.results.filter(({ holds }) => holds !== null).length} bars fall short:\n${short.map((one) => `  ${one.case}${one.against && `, against ${one.against}`}`).join('\n')}`,
    );
  }
} catch (error) {
  if (!isEnding()) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
} finally {
  await end();
}
process.exit();
