// Which of the actors and places that an article mentions are named within a statement.
import type { Anchor } from '../../model/anchor.ts';
import type { Mention } from '../../model/article.ts';
import { countBelow } from '../../model/code-points.ts';

/** The mentions of one article, ready to be asked of many statements. */
export class MentionedWithin {
  readonly #places: readonly { readonly anchor: Anchor; readonly rank: number }[];
  readonly #starts: readonly number[];
  readonly #things: readonly string[];

  constructor(mentions: readonly Mention[]) {
    this.#things = mentions.map(({ thing }) => thing);
    this.#places = mentions
      .flatMap(({ anchors }, rank) => anchors.map((anchor) => ({ anchor, rank })))
      .toSorted((a, b) => a.anchor.start - b.anchor.start);
    this.#starts = this.#places.map(({ anchor }) => anchor.start);
  }

  /** Global ids of what is named within one of the anchors, in the order in which the article mentions them first. */
  within(anchors: readonly Anchor[]): string[] {
    const ranks = new Set<number>();
    for (const { field, start, end } of anchors) {
      if (field !== 'BODY') continue;
      for (let index = countBelow(this.#starts, start); (this.#starts[index] ?? Infinity) < end; index += 1) {
        const place = this.#places[index];
        if (place && place.anchor.end <= end) ranks.add(place.rank);
      }
    }
    return [...ranks].toSorted((a, b) => a - b).map((rank) => this.#things[rank] ?? '');
  }
}
