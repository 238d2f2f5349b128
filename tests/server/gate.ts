// Stores that something comes before: a gate, so that operations are under way for as long as a test wants, or what the test says.
import type { CorpusReader, Store } from '../../src/store/store.ts';

/** More operations than are ever under way. */
export const MANY = 60;

/** A store with a gate before it, which is open at first. */
export interface Gate {
  readonly store: Store;
  /** How often the store was asked since it was closed. */
  calls(): number;
  close(): void;
  open(): void;
}

/** A store that answers nobody while the gate is closed. */
export function behindGate(store: Store): Gate {
  let calls = 0;
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  return {
    calls: () => calls,
    close() {
      calls = 0;
      gate = Promise.withResolvers();
    },
    open: () => gate.resolve(),
    store: disturbed(store, async () => {
      calls += 1;
      await gate.promise;
    }),
  };
}

/** A store that does something else before each call of a reader. */
export function disturbed(store: Store, before: (method: string) => Promise<void>): Store {
  return {
    version: store.version,
    stamp: store.stamp,
    ping: () => store.ping(),
    close: () => store.close(),
    reader: (view) =>
      new Proxy(store.reader(view), {
        get(target, name) {
          const value = Reflect.get(target, name) as unknown;
          if (typeof value !== 'function') return value;
          return async (...given: unknown[]) => {
            if (name === 'nextVisibilityChange') return Reflect.apply(value, target, given) as unknown;
            await before(String(name));
            return Reflect.apply(value, target, given) as unknown;
          };
        },
      }) as CorpusReader,
  };
}
