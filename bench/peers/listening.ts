// What every peer shares: the words of its command line, and how it says where it listens.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { file: { type: 'string', default: '' }, database: { type: 'string', default: '' } },
});

/** The file of the built corpus. */
export const file = values.file;

/** The URL of the database. */
export const database = values.database;

/** Listens on a free port of this machine, and says on which. */
export function listen(server: Server): void {
  server.listen(0, '127.0.0.1', () => tell((server.address() as AddressInfo).port));
}

/** Says where it is listened. */
export function tell(port: number): void {
  console.log(`http://127.0.0.1:${port}/graphql`);
}
