// The slugs of actors: persons, organizations and countries share one space, and references do not say which of them they mean.
import type { TypeName } from '../model/kind.ts';
import type { Origin } from '../model/record.ts';

/** An actor as far as slugs tell of it. */
export interface KnownActor {
  readonly slug: string;
  readonly type: TypeName;
  readonly origin: Origin;
}

/** Every actor compiled so far, by its slug and its former ones. */
export class Actors {
  readonly #bySlug: Map<string, KnownActor>;

  constructor(bySlug: Iterable<readonly [string, KnownActor]> = []) {
    this.#bySlug = new Map(bySlug);
  }

  /** The same actors but for those of some files. */
  without(files: ReadonlySet<string>): Actors {
    return new Actors([...this.#bySlug].filter(([, { origin }]) => !files.has(origin.file)));
  }

  /** Takes an actor, unless one of another type has one of its slugs: then that slug and who has it. */
  add(
    actor: KnownActor,
    formerSlugs: readonly string[],
  ): { readonly slug: string; readonly holder: KnownActor } | undefined {
    const slugs = [actor.slug, ...formerSlugs];
    for (const slug of slugs) {
      const holder = this.#bySlug.get(slug);
      if (holder && holder.type !== actor.type) return { slug, holder };
    }
    for (const slug of slugs) if (!this.#bySlug.has(slug)) this.#bySlug.set(slug, actor);
    return undefined;
  }

  /** The actor that has a slug, now or formerly. */
  get(slug: string): KnownActor | undefined {
    return this.#bySlug.get(slug);
  }
}
