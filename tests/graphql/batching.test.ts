// The number of calls to the store follows the depth of a query, not its width.
import { expect, test } from 'vitest';
import type { CorpusReader } from '../../src/store/store.ts';
import { today, useCorpus } from './corpus.ts';

const corpus = useCorpus();

/** The reader of the corpus, and how often each of its methods was called. */
function counted(): { reader: CorpusReader; calls: Record<string, number> } {
  const calls: Record<string, number> = {};
  const reader = new Proxy(corpus.store.reader(today), {
    get(target, method) {
      const value: unknown = Reflect.get(target, method);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        calls[String(method)] = (calls[String(method)] ?? 0) + 1;
        return (value as (...args: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  return { reader, calls };
}

const deep = `query ($first: Int) {
  articles(first: $first) {
    totalCount
    nodes {
      author { name }
      publisher { name organization { name } }
      about { name broader { name } }
      statements(first: $first) {
        totalCount
        nodes {
          speaker { name ... on Person { nationality { name } } }
          about { name }
          event { name participants { actor { name } onBehalfOf { name } } }
          outcomes(first: $first) { nodes { name status parties { actor { name } } } }
          responses(first: $first) { nodes { statement { speaker { name } } } }
        }
      }
    }
  }
}`;

test('a wide query takes as many calls as a narrow one', async () => {
  const narrow = counted();
  const wide = counted();
  expect((await corpus.ask(deep, { first: 1 }, narrow.reader)).errors).toBeUndefined();
  expect((await corpus.ask(deep, { first: 100 }, wide.reader)).errors).toBeUndefined();
  expect(Object.keys(wide.calls).sort()).toEqual(['counts', 'pages', 'records']);
  // A narrow page may have no answer to load; a wide one never takes more calls than there are levels.
  expect(wide.calls['pages']).toBe(4);
  expect(wide.calls['counts']).toBe(2);
  expect(wide.calls['records']).toBeLessThanOrEqual(8);
  expect(narrow.calls['pages']).toBe(4);
});

test('the same record asked for many times is read once', async () => {
  const { reader, calls } = counted();
  const aliases = Array.from({ length: 50 }, (_, index) => `a${index}: actor(slug: "ukraine") { name }`).join(
    '\n',
  );
  expect((await corpus.ask(`{ ${aliases} }`, {}, reader)).errors).toBeUndefined();
  expect(calls).toEqual({ records: 1 });
});

test('what is not asked for is not read', async () => {
  const { reader, calls } = counted();
  expect(await corpus.ask('{ topics { totalCount } }', {}, reader)).toMatchObject({
    data: { topics: { totalCount: expect.any(Number) } },
  });
  expect(calls).toEqual({ counts: 1 });
});
