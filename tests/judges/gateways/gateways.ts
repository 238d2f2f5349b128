// The gateways, as processes on free ports.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Running, startProgram } from '../service.ts';
import { node } from './subgraphs.ts';

/** A gateway that runs. */
export interface Gateway extends Running {
  /** Where it answers GraphQL. */
  readonly graphql: string;
}

const judges = join(import.meta.dirname, '..');

/** Starts the command `hive-gateway` over the supergraph in a file. */
export async function startHive(file: string, flags: readonly string[] = []): Promise<Gateway> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const words = [
    join(judges, 'node_modules/@graphql-hive/gateway/dist/bin.js'),
    ...['supergraph', file, '--host', '127.0.0.1', '--port', String(port)],
    ...['--config-path', join(import.meta.dirname, 'hive.config.ts'), ...flags],
  ];
  const running = await startProgram(node, words, {
    cwd: judges,
    ready: /Listening on http/,
    timeoutInSeconds: 120,
  });
  return { ...running, graphql: `${address}/graphql` };
}

/** Starts Apollo's gateway over the supergraph in a file. */
export async function startApollo(file: string): Promise<Gateway> {
  const words = [join(import.meta.dirname, 'apollo.ts'), file];
  const running = await startProgram(node, words, {
    cwd: judges,
    ready: /http:\/\/\S+\/graphql/,
    timeoutInSeconds: 120,
  });
  return { ...running, graphql: running.address };
}

/** A port that nobody listens on: Hive's command takes 0 for its default. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
