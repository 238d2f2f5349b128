// npm start: onrecord, the archive, and a gateway in front of both. Ctrl-C ends all three.
import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Subgraph } from './compose.ts';
import { listen } from './listen.ts';
import { Program } from './program.ts';

const USAGE = `Usage: npm start -- [--port PORT] [--onrecord-port PORT] [--archive-port PORT]

  --port           where the gateway listens (default: 4100; 0 picks a free one)
  --onrecord-port  where onrecord listens (default: a free one)
  --archive-port   where the archive listens (default: a free one)`;

const here = import.meta.dirname;
const repository = join(here, '../..');
const kept = join(here, '.onrecord');

process.exitCode = await run(process.argv.slice(2));

/** Runs until it is told to stop, which is 0, or until something fails, which is 1 and told. */
async function run(words: readonly string[]): Promise<number> {
  if (words.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  const ports = readPorts(words);
  if (!ports) {
    console.error(USAGE);
    return 2;
  }
  const told = new Promise<'stop'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve('stop'));
  });
  let handler: RequestListener = (_, response) => response.writeHead(503).end('Starting: try again.\n');
  const gateway = createServer((request, response) => handler(request, response));
  const programs: Program[] = [];
  try {
    // First, since it may be taken, and what follows takes some seconds.
    const url = await listen(gateway, ports.port);
    console.log('Starting onrecord and the photo archive …');
    programs.push(...startServices(ports['onrecord-port'], ports['archive-port']));
    const ready = Promise.all(programs.map(async ({ name, url }) => ({ name, url: await url })));
    const subgraphs = await Promise.race([ready, told]);
    if (subgraphs === 'stop') return 0;
    const { compose } = await import('./compose.ts');
    const supergraph = await compose(subgraphs);
    writeFileSync(join(kept, 'supergraph.graphql'), supergraph);
    const { createGateway } = await import('./gateway.ts');
    handler = createGateway(supergraph);
    console.log(greeting(url, subgraphs));
    const end = await Promise.race([told, ...programs.map((program) => program.ended)]);
    if (end === 'stop') return 0;
    throw new Error(end);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    gateway.close();
    gateway.closeAllConnections();
    await Promise.all(programs.map((program) => program.stop()));
  }
}

function startServices(onrecordPort: string, archivePort: string): Program[] {
  const store = join(kept, 'corpus.db');
  const serve = ['src/onrecord.js', 'serve', '--port', onrecordPort, '--store', store];
  return [
    new Program('onrecord', repository, serve),
    // Planners look through subgraphs by name, and Hive's has to meet the interface Actor before what is added to it: "p" is after "o".
    new Program('photo-archive', here, ['archive/server.ts', '--port', archivePort]),
  ];
}

/** Undefined where the words are not those of this command. */
function readPorts(words: readonly string[]) {
  const port = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  const options = { port: port('4100'), 'onrecord-port': port('0'), 'archive-port': port('0') };
  try {
    return parseArgs({ args: [...words], options }).values;
  } catch {
    return undefined;
  }
}

function greeting(gateway: string, subgraphs: readonly Subgraph[]): string {
  const lines = subgraphs.map(({ name, url }) => `  ${name.padEnd(14)} ${url}`);
  return `One graph of two. Open the first address in a browser; Ctrl-C ends all three.

  ${'gateway'.padEnd(14)} ${gateway}/graphql
${lines.join('\n')}
  ${'supergraph'.padEnd(14)} ${join(kept, 'supergraph.graphql')}
`;
}
