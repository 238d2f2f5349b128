// Bounds the connections of a process: where there are too many, those that nobody uses make place for those that come.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** The connections of a server. */
export interface Connections {
  /** Told of each request: its connection is in use until the answer is there, and not before all of its body is. */
  use(request: IncomingMessage, response: ServerResponse): void;
  /** Told that a connection is no longer one of HTTP. */
  leave(socket: Duplex): void;
}

/**
 * Holds a server to so many connections at a time. Beyond them the one that has been idle for longest is closed: an
 * honest client sends its request at once, and one that holds thousands of connections loses those.
 */
export function boundConnections(server: Server, most: number): Connections {
  // In the order in which they became idle.
  const idle = new Set<Duplex>();
  let open = 0;
  server.on('connection', (socket) => {
    open += 1;
    idle.add(socket);
    socket.once('close', () => {
      open -= 1;
      idle.delete(socket);
    });
    if (open <= most) return;
    const [oldest = socket] = idle;
    oldest.destroy();
  });
  return {
    use(request, response) {
      const { headers, socket } = request;
      const take = () => {
        if (!response.closed) idle.delete(socket);
      };
      const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
      if (hasBody) request.once('end', take);
      else take();
      response.once('close', () => {
        if (!socket.destroyed) idle.add(socket);
      });
    },
    leave: (socket) => void idle.delete(socket),
  };
}
