// What maintainers ask of the schemas: whether they may be released, and the release of them.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, printedSchemas, releasedFolder, tell } from './report.ts';

const usage = `Usage: npm run schema:check -- [--json] [--documents GLOB]…
       npm run schema:release -- [--accept-breaking] [--json] [--documents GLOB]…

check compares the printed schemas in schema/ with those of the last release in ${releasedFolder}/. It ends with 1 where clients
would break, and tells which documents would; with 0 and a list of the other changes where none would.
release does the same, and where nobody breaks makes the printed schemas the released ones.

  --documents GLOB   documents of more clients: .graphql, .md, .ts, .js …; can be given several times
  --accept-breaking  release all the same
  --json             print one JSON document instead of text`;

// Where this repository has documents for its readers.
const ownDocuments = ['README.md', 'docs/**/*', 'examples/**/*'];

/** Where a command writes lines. */
export interface Lines {
  out(text: string): void;
  err(text: string): void;
}

/** Runs a command in the root of a repository; resolves with the exit code: 0 fine, 1 breaking or no schema, 2 wrong words. */
export async function main(words: readonly string[], root: string, lines: Lines): Promise<number> {
  try {
    return await run(words, root, lines);
  } catch (error) {
    lines.err(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function run(words: readonly string[], root: string, { out, err }: Lines): Promise<number> {
  const call = readCall(words);
  if (typeof call === 'string') {
    err(call);
    return 2;
  }
  if (call.help) {
    out(usage);
    return 0;
  }
  if (call.command === 'release' && !existsSync(join(root, releasedFolder, printedSchemas[0]))) {
    release(root);
    out(`The first release: ${releasedFolder}/ has the printed schemas now.`);
    return 0;
  }
  const report = await compare(root, [...ownDocuments, ...call.documents]);
  out(call.json ? JSON.stringify(report, null, 2) : tell(report));
  if (call.command === 'check') return report.ok ? 0 : 1;
  if (!report.ok && !call.acceptBreaking) {
    err('Not released. With --accept-breaking it is, all the same.');
    return 1;
  }
  release(root);
  return 0;
}

function release(root: string): void {
  mkdirSync(join(root, releasedFolder), { recursive: true });
  for (const name of printedSchemas)
    copyFileSync(join(root, 'schema', name), join(root, releasedFolder, name));
}

function readCall(words: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        documents: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
        'accept-breaking': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [command = '', ...others] = positionals;
    if (!['check', 'release'].includes(command) || others.length > 0) return usage;
    return { command, ...values, acceptBreaking: values['accept-breaking'] };
  } catch (error) {
    return `${(error as Error).message}\n\n${usage}`;
  }
}
