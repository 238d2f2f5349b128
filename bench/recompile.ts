// How long an edit takes from the disk to the answer: one file among many, under `serve --watch`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Corpora } from './built.ts';
import { Client, spread } from './load.ts';
import { onrecord, start } from './processes.ts';

/** Files among which one is edited. */
export const FILES = 10_000;

const EDITS = 7;

/** Milliseconds from the write to the new answer. */
export interface Recompile {
  readonly files: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Serves Markdown files, edits some of them one after another, and waits for each to be answered. */
export async function measureRecompile(
  corpora: Corpora,
  mostSeconds: number,
  tell: (line: string) => void,
): Promise<Recompile> {
  const content = await corpora.content(FILES, 'markdown');
  tell(`recompile: serving ${FILES.toLocaleString('en')} files with --watch`);
  // The service compiles in a thread of its own, so it is not kept to one core.
  const server = await start(
    [...onrecord, 'serve', '--watch', '--port', '0', '--content', content, '--store', `${content}.db`],
    /http:\/\/[^\s/]+\/graphql/,
    mostSeconds,
  );
  const client = new Client(server.address);
  try {
    const times: number[] = [];
    for (let edit = 0; edit <= EDITS; edit += 1) {
      const time = await timeEdit(content, `article-${1_000 + edit * 1_111}`, client);
      // The first finds the way for the others.
      if (edit > 0) times.push(time);
      await pause(500);
    }
    return { files: FILES, ...spread(times) };
  } finally {
    client.close();
    await server.stop();
  }
}

async function timeEdit(content: string, slug: string, client: Client): Promise<number> {
  const file = join(content, 'articles', `${slug}.md`);
  const headline = `Edited at ${Date.now()}`;
  const text = readFileSync(file, 'utf8').replace(
    /"headline": ".*?"/,
    `"headline": ${JSON.stringify(headline)}`,
  );
  const started = performance.now();
  writeFileSync(file, text);
  for (;;) {
    const { article } = await client.ask('query ($slug: String!) { article(slug: $slug) { headline } }', {
      slug,
    });
    const elapsed = performance.now() - started;
    if (article.headline === headline) return elapsed;
    if (elapsed > 60_000) throw new Error(`The edit of ${slug} was not served within a minute`);
    await pause(2);
  }
}
