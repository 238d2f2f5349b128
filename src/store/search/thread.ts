// The thread that indexes words, in a file of its own, so that a build does it while it compiles.
import { parentPort, workerData } from 'node:worker_threads';
import { openToFill } from '../filling.ts';
import { sqliteTable } from '../table.ts';
import { SearchInserts } from './inserts.ts';
import { DONE, type IndexingOrder, type IndexingReport, type IndexingSettings } from './messages.ts';
import { fullTextIndex, searchedTables } from './tables.ts';

const port = parentPort!;
const { path, done } = workerData as IndexingSettings;
let failure: IndexingReport['failure'];

const database = attempted(() => openToFill(path));
const inserts = attempted(() => {
  database!.exec(['BEGIN', fullTextIndex, ...searchedTables.map(sqliteTable)].join(';'));
  return new SearchInserts(database!);
});

port.on('message', (order: IndexingOrder) => {
  if (order === DONE) {
    attempted(() => {
      database!.exec(`INSERT INTO search (search) VALUES ('optimize'); COMMIT`);
      database!.close();
    });
    port.postMessage({ ...(failure && { failure }) } satisfies IndexingReport);
    return;
  }
  attempted(() => {
    for (const searched of order) inserts!.put(searched);
  });
  Atomics.add(done, 0, 1);
  Atomics.notify(done, 0);
});

/** Does a step, unless one before it failed: nobody waits for this thread in vain, and the first failure is the one to tell. */
function attempted<Result>(step: () => Result): Result | undefined {
  if (failure) return undefined;
  try {
    return step();
  } catch (error) {
    const { message, code, errcode } = error as Error & { code?: string; errcode?: number };
    failure = { message, ...(code !== undefined && { code }), ...(errcode !== undefined && { errcode }) };
    return undefined;
  }
}
