// What is left of data without what is wrong with it, so that one pass also tells what else is.
import type { DataPath } from '../model/record.ts';

/** Data without some of its keys and members, and the way back from a path in it to the path in the whole. */
export interface Remnant {
  readonly data: unknown;
  /** Paths in the whole of what was taken out. */
  readonly removed: readonly DataPath[];
  pathInWhole(path: DataPath): DataPath;
}

const REMOVED = Symbol('removed');

/** Data from which keys and members of lists are taken out, again and again. */
export class Salvage {
  readonly #whole: unknown;
  readonly #removed: DataPath[] = [];

  constructor(data: unknown) {
    this.#whole = structuredClone(data);
  }

  /** Takes out what stands at `path`; where nothing does, what would have it. False where that is everything. */
  remove(path: DataPath): boolean {
    const place = valueAt(this.#whole, path) === undefined ? path.slice(0, -1) : path;
    const step = place.at(-1);
    const owner = valueAt(this.#whole, place.slice(0, -1));
    if (step === undefined || typeof owner !== 'object' || owner === null) return false;
    // A hole, since the places of its neighbours count.
    if (Array.isArray(owner)) owner[Number(step)] = REMOVED;
    else delete (owner as Record<string, unknown>)[step];
    this.#removed.push(place);
    return true;
  }

  /** What is left, without holes. */
  rest(): Remnant {
    // By the path of a list in what is left: the places that its members have in the whole.
    const places = new Map<string, readonly number[]>();
    const compact = (value: unknown, path: DataPath): unknown => {
      if (Array.isArray(value)) {
        const kept = [...value.keys()].filter((index) => value[index] !== REMOVED);
        if (kept.length < value.length) places.set(JSON.stringify(path), kept);
        return kept.map((index, place) => compact(value[index], [...path, place]));
      }
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, compact(item, [...path, key])]),
      );
    };
    const data = compact(this.#whole, []);
    return {
      data,
      removed: this.#removed,
      pathInWhole: (path) =>
        path.map((step, index) => places.get(JSON.stringify(path.slice(0, index)))?.[Number(step)] ?? step),
    };
  }
}

/** The value at a path of data; undefined where there is none. */
export function valueAt(data: unknown, path: DataPath): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
