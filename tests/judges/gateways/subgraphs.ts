// The two subgraphs of the example, as processes on ports: the bundled content and something hidden, and an archive that knows of it.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository, type Running, startProgram, startService } from '../service.ts';

/** The folder of the example. */
export const example = join(repository, 'examples/supergraph');

/** The Node of the repository, which runs TypeScript. */
export const node = join(repository, 'node_modules/.bin/node');

/** A token with which onrecord shows what is hidden. */
export const previewToken = 'a-token-of-the-judges';

/** A subgraph as composers and gateways are told of it. */
export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/** Both subgraphs. */
export interface Subgraphs {
  readonly onrecord: Subgraph;
  readonly archive: Subgraph;
  stop(): Promise<void>;
}

/** Starts both on free ports. */
export async function startSubgraphs(): Promise<Subgraphs> {
  installExample();
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-gateways-'));
  writeContent(join(folder, 'content'));
  writeFileSync(join(folder, 'records.json'), JSON.stringify(records()));
  const started: Running[] = [];
  const stop = async () => {
    await Promise.all(started.map((running) => running.stop()));
    rmSync(folder, { recursive: true });
  };
  try {
    const environment = { ONRECORD_PREVIEW_TOKENS: previewToken };
    const service = await startService(['--content', join(folder, 'content')], environment);
    started.push(service);
    const words = ['archive/server.ts', '--records', join(folder, 'records.json')];
    const archive = await startProgram(node, words, {
      cwd: example,
      ready: /http:\/\/\S+\/graphql/,
      timeoutInSeconds: 120,
    });
    started.push(archive);
    return {
      onrecord: await subgraph('onrecord', service.graphql),
      archive: await subgraph('photo-archive', archive.address),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What answers GraphQL. */
export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** Asks a server, with a token where one is given. */
export async function ask(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  token?: string,
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

/** A subgraph that runs somewhere, with what it tells of itself. */
export async function subgraph(name: string, url: string): Promise<Subgraph> {
  const { data } = await ask(url, '{ _service { sdl } }');
  return { name, url, sdl: (data as { _service: { sdl: string } })._service.sdl };
}

/** Brings the packages of the example, where they are not there yet. */
export function installExample(): void {
  if (existsSync(join(example, 'node_modules'))) return;
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: example,
    stdio: 'inherit',
  });
}

const HIDDEN_ITEM = 'Q999999991';

/** The bundled content, and a withheld article with the only words of its only speaker. */
function writeContent(folder: string): void {
  cpSync(join(repository, 'content'), folder, { recursive: true });
  writeFileSync(
    join(folder, 'actors/hidden-envoy.yaml'),
    `type: PERSON\nname: Hidden Envoy\nwikidataId: ${HIDDEN_ITEM}\n`,
  );
  writeFileSync(
    join(folder, 'articles/withheld.md'),
    `---
headline: Not to be seen yet
inLanguage: en
datePublished: 2025-05-18T12:00:00Z
pubStatus: WITHHELD
statements:
  - slug: secret
    kind: CLAIM
    form: INDIRECT
    exact: a meeting was held in secret
    text: A meeting was held in secret.
    speaker: hidden-envoy
---

Hidden Envoy said that a meeting was held in secret.
`,
  );
}

/** The records of the example, and some that name what onrecord hides. */
function records(): object {
  const { photographs, readerNotes } = JSON.parse(
    readFileSync(join(example, 'archive/records.json'), 'utf8'),
  ) as { photographs: object[]; readerNotes: object[] };
  return {
    photographs: [
      ...photographs,
      {
        id: 'envoy',
        caption: 'An envoy before a flag',
        dateCreated: '2021-01-01',
        depicts: [HIDDEN_ITEM, 'Q212'],
      },
    ],
    readerNotes: [
      ...readerNotes,
      {
        id: 'secret',
        statement: 'Statement:withheld/secret',
        text: 'Where was it?',
        author: 'A sample editor',
        dateCreated: '2025-01-01',
      },
    ],
  };
}
