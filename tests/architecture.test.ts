// Who may import whom. The table is the architecture; the loop keeps it true.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const source = resolve(import.meta.dirname, '../src');

/** What each room may import: other rooms, and packages that have their home there. */
const rooms: Readonly<
  Record<string, { readonly rooms: readonly string[]; readonly packages: readonly string[] }>
> = {
  'model/': { rooms: [], packages: ['zod', 'edtf'] },
  'content/': {
    rooms: ['model/'],
    packages: ['zod', 'yaml', 'markdown-it', 'fastest-levenshtein', 'node:crypto'],
  },
  'content/files.ts': {
    rooms: ['model/', 'content/'],
    packages: ['node:crypto', 'node:fs', 'node:fs/promises', 'node:path'],
  },
  'store/': {
    rooms: ['model/', 'errors.ts', 'bounded.ts'],
    packages: ['node:sqlite', 'node:crypto', 'node:fs', 'node:path', 'node:worker_threads', 'node:zlib'],
  },
  'store/postgres.ts': { rooms: ['store/', 'model/', 'errors.ts'], packages: ['pg'] },
  'store/postgres/': {
    rooms: ['store/', 'model/', 'errors.ts'],
    packages: [
      'pg',
      'pg-copy-streams',
      'node:crypto',
      'node:sqlite',
      'node:stream',
      'node:stream/promises',
      'node:timers/promises',
    ],
  },
  'store/store.ts': { rooms: ['model/'], packages: [] },
  'graphql/': {
    rooms: ['model/', 'exchange/', 'errors.ts', 'store/store.ts'],
    packages: [
      '@graphql-tools/utils',
      '@pothos/core',
      '@pothos/plugin-relay',
      'dataloader',
      'graphql',
      'zod',
      'node:crypto',
    ],
  },
  'server/': {
    rooms: ['errors.ts', 'bounded.ts', 'graphql/', 'store/store.ts'],
    packages: [
      'graphql',
      'graphql-jit',
      'graphql-ws',
      'graphql-yoga',
      'jose',
      '@graphql-yoga/render-graphiql',
      'pino',
      'prom-client',
      'ws',
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:http',
      'node:module',
      'node:net',
      'node:stream',
      'node:timers/promises',
      'node:url',
      'node:util',
      'node:zlib',
    ],
  },
  'exchange/': { rooms: ['model/'], packages: [] },
  'errors.ts': { rooms: [], packages: [] },
  'bounded.ts': { rooms: [], packages: ['lru-cache'] },
};

// The outermost room wires everything and is imported by nothing.
const wiring = ['cli.ts', 'cli/', 'config.ts', 'config/', 'corpus.ts', 'live/', 'stores.ts'];

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));

test.each(files.filter((file) => !isIn(file, wiring)))('%s imports only what its room may', (file) => {
  const room = roomOf(file);
  const allowed = rooms[room];
  expect(allowed, `src/${file} lies in no room of the table`).toBeDefined();
  const strangers = importsOf(file).filter((imported) =>
    imported.startsWith('src/')
      ? !isIn(imported.slice(4), [...(allowed?.rooms ?? []), room])
      : !allowed?.packages.includes(imported),
  );
  expect(strangers).toEqual([]);
});

test('nothing imports the command line', () => {
  const importers = files.filter((file) => importsOf(file).includes('src/cli.ts'));
  expect(importers).toEqual([]);
});

test('only config.ts reads the environment', () => {
  const readers = files.filter((file) => readFileSync(join(source, file), 'utf8').includes('process.env'));
  expect(readers).toEqual(['config.ts']);
});

/** The room of a file: the longest entry of the table that it lies in. */
function roomOf(file: string): string {
  return Object.keys(rooms)
    .filter((room) => isIn(file, [room]))
    .reduce((longest, room) => (room.length > longest.length ? room : longest), '');
}

function isIn(file: string, places: readonly string[]): boolean {
  return places.some((place) => (place.endsWith('/') ? file.startsWith(place) : file === place));
}

/** What a file imports: `src/…` for files of ours, names for packages. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8');
  const specifiers = [...text.matchAll(/^(?:import |(?:import|export)\b[^;]*? from )'([^']+)';/gm)].map(
    (match) => String(match[1]),
  );
  return specifiers.map((specifier) =>
    specifier.startsWith('.')
      ? `src/${relative(source, resolve(source, dirname(file), specifier)).replaceAll('\\', '/')}`
      : specifier,
  );
}
