// A corpus out of lines of content files, compiled into a real store.
import { compile } from '../../../src/content/compile.ts';
import { contentFolders } from '../../../src/content/files.ts';
import { type FileKind, fileKinds } from '../../../src/model/kind.ts';
import type { Entry } from '../../../src/model/record.ts';
import type { Store } from '../../../src/store/store.ts';
import { newSqlitePlace } from '../../store/places.ts';
import type { NewPlace } from '../../store/corpora.ts';

/** A compiled corpus: the store under test, and what was put into it. */
export interface Compiled {
  readonly store: Store;
  readonly entries: readonly Entry[];
  remove(): Promise<void>;
}

/** Content: the lines of each kind of file. */
export type Lines = Readonly<Record<FileKind, readonly object[]>>;

/** Compiles lines into a store of their own. */
export async function compiled(lines: Lines, newPlace: NewPlace = newSqlitePlace): Promise<Compiled> {
  const place = await newPlace();
  const entries: Entry[] = [];
  const files = fileKinds.map((kind) => {
    const bytes = Buffer.from(lines[kind].map((line) => `${JSON.stringify(line)}\n`).join(''));
    return {
      path: `${contentFolders[kind].folder}/all.jsonl`,
      kind,
      size: bytes.length,
      mark: '',
      async *read() {
        yield bytes;
      },
    };
  });
  const writer = place.write();
  const sink = {
    put(entry: Entry) {
      entries.push(entry);
      return writer.put(entry);
    },
    get: writer.get.bind(writer),
    textOf: writer.textOf.bind(writer),
    dangling: writer.dangling.bind(writer),
    ids: writer.ids.bind(writer),
  };
  const { problems, version } = await compile({ files, stamp: '', problems: [] }, sink);
  if (problems.length > 0) throw new Error(JSON.stringify(problems.slice(0, 3), null, 2));
  await writer.publish({ version, stamp: '' });
  const store = await place.open();
  if (!store) throw new Error('The corpus that was published is not there');
  return {
    store,
    entries,
    async remove() {
      await store.close();
      await place.remove();
    },
  };
}
