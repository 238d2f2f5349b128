// However content is edited, what is compiled bit by bit is what compiling everything gives: records, lists, searches, problems.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compile } from '../../src/content/compile.ts';
import { readContentFolder } from '../../src/content/files.ts';
import { LiveContent } from '../../src/live/live-content.ts';
import { openSnapshot, openSqlite, writeSqlite } from '../../src/store/sqlite.ts';
import { fuzzSeed, many } from '../many.ts';
import { Newsroom, randomBy } from './newsroom.ts';
import { answersOf } from './answers.ts';
import { tablesOf } from './tables.ts';

const runs = Number(process.env['ONRECORD_TEST_RUNS'] ?? many(1, 50));
const firstSeed = Number(process.env['ONRECORD_TEST_SEED'] ?? fuzzSeed);
const EDITS = 20;
const EVERYTHING = { files: Infinity, share: 1, bytes: Infinity };

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-live-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes the files that are not as they were; their paths. */
function write(content: string, files: ReadonlyMap<string, string>, before: ReadonlyMap<string, string>) {
  const changed = new Set<string>();
  for (const path of before.keys()) {
    if (files.has(path)) continue;
    rmSync(join(content, path));
    changed.add(path);
  }
  for (const [path, text] of files) {
    if (before.get(path) === text) continue;
    mkdirSync(dirname(join(content, path)), { recursive: true });
    writeFileSync(join(content, path), text);
    changed.add(path);
  }
  return changed;
}

async function compileAll(content: string, file: string) {
  const writer = writeSqlite(file);
  const compilation = await compile(await readContentFolder(content), writer);
  if (compilation.problems.length > 0) await writer.discard();
  else await writer.publish({ version: compilation.version, stamp: '' });
  return compilation;
}

const told = { parts: 0, all: 0, refused: 0 };

test.each(Array.from({ length: runs }, (_, index) => firstSeed + index))(
  'after every edit of newsroom %i',
  async (seed) => {
    const folder = newFolder();
    const [content, file] = [join(folder, 'content'), join(folder, 'full.db')];
    mkdirSync(content);
    const newsroom = new Newsroom(randomBy(seed));
    const live = new LiveContent({ content, store: join(folder, 'live.db'), reach: EVERYTHING });
    onTestFinished(() => live.close());
    let files: ReadonlyMap<string, string> = new Map();
    const edits: string[] = [];
    for (let step = 0; step <= EDITS; step += 1) {
      if (step > 0) edits.push(newsroom.edit());
      // Sometimes two are saved at once.
      if (step % 5 === 4) edits.push(newsroom.edit());
      const next = newsroom.files();
      const paths = write(content, next, files);
      files = next;
      const full = await compileAll(content, file);
      const look = await live.look(paths);
      const where = `after: ${edits.join('; ')}`;
      if (full.problems.length > 0) {
        told.refused += 1;
        expect(look, where).toMatchObject({ outcome: 'refused', compilation: full });
        continue;
      }
      expect(look.outcome, where).toMatch(/^(?:changed|unchanged)$/);
      if (look.outcome === 'changed') told[look.compiled < files.size ? 'parts' : 'all'] += 1;
      expect(live.corpus!.label.version, where).toBe(full.version);
      expect(tablesOf(live.corpus!.path), where).toEqual(tablesOf(file));
      if (step % 5 === 0) {
        const [snapshot, whole] = [openSnapshot(live.corpus!.path), openSqlite(file)!];
        expect(snapshot.version).toBe(full.version);
        expect(await answersOf(snapshot), where).toEqual(await answersOf(whole));
        await snapshot.close();
        await whole.close();
      }
    }
  },
  120_000,
);

test('most edits compile parts only', () => {
  expect(told.parts, JSON.stringify(told)).toBeGreaterThan(told.all * 3);
  expect(told.refused).toBeGreaterThan(0);
});
