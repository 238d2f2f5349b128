// Writes a large corpus of made-up news, the same for the same seed: `node bench/corpus.ts --articles 10000 --out DIR`.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MadeUp } from './made-up.ts';

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    markdown: { type: 'boolean', default: false },
  },
});
const count = Number(values.articles);
if (values.out === undefined || !(Number.isInteger(count) && count > 0)) {
  console.error(
    'Say how many articles and where to write them: node bench/corpus.ts --articles 10000 --seed 1 --out DIR [--markdown]',
  );
  process.exit(2);
}
const out = values.out;
const madeUp = new MadeUp({ articles: count, seed: Number(values.seed) });

function writeLines(folder: string, records: Iterable<object>): void {
  mkdirSync(join(out, folder), { recursive: true });
  const file = openSync(join(out, folder, 'all.jsonl'), 'w');
  let lines: string[] = [];
  const flush = () => {
    writeSync(file, lines.join(''));
    lines = [];
  };
  for (const record of records) {
    lines.push(`${JSON.stringify(record)}\n`);
    if (lines.length === 1_000) flush();
  }
  flush();
  closeSync(file);
}

for (const [folder, records] of Object.entries(madeUp.others())) writeLines(folder, records);
if (values.markdown) {
  mkdirSync(join(out, 'articles'), { recursive: true });
  for (const { slug, articleBody, ...matter } of madeUp.articles()) {
    // JSON is YAML.
    writeFileSync(
      join(out, 'articles', `${slug}.md`),
      `---\n${JSON.stringify(matter, null, 1)}\n---\n${articleBody}\n`,
    );
  }
} else {
  writeLines('articles', madeUp.articles());
}
