// What the archive keeps: one small file. A real one would be asked over the network; what is joined with what would not change.
import { readFileSync } from 'node:fs';

/** A photograph; actors and places by their Wikidata items. */
export interface Photograph {
  readonly id: string;
  readonly caption: string;
  readonly dateCreated: string;
  readonly depicts: readonly string[];
  readonly contentLocation?: string;
}

/** A note; its statement by the id that onrecord gave it. */
export interface ReaderNote {
  readonly id: string;
  readonly statement: string;
  readonly text: string;
  readonly author: string;
  readonly dateCreated: string;
}

/** Everything in the archive, the latest first. */
export interface Records {
  readonly photographs: readonly Photograph[];
  readonly readerNotes: readonly ReaderNote[];
}

/** Reads the file of an archive. Throws where it is not there or is not JSON. */
export function readRecords(path: string): Records {
  const { photographs, readerNotes } = JSON.parse(readFileSync(path, 'utf8')) as Records;
  return { photographs: photographs.toSorted(byDate), readerNotes: readerNotes.toSorted(byDate) };
}

function byDate(a: Dated, b: Dated): number {
  return b.dateCreated.localeCompare(a.dateCreated) || a.id.localeCompare(b.id);
}

type Dated = Pick<Photograph, 'id' | 'dateCreated'>;
