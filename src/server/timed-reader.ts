// How long the store takes, for whoever measures it.
import type { CorpusReader } from '../store/store.ts';

/** Told how long a call of a store took, by the name of the method. */
export type OnStoreCall = (call: string, milliseconds: number) => void;

/** The same reader, each call that ends told to `onCall`, also where it fails. */
export function timedReader(reader: CorpusReader, onCall: OnStoreCall): CorpusReader {
  return new Proxy(reader, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        const start = performance.now();
        const result = Reflect.apply(value, target, given) as unknown;
        if (result instanceof Promise) {
          const tell = () => onCall(String(name), performance.now() - start);
          result.then(tell, tell);
        }
        return result;
      };
    },
  });
}
