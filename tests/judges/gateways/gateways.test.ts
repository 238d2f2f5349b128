// One set of questions through two gateways: each answers what both services answer directly, joined by hand.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Gateway, startApollo, startHive } from './gateways.ts';
import { type Question, Services } from './question.ts';
import { cursorOf, questionsFromOnrecord } from './questions-from-onrecord.ts';
import { questionsFromTheArchive } from './questions-from-the-archive.ts';
import { ask, previewToken, type Subgraph, startSubgraphs, type Subgraphs } from './subgraphs.ts';

const questions = [...questionsFromOnrecord, ...questionsFromTheArchive];

let subgraphs: Subgraphs;
let supergraph: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onrecord-supergraph-'));
  supergraph = join(folder, 'supergraph.graphql');
  subgraphs = await startSubgraphs();
  writeFileSync(supergraph, compose([subgraphs.onrecord, subgraphs.archive]));
}, 300_000);

afterAll(async () => {
  await subgraphs?.stop();
  rmSync(folder, { recursive: true });
});

test('there are at least twenty questions', () => {
  expect(questions.length).toBeGreaterThanOrEqual(20);
});

describe.each([
  ['Hive Gateway with its router runtime', (file: string) => startHive(file, ['--hive-router-runtime'])],
  ["Apollo's gateway", startApollo],
] as const)('%s', (_, start) => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await start(supergraph);
  }, 300_000);

  afterAll(() => gateway?.stop());

  test.each(questions.map((question) => [question.name, question] as const))(
    'answers: %s',
    async (_name, question) => {
      const services = new Services(subgraphs, question.token);
      const variables = await variablesOf(question, services);
      const { data, errors } = await ask(gateway.graphql, question.query, variables, question.token);
      expect(errors).toBeUndefined();
      expect(data).toStrictEqual(await question.answer(services));
    },
  );

  test('an error of onrecord reaches the client with its code and its words', async () => {
    const query = '{ actors(after: "not a cursor") { nodes { name photographs { id } } } }';
    const direct = await ask(subgraphs.onrecord.url, query.replace('photographs { id }', ''));
    const { errors } = await ask(gateway.graphql, query);
    expect(errors).toMatchObject([
      { message: direct.errors![0]!.message, extensions: { code: 'BAD_CURSOR' } },
    ]);
  });

  test('an error of onrecord deep in what the archive began reaches the client, beside the rest of the answer', async () => {
    const query =
      '{ photograph(id: "zelensky") { caption depicts { articles(first: 1000) { totalCount } } } }';
    const { data, errors } = await ask(gateway.graphql, query);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_PAGE' } }]);
    expect(data).toMatchObject({ photograph: { caption: 'A portrait of President Volodymyr Zelensky' } });
  });

  test('a wrong preview token is told, and shows nothing', async () => {
    const { data, errors } = await ask(
      gateway.graphql,
      '{ article(slug: "withheld") { headline } }',
      {},
      'wrong',
    );
    expect(data?.['article'] ?? null).toBeNull();
    expect(errors?.length).toBeGreaterThan(0);
  });

  test('answers for a preview and for the public do not mix, though they are asked at once', async () => {
    const query = '{ photograph(id: "envoy") { depicts { name } } article(slug: "withheld") { headline } }';
    const asked = Array.from({ length: 10 }, (_each, index) =>
      ask(gateway.graphql, query, {}, index % 2 === 0 ? previewToken : undefined),
    );
    const shown = (await Promise.all(asked)).map(({ data }) => data?.['article'] !== null);
    expect(shown).toEqual(Array.from({ length: 10 }, (_each, index) => index % 2 === 0));
  });
});

// Where Hive Gateway errs. A version that fails here has been mended: then docs/federation.md has to say so.
describe('Hive Gateway, as yet', () => {
  const added = '{ actor(slug: "donald-trump") { name photographs { id } } }';
  const inFragment =
    '{ photograph(id: "flags") { depicts { ... on Country { isoCode photographs { id } } } } }';
  const beside = '{ photograph(id: "flags") { depicts { photographs { id } ... on Country { isoCode } } } }';
  const codes = ['UA', 'RU', 'TR'];
  const running: Gateway[] = [];

  async function hive(flags: readonly string[], file = supergraph): Promise<Gateway> {
    const gateway = await startHive(file, flags);
    running.push(gateway);
    return gateway;
  }

  afterAll(() => Promise.all(running.map((gateway) => gateway.stop())));

  test('leaves null, without its router runtime, what another subgraph adds to an interface with two keys', async () => {
    const { graphql } = await hive([]);
    expect(await ask(graphql, added)).toEqual({
      data: { actor: { name: 'Donald Trump', photographs: null } },
    });
  }, 200_000);

  test('leaves null, with it, a field of the archive that only a fragment on a type asks for in a list of the archive', async () => {
    const { graphql } = await hive(['--hive-router-runtime']);
    expect(await ask(graphql, inFragment)).toEqual({
      data: { photograph: { depicts: codes.map((isoCode) => ({ isoCode, photographs: null })) } },
    });
    const ids = [['flags', 'envoy'], ['flags'], ['flags', 'united-nations']];
    const depicts = codes.map((isoCode, index) => ({
      photographs: ids[index]!.map((id) => ({ id })),
      isoCode,
    }));
    expect(await ask(graphql, beside)).toEqual({ data: { photograph: { depicts } } });
  }, 200_000);

  test('cannot plan, with it, fragments on types of an interface where the other subgraph comes first by name', async () => {
    const file = join(folder, 'early.graphql');
    writeFileSync(file, compose([subgraphs.onrecord, { ...subgraphs.archive, name: 'archive' }]));
    const { graphql } = await hive(['--hive-router-runtime'], file);
    expect((await ask(graphql, added)).errors).toBeUndefined();
    expect((await ask(graphql, beside)).errors).toHaveLength(1);
  }, 200_000);
});

function compose(parts: readonly Subgraph[]): string {
  const services = parts.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new AggregateError(errors ?? []);
  return supergraphSdl;
}

async function variablesOf({ variables }: Question, services: Services) {
  return variables?.['after'] === undefined ? variables : { after: await cursorOf(services) };
}
