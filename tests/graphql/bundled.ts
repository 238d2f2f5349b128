// The bundled content, compiled once into a store of its own, and questions asked of it through the schema.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { graphql } from 'graphql';
import { afterAll, beforeAll } from 'vitest';
import { compile } from '../../src/content/compile.ts';
import { readContentFolder } from '../../src/content/files.ts';
import { createContext } from '../../src/graphql/context.ts';
import { schema } from '../../src/graphql/schema.ts';
import { openSqlite, writeSqlite } from '../../src/store/sqlite.ts';
import type { CorpusReader, Store, View } from '../../src/store/store.ts';

/** A corpus under test. */
export interface TestCorpus {
  readonly store: Store;
  /** Answers a question as JSON would; `reader` may stand in for the store's own. */
  ask(query: string, variables?: Record<string, unknown>, reader?: CorpusReader): Promise<{ data?: unknown; errors?: { message: string; code?: unknown; path?: unknown }[] }>;
}

/** The day on which tests ask, unless they say otherwise: all bundled articles are published. */
export const today: View = { now: Date.parse('2026-01-01T00:00:00Z'), preview: false };

/** Compiles a content folder before the tests of a file and removes the store after them. */
export function useCorpus(content = resolve(import.meta.dirname, '../../content')): TestCorpus {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  let store: Store | undefined;
  beforeAll(async () => {
    const files = await readContentFolder(content);
    const writer = writeSqlite(join(folder, 'corpus.db'));
    const { problems, version } = await compile(files, writer);
    if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 2));
    await writer.publish({ version, stamp: files.stamp });
    store = openSqlite(join(folder, 'corpus.db'));
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
    async ask(query, variables = {}, reader = open().reader(today)) {
      const { data, errors } = await graphql({ schema, source: query, variableValues: variables, contextValue: createContext(reader) });
      const told = errors?.map((error) => ({
        message: error.message,
        ...(error.path && { path: error.path }),
        code: (error.originalError as { code?: unknown } | undefined)?.code ?? error.extensions['code'],
      }));
      return JSON.parse(JSON.stringify({ data, errors: told })) as Awaited<ReturnType<TestCorpus['ask']>>;
    },
  };
}
