// How well a record fits a search, by a measure that looks at this record alone.

// The free parameters of bm25 as everybody sets them, and the length of a record that is neither favoured nor put back.
const [K1, B, USUAL_LENGTH] = [1.2, 0.75, 200];

/** How much more a word counts in a title or another name than in a text. */
export const WEIGHTS = { title: 10, alternateName: 8, text: 1 } as const;

/** Between 0 and 1: how much of a record with that many words a term is. */
export function shareOf(frequency: string, words: string): string {
  return `${frequency} / (${frequency} + ${K1} * (${1 - B} + ${B} * ${words} / ${USUAL_LENGTH}.0))`;
}

/** The frequency from which bm25 made a share, where `average` is the length that it favours. */
export function frequencyOf(share: string, average: string): string {
  return `round(${share} / (1 - ${share}) * ${K1} * (${1 - B} + ${B} * words / ${average}))`;
}
