// Content, the bundled one or a small one of a test, compiled into a store of its own, and questions asked of it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { graphql } from 'graphql';
import { afterAll, beforeAll } from 'vitest';
import { compile } from '../../src/content/compile.ts';
import { readContentFolder } from '../../src/content/files.ts';
import { formatProblem } from '../../src/content/problems.ts';
import { createContext } from '../../src/graphql/context.ts';
import { withEntities } from '../../src/graphql/entities.ts';
import { schema } from '../../src/graphql/schema.ts';
import { subgraphSdl } from '../../src/graphql/subgraph.ts';
import { openSqlite, writeSqlite } from '../../src/store/sqlite.ts';
import type { CorpusReader, Store, View } from '../../src/store/store.ts';
import type { Place } from '../store/corpora.ts';

/** A corpus under test. */
export interface TestCorpus {
  readonly store: Store;
  /** Answers a question as JSON would; `reader` may stand in for the store's own. */
  ask(query: string, variables?: Record<string, unknown>, reader?: CorpusReader): Promise<Answer>;
}

/** The day on which tests ask, unless they say otherwise: all bundled articles are published. */
export const today: View = { now: Date.parse('2026-01-01T00:00:00Z'), preview: false };

/** Texts of content files by their path below the content folder. */
export type ContentTexts = Readonly<Record<string, string>>;

/** An answer as JSON; errors with their code. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly code?: unknown; readonly path?: unknown }[];
}

/** Compiles content, the bundled one or the texts given, before the tests of a file, and removes its store after them. */
export function useCorpus(texts?: ContentTexts): TestCorpus {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  let store: Store | undefined;
  beforeAll(async () => {
    store = await buildStore(folder, texts);
  });
  afterAll(async () => {
    await store?.close();
    rmSync(folder, { recursive: true });
  });
  const open = (): Store => {
    if (!store) throw new Error('The corpus is compiled before the tests run');
    return store;
  };
  return {
    get store() {
      return open();
    },
    ask: (query, variables, reader = open().reader(today)) => askStore(reader, query, variables),
  };
}

/** The schema as it is served: with what gateways ask for. */
export const served = withEntities(schema, () => subgraphSdl(schema));

/** Compiles content into a store of its own: `place`, or within `folder`, which is made where it is missing. */
export async function buildStore(folder: string, texts?: ContentTexts, place?: Place): Promise<Store> {
  mkdirSync(folder, { recursive: true });
  const files = await readContentFolder(texts ? writeContent(join(folder, 'content'), texts) : bundled);
  const writer = place?.write() ?? writeSqlite(join(folder, 'corpus.db'));
  const { problems, version } = await compile(files, writer);
  if (problems.length > 0) throw new Error(problems.map((problem) => formatProblem(problem)).join('\n'));
  await writer.publish({ version, stamp: files.stamp });
  const store = place ? await place.open() : openSqlite(join(folder, 'corpus.db'));
  if (!store) throw new Error('The store is gone');
  return store;
}

/** Asks a question through the schema. */
export async function askStore(
  reader: CorpusReader,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer> {
  const { data, errors } = await graphql({
    schema: served,
    source: query,
    variableValues: variables,
    contextValue: createContext(reader),
  });
  const told = errors?.map((error) => ({
    message: error.message,
    ...(error.path && { path: error.path }),
    code: (error.originalError as { code?: unknown } | undefined)?.code ?? error.extensions['code'],
  }));
  return JSON.parse(JSON.stringify({ data, errors: told })) as Answer;
}

const bundled = resolve(import.meta.dirname, '../../content');

function writeContent(folder: string, texts: ContentTexts): string {
  mkdirSync(folder);
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
