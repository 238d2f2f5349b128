// Cursors and ids that were cut, altered or taken from elsewhere: each leads somewhere, nowhere, or to an error that says so,
// and the same with either store.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { failureCodes } from '../../src/errors.ts';
import type { Store } from '../../src/store/store.ts';
import { askStore, buildStore, today } from '../graphql/corpus.ts';
import { fuzzSeed, many } from '../many.ts';
import { randomOf, type Random } from '../soak/random.ts';
import { placeFor } from '../store/corpora.ts';
import { newPostgresPlace, newSqlitePlace } from '../store/places.ts';

const REQUESTS = many(100, 10_000);

/** The bundled content in a store of each sort. */
async function openStores(): Promise<readonly Store[]> {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stores: Store[] = [];
  for (const newPlace of [newSqlitePlace, newPostgresPlace]) {
    const store = await buildStore(folder, undefined, await placeFor(newPlace));
    onTestFinished(() => store.close());
    stores.push(store);
  }
  return stores;
}

const given = `{
  articles(first: 3) { edges { cursor node { id } } }
  byHeadline: articles(first: 3, orderBy: { field: HEADLINE, direction: DESC }) { edges { cursor } }
  statements(first: 5) { edges { cursor node { id speaker { id } event { id } } } }
  outcomes(first: 5) { edges { cursor node { id } } }
  search(text: "talks", first: 3) { edges { cursor } }
}`;

const asked = `query ($after: String, $before: String, $id: ID!, $ids: [ID!]!, $of: [ID!]) {
  node(id: $id) { id }
  nodes(ids: $ids) { id }
  articles(first: 2, after: $after, before: $before) { edges { cursor } }
  statements(last: 2, before: $before, where: { speaker: $of }) { edges { cursor } }
  outcomes(first: 2, after: $after) { edges { cursor } }
  search(text: "talks", first: 2, after: $after) { edges { cursor } }
}`;

const odd = [
  '',
  '\u0000',
  '\uD800',
  'null',
  'Article:',
  ':',
  'Article:../x',
  '=',
  '[]',
  '[1e999]',
  '__proto__',
];

function altered(value: string, values: readonly string[], random: Random): string {
  const at = random.below(value.length + 1);
  switch (random.below(8)) {
    case 0:
      return value.slice(0, at);
    case 1:
      return value.slice(0, at) + random.pick(odd) + value.slice(at);
    case 2:
      return value.slice(0, at) + String.fromCodePoint(random.below(0x2fff)) + value.slice(at + 1);
    case 3:
      return value + random.pick(values);
    case 4:
      return Buffer.from(Buffer.from(value, 'base64url').toString().replace(/\d/, '1e400')).toString(
        'base64url',
      );
    case 5:
      return Buffer.from(JSON.stringify([random.pick(values), random.below(9), null, {}])).toString(
        'base64url',
      );
    case 6:
      return value.toUpperCase();
    default:
      return random.pick(values);
  }
}

/** Every text of an answer. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

test(
  `${REQUESTS} requests with altered cursors and ids are answered or refused, and nothing fails inside`,
  async () => {
    const random = randomOf(fuzzSeed);
    const stores = await openStores();
    const ask = (query: string, variables?: Record<string, unknown>) =>
      Promise.all(stores.map((store) => askStore(store.reader(today), query, variables)));
    const [first] = await ask(given);
    const values = textsIn(first!.data);
    expect(values.length).toBeGreaterThan(20);
    const one = () => altered(random.pick(values), values, random);
    let refused = 0;
    for (let request = 0; request < REQUESTS; request += 1) {
      const variables = { after: one(), before: one(), id: one(), ids: [one(), one()], of: [one()] };
      const [answer, other] = await ask(asked, variables);
      const { errors = [] } = answer!;
      expect(other, JSON.stringify(variables)).toEqual(answer);
      for (const { code, message } of errors) {
        expect(Object.keys(failureCodes), `${message} ${JSON.stringify(variables)}`).toContain(code);
      }
      refused += errors.length === 0 ? 0 : 1;
    }
    expect(refused).toBeGreaterThan(REQUESTS / 4);
  },
  60_000 + REQUESTS * 50,
);
