// Compares the two stores on the same corpus: `node bench/stores.ts --file corpus.db --database postgres://…`
import { parseArgs } from 'node:util';
// That of the service: this folder has another copy, whose parts do not fit.
import { execute, parse } from '../node_modules/graphql/index.js';
import { createContext } from '../src/graphql/context.ts';
import { schema } from '../src/graphql/schema.ts';
import { openPostgres } from '../src/store/postgres.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import type { Store } from '../src/store/store.ts';

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    database: { type: 'string' },
    rounds: { type: 'string', default: '300' },
  },
});
if (values.file === undefined || values.database === undefined) {
  console.error(
    'Say where the same corpus is: node bench/stores.ts --file corpus.db --database postgres://…',
  );
  process.exit(2);
}
const stores: Readonly<Record<string, Store | undefined>> = {
  SQLite: openSqlite(values.file),
  PostgreSQL: await openPostgres(values.database),
};

const questions: Readonly<Record<string, string>> = {
  article: `query ($slug: String!) { article(slug: $slug) { headline datePublished body { text }
    about { name } statements(first: 10) { totalCount nodes { text kind speaker { name } event { name } } } } }`,
  feed: `{ articles(first: 20) { nodes { headline description datePublished publisher { name } about { name } } pageInfo { hasNextPage endCursor } } }`,
  topic: `{ topic(slug: "topic-3") { name articles(first: 20) { totalCount nodes { headline } } } }`,
  search: `{ search(text: "\\"council vote\\"", first: 20) { totalCount edges { score node { __typename } } } }`,
};

for (const [name, source] of Object.entries(questions)) {
  const document = parse(source);
  const times: Record<string, number[]> = {};
  const answers: string[] = [];
  // In turn, so that both have the same share of what else the machine does.
  for (let round = -20; round < Number(values.rounds); round += 1) {
    for (const [store, opened] of Object.entries(stores)) {
      const variableValues = { slug: `article-${(round + 20) * 7}` };
      const contextValue = createContext(opened!.reader({ now: Date.now(), preview: false }));
      const start = performance.now();
      const answer = await execute({ schema, document, variableValues, contextValue });
      if (round >= 0) (times[store] ??= []).push(performance.now() - start);
      if (answer.errors) throw answer.errors[0]!;
      if (round === 0) answers.push(JSON.stringify(answer.data));
    }
  }
  const told = Object.entries(times).map(([store, all]) => {
    const sorted = all.toSorted((a, b) => a - b);
    const at = (part: number) => sorted[Math.floor(sorted.length * part)]!.toFixed(2);
    return `${store} ${at(0.1)} / ${at(0.5)} / ${at(0.9)} ms`;
  });
  console.log(
    `${name.padEnd(8)} ${told.join('   ')}   ${answers[0] === answers[1] ? 'same answer' : 'OTHER ANSWER'}`,
  );
}
for (const store of Object.values(stores)) await store!.close();
