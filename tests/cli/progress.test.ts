// What is said while one waits.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withProgress } from '../../src/cli/progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a log gets a line every five seconds, of the compilation and then of the load', async () => {
  const lines: string[] = [];
  const io = { out: () => undefined, err: (line: string) => void lines.push(line), overwrite: undefined };
  await withProgress({ ...io, onSignal: () => undefined, onReload: () => undefined }, async (show) => {
    show({ filesRead: 0, files: 6, records: 1 });
    vi.advanceTimersByTime(2_000);
    show({ filesRead: 4, files: 6, records: 1_708 });
    vi.advanceTimersByTime(1_000);
    show({ step: 'copy', done: 0, of: 20, rows: 10 });
    vi.advanceTimersByTime(5_000);
    show({ step: 'copy', done: 3, of: 20, rows: 61_550 });
    vi.advanceTimersByTime(5_000);
    show({ step: 'complete', done: 7, of: 52 });
  });
  expect(lines).toEqual([
    'Compiling: 4 of 6 files, 1,708 records',
    'Loading: 3 of 20 tables, 61,550 rows',
    'Loading: 7 of 52 keys and indexes',
  ]);
});

test('nothing is said of what takes less than a second, however long it was in coming', async () => {
  const lines: string[] = [];
  const io = { out: () => undefined, err: (line: string) => void lines.push(line), overwrite: undefined };
  await withProgress({ ...io, onSignal: () => undefined, onReload: () => undefined }, async (show) => {
    vi.advanceTimersByTime(10_000);
    show({ filesRead: 0, files: 6, records: 1 });
    vi.advanceTimersByTime(900);
    show({ filesRead: 5, files: 6, records: 30 });
  });
  expect(lines).toEqual([]);
});
