// WebSockets on the port of HTTP: who may open one, whether anybody is still at the other end, and how they end.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { clientAddress } from './client-address.ts';
import { ANY_ORIGIN } from './headers.ts';
import { LARGEST_BODY_IN_BYTES } from './limits.ts';
import { answerRaw, problemOfRequest } from './raw-answer.ts';
import { type OperationOptions, SLOW_READER, socketOperations } from './socket-operations.ts';
import type { Subscribers } from './subscribers.ts';

/** The sockets of a server. */
export interface Sockets {
  /** Whether a request asks for a socket; all others are answered over HTTP, whatever else they would like to upgrade to. */
  isAskedFor(request: IncomingMessage): boolean;
  /** Takes a connection over from HTTP. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Takes no more operations, closes each socket when its last one has completed, and resolves when all are closed. */
  stop(): Promise<void>;
  /** Cuts every connection. */
  cut(): void;
}

/** What sockets need. */
export interface SocketOptions extends OperationOptions {
  readonly path: string;
  readonly subscribers: Subscribers;
  /** The origins whose pages may open a socket, beside those of this service itself. */
  readonly origins: readonly string[];
}

// How long a client may take to answer that a socket is closed.
const CLOSE_TIMEOUT_IN_MILLISECONDS = 2_000;

/** Answers GraphQL over WebSocket in the protocol graphql-transport-ws. */
export function createSockets({ path, subscribers, origins, ...options }: SocketOptions): Sockets {
  const { limits, report } = options;
  const operations = socketOperations(options);
  const server = new WebSocketServer({
    noServer: true,
    handleProtocols,
    // Somewhat more than is taken, so that there is a word about it.
    maxPayload: 2 * LARGEST_BODY_IN_BYTES,
    perMessageDeflate: false,
    ...{ closeTimeout: CLOSE_TIMEOUT_IN_MILLISECONDS },
  });
  server.on('wsClientError', (error, socket) =>
    answerRaw(socket, 400, `This is no handshake of a socket: ${error.message}.`),
  );
  const open = new Map<WebSocket, () => void>();
  const answered = new WeakSet<WebSocket>();
  let isStopping = false;

  const heartbeat = setInterval(() => {
    for (const socket of open.keys()) {
      if (answered.delete(socket)) socket.ping();
      else socket.terminate();
    }
  }, limits.heartbeatSeconds * 1_000).unref();

  function take(socket: WebSocket, upgrade: IncomingMessage): void {
    const place = subscribers.enter(clientAddress(upgrade, limits.trustedProxies));
    socket.on('error', () => undefined);
    if (place.refusal) return socket.close(1013, place.refusal.message);

    const closing = new AbortController();
    let underWay = 0;
    const close = (code: number, reason: string) => socket.close(code, reason);
    const endWhenDone = () => {
      if (isStopping && underWay === 0) close(1001, 'This process is stopping: connect again');
    };
    open.set(socket, endWhenDone);
    answered.add(socket);

    // What a client is sent without having to read it, such as an answer to each of its pings, would pile up.
    const isFull = () => {
      if (socket.bufferedAmount <= limits.unsentBytesPerSocket) return false;
      close(SLOW_READER, `You have not read ${limits.unsentBytesPerSocket} bytes: connect again, and read`);
      return true;
    };
    const closed = operations.opened(
      {
        protocol: socket.protocol,
        close,
        send: (message) =>
          new Promise((resolve) => {
            if (socket.readyState !== socket.OPEN || isFull()) resolve();
            // One that fails has closed the socket, of which we are told.
            else socket.send(message, () => resolve());
          }),
        onMessage: (handle) =>
          socket.on('message', (data: Buffer) => {
            if (isStopping || socket.readyState !== socket.OPEN) return;
            if (data.length > LARGEST_BODY_IN_BYTES)
              return close(1009, `A message has at most ${LARGEST_BODY_IN_BYTES} bytes`);
            underWay += 1;
            void handle(String(data))
              .catch((error: unknown) => {
                if (String((error as Error).message).startsWith('Unexpected message of type'))
                  return close(4400, 'Clients send no such message');
                report('of a socket', error);
                close(4500, 'Internal error');
              })
              .finally(() => {
                underWay -= 1;
                endWhenDone();
              });
          }),
      },
      { upgrade, signal: closing.signal, close },
    );
    socket.on('pong', () => answered.add(socket));
    socket.on('ping', isFull);
    socket.once('close', (code, reason) => {
      open.delete(socket);
      place.leave();
      closing.abort();
      void closed(code, String(reason)).catch((error: unknown) => report('of a socket', error));
    });
    endWhenDone();
  }

  return {
    isAskedFor: ({ headers, method }) => method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket',
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const problem = problemOfRequest(request);
      if (problem !== undefined) return answerRaw(socket, 400, problem);
      const { pathname } = new URL(`http://localhost${request.url}`);
      if (pathname !== path) return answerRaw(socket, 404, `There is no socket here: it is at ${path}.`);
      if (!isAllowed(request, origins))
        return answerRaw(socket, 403, 'Pages of this origin may open no socket here.');
      if (isStopping) return answerRaw(socket, 503, 'This process is stopping: connect again.');
      server.handleUpgrade(request, socket, head, take);
    },
    async stop() {
      isStopping = true;
      const all = [...open].map(
        ([socket, endWhenDone]) =>
          new Promise<void>((resolve) => {
            socket.once('close', () => resolve());
            endWhenDone();
          }),
      );
      await Promise.all(all);
      clearInterval(heartbeat);
    },
    cut() {
      isStopping = true;
      for (const socket of server.clients) socket.terminate();
    },
  };
}

/** Browsers ask no server whether a page may open a socket, and say which one does. */
function isAllowed({ headers: { origin, host } }: IncomingMessage, origins: readonly string[]): boolean {
  if (origin === undefined || origins.includes(ANY_ORIGIN) || origins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
