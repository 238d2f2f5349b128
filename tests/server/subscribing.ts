// A corpus whose content changes while clients are subscribed to it, and an article that only a preview token shows.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openCorpus } from '../../src/corpus.ts';
import type { Limits } from '../../src/server/limits.ts';
import type { TokenIssuer } from '../../src/server/token-issuer.ts';
import type { Store } from '../../src/store/store.ts';
import { actor, article, statement, thing } from '../graphql/small-content.ts';
import { type RunningServer, startServer } from './running.ts';

/** The preview token of the server. */
export const TOKEN = 'first-token';

/** Every change, with what the record is called now. */
export const CHANGES =
  'subscription { recordChanged { change recordId corpusVersion node { ... on Topic { name } } } }';

/** Texts of content files; null takes a file out. */
export type Edits = Readonly<Record<string, string | null>>;

/** A server with content that can be edited. */
export interface EditedServer extends RunningServer {
  /** Compiles the content with some edits, which stay, and serves it. */
  edit(edits: Edits): Promise<Store>;
}

const content: Edits = {
  'topics/war.yaml': thing('War'),
  'topics/trade.yaml': thing('Trade'),
  'actors/ann.yaml': actor('PERSON', 'Ann'),
  'articles/secret.md': article(
    'Ann agreed.',
    `pubStatus: WITHHELD\nabout: [war]\nstatements:\n${statement('s', 'Ann agreed', { speaker: 'ann' })}`,
  ),
};

/** Starts a server over content of a few records; `limits` differ from the defaults. */
export async function startEdited(
  limits: Partial<Limits> = {},
  first: Edits = {},
  issuer?: TokenIssuer,
): Promise<EditedServer> {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const compile = async (edits: Edits) => {
    for (const [name, text] of Object.entries(edits)) {
      const path = join(folder, 'content', name);
      mkdirSync(dirname(path), { recursive: true });
      if (text === null) rmSync(path);
      else writeFileSync(path, text);
    }
    const opened = await openCorpus({ content: join(folder, 'content'), store: join(folder, 'corpus.db') });
    if (!opened.store) throw new Error(JSON.stringify(opened.compilation.problems, null, 2));
    return opened.store;
  };
  const server = await startServer(await compile({ ...content, ...first }), undefined, [TOKEN], {
    limits,
    issuer,
  });
  return {
    ...server,
    async edit(edits) {
      const store = await compile(edits);
      server.corpus.replace(store);
      return store;
    },
  };
}

/** Records with a long text each, which all change when `round` does. */
export function longTopics(count: number, round: number): Edits {
  const text = `${round} ${'long '.repeat(1_900)}`.trim();
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `topics/t${index}.yaml`,
      thing(`Topic ${index}`, `description: ${text}`),
    ]),
  );
}

/** Every change of them in some 200 kB. */
export const LONG_CHANGES = `subscription { recordChanged { node { ... on Topic { ${Array.from(
  { length: 20 },
  (_, index) => `text${index}: description`,
).join(' ')} } } } }`;
