// What the caches of clients complain of: they tell it on the console, of data that they would lose and of records without a key.
import { afterEach, beforeEach, expect, vi } from 'vitest';

/**
 * Lets every test of the file fail in which a client has warned on the console.
 * Gives back the words of the warnings of the current test; a test that means one takes it out.
 */
export function forbidComplaints(): unknown[][] {
  const complaints: unknown[][] = [];
  beforeEach(() => {
    complaints.length = 0;
    for (const method of ['warn', 'error'] as const)
      vi.spyOn(console, method).mockImplementation((...words: unknown[]) => void complaints.push(words));
  });
  afterEach(() => {
    vi.mocked(console.warn).mockRestore();
    vi.mocked(console.error).mockRestore();
    expect(complaints).toEqual([]);
  });
  return complaints;
}
