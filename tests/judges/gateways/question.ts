// How the same thing is asked twice: of a gateway, and of both services, whose answers are then joined by hand.
import { ask, type Subgraphs } from './subgraphs.ts';

/** A question to a graph of two subgraphs, and how to find the answer without a gateway. */
export interface Question {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Sent as a bearer token. */
  readonly token?: string;
  /** The data that the gateway is to give, without any error. */
  answer(services: Services): Promise<unknown>;
}

/** Both services, asked through fields that clients have: never through `_entities`, which is what gateways use. */
export class Services {
  readonly #subgraphs: Subgraphs;
  readonly #token: string | undefined;

  constructor(subgraphs: Subgraphs, token?: string) {
    this.#subgraphs = subgraphs;
    this.#token = token;
  }

  /** Data from onrecord. Throws where there are errors. */
  onrecord<Data = any>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    return this.#data(this.#subgraphs.onrecord.url, query, variables, this.#token);
  }

  /** Data from the archive. Throws where there are errors. */
  archive<Data = any>(query: string): Promise<Data> {
    return this.#data(this.#subgraphs.archive.url, query, {}, undefined);
  }

  /** The actors with Wikidata items as `selection` gives them, null where there is none, in their order. */
  async actors(items: readonly (string | null)[], selection: string): Promise<(Row | null)[]> {
    const { actors } = await this.onrecord(
      `query ($where: ActorWhere) { actors(first: 100, where: $where) { nodes { item: wikidataId ${selection} } } }`,
      { where: { wikidataId: items } },
    );
    return inOrder(items, actors.nodes);
  }

  /** The places with Wikidata items as `selection` gives them, null where there is none, in their order. */
  async places(items: readonly (string | null)[], selection: string): Promise<(Row | null)[]> {
    const { places } = await this.onrecord(
      `{ places(first: 100) { nodes { item: wikidataId ${selection} } } }`,
    );
    return inOrder(items, places.nodes);
  }

  /** The photographs of the archive as `selection` gives them, the latest first, each with what it shows and where it was taken. */
  async photographs(selection: string): Promise<Photograph[]> {
    const { photographs } = await this.archive(
      `{ photographs(first: 100) { nodes { depicts { wikidataId } contentLocation { wikidataId } selected: id } } }`,
    );
    const { photographs: selected } = await this.archive(
      `{ photographs(first: 100) { nodes { ${selection} } } }`,
    );
    return photographs.nodes.map((each: any, index: number) => ({
      shows: each.depicts.map(({ wikidataId }: any) => wikidataId),
      takenIn: each.contentLocation?.wikidataId ?? null,
      fields: selected.nodes[index],
    }));
  }

  /** Photographs of an actor as `selection` gives them; null for an actor without a Wikidata item. */
  async photographsOf(item: string | null, selection = 'id'): Promise<Row[] | null> {
    const all = await this.photographs(selection);
    return item === null ? null : all.filter(({ shows }) => shows.includes(item)).map(({ fields }) => fields);
  }

  /** Photographs of a place as `selection` gives them; null for a place without a Wikidata item. */
  async photographsIn(item: string | null, selection = 'id'): Promise<Row[] | null> {
    const all = await this.photographs(selection);
    return item === null ? null : all.filter(({ takenIn }) => takenIn === item).map(({ fields }) => fields);
  }

  /** Notes on a statement as `selection` gives them, the latest first. */
  async notesOn(id: string, selection = 'text'): Promise<Row[]> {
    const { readerNotes } = await this.archive(`{ readerNotes { on: statement { id } ${selection} } }`);
    return readerNotes.filter((note: any) => note.on.id === id).map(({ on: _, ...fields }: any) => fields);
  }

  async #data(url: string, query: string, variables: object, token: string | undefined): Promise<any> {
    const { data, errors } = await ask(url, query, { ...variables }, token);
    if (errors || !data) throw new Error(`${query}\n${JSON.stringify(errors)}`);
    return data;
  }
}

/** Fields by name. */
export type Row = Record<string, any>;

/** A photograph: Wikidata items of whom it shows and of where it was taken, and the fields that were asked for. */
export interface Photograph {
  readonly shows: readonly string[];
  readonly takenIn: string | null;
  readonly fields: Row;
}

function inOrder(items: readonly (string | null)[], rows: readonly Row[]): (Row | null)[] {
  const byItem = new Map(rows.map(({ item, ...fields }) => [item, fields]));
  return items.map((item) => (item === null ? null : (byItem.get(item) ?? null)));
}
