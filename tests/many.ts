// How many cases a test looks at: few in every run of the tests, many in a run of `npm run fuzz`.

/** From which the cases follow; 1 where nobody asks for others. */
export const fuzzSeed = Number(process.env['FUZZ_SEED'] ?? 1);

/** `usual`, or `full` in a run of `npm run fuzz`. */
export function many(usual: number, full: number): number {
  return process.env['FUZZ_SEED'] === undefined ? usual : full;
}
