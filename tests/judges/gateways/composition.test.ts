// Two composers take our subgraph and that of another team, and have nothing to say about it.
import { composeServices as composeWithApollo } from '@apollo/composition';
import { composeServices as composeWithTheGuild } from '@theguild/federation-composition';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repository, type Service, startService } from '../service.ts';
import { example, subgraph } from './subgraphs.ts';

const printed = readFileSync(join(repository, 'schema/subgraph.graphql'), 'utf8');
const archive = readFileSync(join(example, 'archive/schema.graphql'), 'utf8');

// Another team's own way to look up records by global ids, which only one subgraph of a graph may have.
const withNode = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query {
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
  }
  interface Node { id: ID! }
  type Podcast implements Node @key(fields: "id") { id: ID! title: String! }
`;

let service: Service;
let live: string;
let withoutNode: string;

beforeAll(async () => {
  service = await startService();
  live = (await subgraph('onrecord', service.graphql)).sdl;
  const other = await startService(['--without-node']);
  withoutNode = (await subgraph('onrecord', other.graphql)).sdl;
  await other.stop();
});

afterAll(() => service.stop());

test('a running service tells the subgraph that is printed', () => {
  expect(live.trim()).toBe(printed.trim());
});

describe.each([
  ['@apollo/composition', hintsOfApollo],
  ['@theguild/federation-composition', hintsOfTheGuild],
] as const)('%s', (_, compose) => {
  test('takes our subgraph alone', () => {
    expect(compose({ onrecord: live })).toEqual([]);
  });

  test('takes it with the archive', () => {
    expect(compose({ onrecord: live, 'photo-archive': archive })).toEqual([]);
  });

  test('takes it with a subgraph that has a node of its own only where ours is left out', () => {
    expect(compose({ onrecord: withoutNode, podcasts: withNode })).toEqual([]);
    expect(() => compose({ onrecord: live, podcasts: withNode })).toThrow(/Query\.node/);
  });

  test('takes it without node together with the archive', () => {
    expect(compose({ onrecord: withoutNode, 'photo-archive': archive, podcasts: withNode })).toEqual([]);
  });
});

test("Apollo's composer has hints where something does not fit, and refuses an interface beside its types", () => {
  const strict = archive.replaceAll('wikidataId: ID\n', 'wikidataId: ID!\n');
  expect(hintsOfApollo({ onrecord: live, 'photo-archive': strict })).toContain(
    'INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE',
  );
  const both = `${archive}\ntype Person @key(fields: "wikidataId") { wikidataId: ID likeness: String }`;
  expect(() => hintsOfApollo({ onrecord: live, 'photo-archive': both })).toThrow(/@interfaceObject/);
});

/** The codes of hints; throws what is objected to. */
function hintsOfApollo(sdls: Readonly<Record<string, string>>): string[] {
  const { errors, hints } = composeWithApollo(servicesOf(sdls));
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return hints.map(({ definition }) => definition.code);
}

/** This composer has no hints; throws what is objected to. */
function hintsOfTheGuild(sdls: Readonly<Record<string, string>>): string[] {
  const { errors } = composeWithTheGuild(servicesOf(sdls));
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return [];
}

function servicesOf(sdls: Readonly<Record<string, string>>) {
  return Object.entries(sdls).map(([name, sdl]) => ({
    name,
    url: `http://${name}.test/graphql`,
    typeDefs: parse(sdl),
  }));
}
