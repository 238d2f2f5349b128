// What to say of references that lead to nothing.
import { globalId, type Kind, kinds, parseId, type TypeName, typeNamesOf } from '../model/kind.ts';
import type { Records } from '../model/record.ts';
import { folderName } from '../model/reference.ts';
import type { Actors } from './actors.ts';
import { nearest, type ProblemCode } from './problems.ts';
import type { Refused } from './refused.ts';

/** A code and a message. */
export interface Advice {
  readonly code: ProblemCode;
  readonly message: string;
}

/** What is asked of the corpus. */
export interface KnownRecords {
  get<K extends Kind>(kind: K, id: string): Records[K] | undefined;
  ids(kind: Kind): Iterable<string>;
}

/** To look for a near slug is to look at all of them; so many slips at once are rather a missing folder. */
export const MOST_LOOKS = 200;

/** Tells of each missing id what may have been meant. */
export class DanglingAdvice {
  readonly #known: KnownRecords;
  readonly #actors: Actors;
  readonly #refused: Refused;
  readonly #given = new Map<string, Advice>();

  constructor(known: KnownRecords, actors: Actors, refused: Refused) {
    this.#known = known;
    this.#actors = actors;
    this.#refused = refused;
  }

  /** How many missing ids were asked for. */
  get missing(): number {
    return this.#given.size;
  }

  /** What to say of a reference to `id`, of which there is no record. */
  on(id: string): Advice {
    const given = this.#given.get(id) ?? this.#find(id);
    this.#given.set(id, given);
    return given;
  }

  #find(id: string): Advice {
    const { kind, type, slug } = parseId(id) ?? { kind: 'article', type: 'Article', slug: id };
    const actor = kind === 'actor' ? this.#actors.get(slug) : undefined;
    if (actor && actor.type !== type) return wrongType(slug, actor.type, type);
    const now = this.#known.get(kind, id)?.slug;
    if (now !== undefined)
      return { code: 'UNKNOWN_REFERENCE', message: `"${slug}" is a former slug: write "${now}"` };
    const near = this.#near(kind, slug);
    const other = near === undefined ? this.#otherType(kind, slug) : undefined;
    if (other !== undefined) return wrongType(slug, other, kind === 'actor' ? 'Actor' : type);
    const advice = near === undefined ? ': add it, or mend the reference' : ` (did you mean "${near}"?)`;
    return {
      code: 'UNKNOWN_REFERENCE',
      message: `there is no ${nounOf(folderName(kind))} "${slug}"${advice}`,
    };
  }

  #near(kind: Kind, slug: string): string | undefined {
    if (this.#given.size >= MOST_LOOKS) return undefined;
    return nearest(slug, this.#slugs(kind));
  }

  *#slugs(kind: Kind): Generator<string> {
    for (const id of this.#known.ids(kind)) yield id.slice(id.indexOf(':') + 1);
    yield* this.#refused.slugs(kind);
  }

  /** What has the slug, where it is of another kind. */
  #otherType(kind: Kind, slug: string): TypeName | undefined {
    const actor = kind === 'actor' ? undefined : this.#actors.get(slug);
    if (actor) return actor.type;
    const others = kinds
      .filter((other) => other !== kind && other !== 'actor')
      .map((other) => ({ other, type: typeNamesOf(other)[0] as TypeName }));
    return others.find(({ other, type }) => this.#known.get(other, globalId(type, slug)) !== undefined)?.type;
  }
}

function wrongType(slug: string, found: TypeName, wanted: TypeName | 'Actor'): Advice {
  return {
    code: 'WRONG_TYPE',
    message: `"${slug}" is ${withArticle(found)}, but ${withArticle(wanted)} is wanted here`,
  };
}

function withArticle(type: TypeName | 'Actor'): string {
  const noun = nounOf(folderName(`${type.charAt(0).toLowerCase()}${type.slice(1)}` as never));
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function nounOf(folder: string): string {
  return folder.replaceAll('-', ' ');
}
