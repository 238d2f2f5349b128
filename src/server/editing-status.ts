// What became of the last edit of the content that is served, for whoever runs the service.

/** What became of edits since the process started. */
export class EditingStatus {
  #refused = 0;
  #problems = 0;
  /** Told how long each compilation of an edit took. */
  onCompiled: (milliseconds: number) => void = () => undefined;

  /** How many edits were refused. */
  get refusedEdits(): number {
    return this.#refused;
  }

  /** How many problems the content has that keep the last edit from being served; 0 where it is served. */
  get problems(): number {
    return this.#problems;
  }

  /** The last edit has problems. */
  refuse(problems: number): void {
    this.#refused += 1;
    this.#problems = problems;
  }

  /** The content is served as it is. */
  accept(): void {
    this.#problems = 0;
  }
}
