// One server for a whole run of the tests: started when the first test asks for it, stopped at the end.
import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';
import { startServer, type TestServer } from './server.ts';

/** Before all tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<TestServer> | undefined;
  let made = 0;
  // Test files run in processes of their own, and reach this one here.
  const door = createServer((_, response) => {
    starting ??= startServer();
    const database = `test_${(made += 1)}`;
    starting
      .then(async (server) => {
        await server.createDatabase(database);
        response.end(server.url(database));
      })
      .catch((error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      });
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  project.provide('postgresDoor', `http://127.0.0.1:${(door.address() as { port: number }).port}`);
  return async () => {
    door.close();
    door.closeAllConnections();
    await (await starting)?.remove();
  };
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers every request with the URL of a new and empty database. */
    readonly postgresDoor: string;
  }
}
