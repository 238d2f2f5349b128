// Where the time of each case goes: processor time in all and in SQL, by statement. `node bench/profile.ts --file corpus.db --articles N`
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
// That of the service: this folder has another copy, whose parts do not fit.
import { execute, parse } from '../node_modules/graphql/index.js';
import { createContext } from '../src/graphql/context.ts';
import { withEntities } from '../src/graphql/entities.ts';
import { schema } from '../src/graphql/schema.ts';
import { subgraphSdl } from '../src/graphql/subgraph.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { type Ask } from './cases.ts';
import { grownCases } from './growth.ts';
import { eventCountOf } from './made-up.ts';

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    articles: { type: 'string', default: '10000' },
    requests: { type: 'string', default: '50' },
    statements: { type: 'string', default: '3' },
  },
});
if (values.file === undefined) {
  console.error(
    'Say which store, and of how many articles: node bench/profile.ts --file corpus.db --articles N',
  );
  process.exit(2);
}

interface Spent {
  times: number;
  milliseconds: number;
}

const spent = new Map<string, Spent>();

/** Milliseconds of the processor that this thread took, so that other programs do not count. */
function processor(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

// Every statement that is prepared from now on tells what it takes.
const prepare = DatabaseSync.prototype.prepare;
DatabaseSync.prototype.prepare = function (sql): StatementSync {
  const statement = prepare.call(this, sql);
  for (const method of ['all', 'get'] as const) {
    const run = statement[method].bind(statement) as (...words: unknown[]) => unknown;
    Object.assign(statement, {
      [method]: (...words: unknown[]) => {
        const before = processor();
        const rows = run(...words);
        const one = spent.get(sql) ?? { times: 0, milliseconds: 0 };
        spent.set(sql, { times: one.times + 1, milliseconds: one.milliseconds + processor() - before });
        return rows;
      },
    });
  }
  return statement;
};

const store = openSqlite(values.file);
if (!store)
  throw new Error(`There is no corpus of this version in ${values.file}: build it with onrecord build.`);
const served = withEntities(schema, () => subgraphSdl(schema));
const ask: Ask = async (query, variableValues) => {
  const contextValue = createContext(store.reader({ now: Date.now(), preview: false }));
  const { data, errors } = await execute({
    schema: served,
    document: parse(query),
    variableValues,
    contextValue,
  });
  if (errors) throw errors[0];
  return data;
};

const articles = Number(values.articles);
const requests = Number(values.requests);
for (const { name, query, prepare: prepareCase } of grownCases()) {
  const variablesOf = await prepareCase({ articles, events: eventCountOf(articles) }, ask);
  for (let n = 0; n < 30; n += 1) await ask(query, variablesOf(n));
  spent.clear();
  const before = processor();
  for (let n = 0; n < requests; n += 1) await ask(query, variablesOf(100 + n));
  const all = (processor() - before) / requests;
  const sql = [...spent.values()].reduce((sum, { milliseconds }) => sum + milliseconds, 0) / requests;
  console.log(`${name}: ${all.toFixed(2)} ms, of which SQL ${sql.toFixed(2)} ms`);
  const most = [...spent].toSorted(([, a], [, b]) => b.milliseconds - a.milliseconds);
  for (const [text, { times, milliseconds }] of most.slice(0, Number(values.statements))) {
    const told = `${(milliseconds / requests).toFixed(2)} ms in ${(times / requests).toFixed(1)} calls`;
    console.log(`    ${told.padEnd(26)} ${text.replace(/\s+/g, ' ').slice(0, 150)}`);
  }
}
await store.close();
