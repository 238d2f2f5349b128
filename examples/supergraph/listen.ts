// Opening a port of this machine, in words for whoever asked for it.
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';

/** Makes a server listen on this machine alone, and tells its URL. `port` 0 picks a free one. Throws with what to do. */
export async function listen(server: Server, port: string): Promise<string> {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new Error(`"${port}" is no port: give a whole number from 0 to 65535; 0 picks a free one.`);
  server.listen(Number(port), HOST);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(
      `Port ${port} is taken: another program listens there. Stop it, or choose another port with the flags that "npm start -- --help" tells.`,
      {
        cause: error,
      },
    );
  }
  return `http://${HOST}:${(server.address() as AddressInfo).port}`;
}
