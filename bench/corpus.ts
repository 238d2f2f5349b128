// Writes a large corpus of made-up news, the same for the same seed: `node bench/corpus.ts --articles 10000 --out DIR`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    markdown: { type: 'boolean', default: false },
  },
});
if (values.out === undefined) {
  console.error(
    'Say where to write the corpus: node bench/corpus.ts --articles 10000 --seed 1 --out DIR [--markdown]',
  );
  process.exit(2);
}
const out = values.out;
const count = Number(values.articles);

/** Random numbers from 0 up to 1 (mulberry32). */
let state = Number(values.seed) >>> 0;
function random(): number {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

/** Few are picked often and most seldom, as names in the news are. */
function skewed<T>(items: readonly T[]): T {
  return items[Math.floor(items.length * random() ** 3)] as T;
}

function pick<T>(items: readonly T[]): T {
  return items[Math.floor(items.length * random())] as T;
}

const syllables = [
  'ka',
  'ro',
  'mi',
  'len',
  'sta',
  'vo',
  'ber',
  'ti',
  'ang',
  'dor',
  'ne',
  'sul',
  'fa',
  'quin',
  'zé',
  'ö',
  'šan',
  'łu',
];
const scripts = [
  ['Ива', 'нов', 'ский', 'Пет', 'ров'],
  ['محمد', 'علي', 'حسن'],
  ['山', '田', '中', '川'],
  ['Αθη', 'να', 'ίς'],
];
const words =
  'the of to and in said that on for was with by from talks port ferry council budget vote minister agreed late water bridge school rain after before new old north harbour train strike court price energy village mayor week month report plan open closed line city people work road'.split(
    ' ',
  );
const kinds = [
  'CLAIM',
  'DENIAL',
  'DEMAND',
  'PROPOSAL',
  'COMMITMENT',
  'THREAT',
  'ACCUSATION',
  'REJECTION',
  'OPINION',
  'ANNOUNCEMENT',
];

function name(parts: number): string {
  return Array.from({ length: parts }, () => {
    const text = Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(syllables)).join('');
    return text.charAt(0).toUpperCase() + text.slice(1);
  }).join(' ');
}

function sentence(length: number): string {
  const text = Array.from({ length }, () => skewed(words)).join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

const people = Array.from({ length: Math.max(20, Math.floor(count / 10)) }, (_, index) => ({
  slug: `person-${index}`,
  type: 'PERSON',
  name: `${name(2)} ${index.toString(36)}`,
  alternateName: random() < 0.2 ? [`${pick(scripts).join('')}${index}`] : [],
}));
const places = Array.from({ length: Math.max(10, Math.floor(count / 50)) }, (_, index) => ({
  slug: `place-${index}`,
  name: `${name(1)} ${index.toString(36)}`,
}));
const topics = Array.from({ length: 200 }, (_, index) => ({
  slug: `topic-${index}`,
  name: `Topic ${index}`,
  ...(index > 10 && { broader: `topic-${Math.floor(index / 10)}` }),
}));
const sources = Array.from({ length: 50 }, (_, index) => ({
  slug: `source-${index}`,
  name: `Source ${index}`,
  kind: index < 5 ? 'AGENCY' : 'OUTLET',
  isBasedOn: index < 5 ? [] : [`source-${index % 5}`],
}));
const events = Array.from({ length: Math.max(5, Math.floor(count / 100)) }, (_, index) => ({
  slug: `event-${index}`,
  name: `Event ${index}`,
  kind: 'CONSULT',
  startDate: day(random()),
}));

function day(part: number): string {
  return new Date(Date.UTC(2015, 0, 1) + Math.floor(part * 3650) * 86_400_000).toISOString().slice(0, 10);
}

/** An article of some 700 words with five statements. */
function article(index: number) {
  const date = day(index / count);
  const said = Array.from(
    { length: 5 },
    (_, place) => `${sentence(9)} number ${index * 5 + place} ${pick(words)}`,
  );
  const paragraphs = Array.from({ length: 14 }, (_, place) => {
    const mention = `${skewed(people).name} spoke in ${skewed(places).name}.`;
    return [sentence(18), sentence(16), place < 5 ? said[place] : sentence(12), mention]
      .join('. ')
      .replaceAll('..', '.');
  });
  return {
    slug: `article-${index}`,
    headline: sentence(8),
    description: sentence(20),
    inLanguage: random() < 0.9 ? 'en' : 'es',
    datePublished: `${date}T${String(index % 24).padStart(2, '0')}:00:00Z`,
    publisher: skewed(sources).slug,
    about: [...new Set([skewed(topics).slug, skewed(topics).slug])],
    statements: said.map((exact, place) => ({
      slug: `s${place}`,
      kind: pick(kinds),
      form: pick(['DIRECT', 'INDIRECT', 'MIXED']),
      exact,
      speaker: skewed(people).slug,
      dateUttered: date,
      about: [skewed(topics).slug],
      event: skewed(events).slug,
    })),
    articleBody: paragraphs.join('\n\n'),
  };
}

function writeLines(folder: string, records: Iterable<object>): void {
  mkdirSync(join(out, folder), { recursive: true });
  const file = join(out, folder, 'all.jsonl');
  writeFileSync(file, '');
  let lines: string[] = [];
  const flush = () => {
    writeFileSync(file, lines.join(''), { flag: 'a' });
    lines = [];
  };
  for (const record of records) {
    lines.push(`${JSON.stringify(record)}\n`);
    if (lines.length === 1_000) flush();
  }
  flush();
}

function* articles() {
  for (let index = 0; index < count; index += 1) yield article(index);
}

for (const [folder, records] of Object.entries({ actors: people, places, topics, sources, events }))
  writeLines(folder, records);
if (values.markdown) {
  mkdirSync(join(out, 'articles'), { recursive: true });
  for (const { slug, articleBody, ...matter } of articles()) {
    // JSON is YAML.
    writeFileSync(
      join(out, 'articles', `${slug}.md`),
      `---\n${JSON.stringify(matter, null, 1)}\n---\n${articleBody}\n`,
    );
  }
} else {
  writeLines('articles', articles());
}
