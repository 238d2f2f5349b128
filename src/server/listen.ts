// The sockets: how long clients may take, and how the server stops without dropping a request.
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import { boundConnections } from './connections.ts';
import { defaultLimits } from './limits.ts';
import { answerAndClose, answerClientError, answerExpectation, problemOfRequest } from './raw-answer.ts';
import type { Sockets } from './sockets.ts';
import { readUnreadBody } from './unread-bodies.ts';

/** A server that listens. */
export interface Listening {
  /** Without a slash at the end, for example `http://127.0.0.1:4000`. */
  readonly url: string;
  /**
   * Stops: for `grace` milliseconds, and for some seconds longer where requests keep coming, it still answers, and asks
   * each client not to come back on the same connection; then it calls `endStreams`, takes no more connections, and
   * resolves when the last request is answered and the last socket has closed.
   */
  stop(grace: number, endStreams?: () => void): Promise<void>;
  /** Cuts every connection; a stop that is under way ends at once. */
  cut(): void;
}

const wait = promisify(setTimeout);
const nextTurn = promisify(setImmediate);

const SECONDS = 1_000;

/** How long clients may take, in milliseconds. */
const patience = {
  headersTimeout: 10 * SECONDS,
  requestTimeout: 30 * SECONDS,
  // Longer than the minute for which load balancers keep connections, so that they are the ones who close.
  keepAliveTimeout: 65 * SECONDS,
  // How often Node looks whether one of the first two has passed.
  connectionsCheckingInterval: 2 * SECONDS,
};
const LONGEST_STOP = 10 * SECONDS;
const QUIET = 0.25 * SECONDS;
const LONGEST_WAIT_FOR_QUIET = 5 * SECONDS;

/** What else a server does with its port. */
export interface ListenOptions {
  readonly sockets?: Sockets;
  /** How many connections there may be. */
  readonly connections?: number;
  /** Whether other processes listen on the port too. */
  readonly isShared?: boolean;
  /** Less time for clients than they have elsewhere. */
  readonly patience?: Partial<typeof patience>;
}

/** Listens on a port, 0 for a free one, for requests and sockets. Rejects with Node's error where that is not possible. */
export async function listen(
  handler: RequestListener,
  host: string,
  port: number,
  {
    sockets,
    isShared = false,
    connections = defaultLimits.connections,
    patience: given = {},
  }: ListenOptions = {},
): Promise<Listening> {
  const open = new Set<ServerResponse>();
  const hurry = new AbortController();
  let stopping = false;
  let lastArrival = 0;
  // Without it, a client that would upgrade to HTTP/2, as Java's does, would be taken for one that wants a socket.
  const shouldUpgradeCallback = (request: IncomingMessage) => sockets?.isAskedFor(request) ?? false;
  const server = createHttpServer(
    { ...patience, ...given, shouldUpgradeCallback, requireHostHeader: false },
    (request, response) => {
      lastArrival = performance.now();
      const problem = problemOfRequest(request);
      if (problem !== undefined) return answerAndClose(response, 400, problem);
      bounded.use(request, response);
      readUnreadBody(request, response);
      if (stopping) response.shouldKeepAlive = false;
      open.add(response);
      response.once('close', () => open.delete(response));
      handler(request, response);
    },
  );
  const bounded = boundConnections(server, connections);
  server.on('clientError', answerClientError).on('checkExpectation', answerExpectation);
  if (sockets) {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      bounded.leave(socket);
      sockets.upgrade(request, socket, head);
    });
  }
  await new Promise<void>((resolve, reject) => {
    // Linux deals connections out among the processes itself. Elsewhere they come through the first process, which leaves
    // those that it has dealt to one that is killed hanging.
    const reusePort = isShared && process.platform === 'linux';
    server.once('error', reject).listen({ port, host, reusePort }, resolve);
  });

  server.on('connection', () => (lastArrival = performance.now()));

  // Connections that wait to be accepted are reset when the server closes: who sees that it stops needs time to go elsewhere.
  async function quiet(): Promise<void> {
    const latest = performance.now() + LONGEST_WAIT_FOR_QUIET;
    while (!hurry.signal.aborted && performance.now() < latest) {
      // Those that came while the process had no turn are taken first.
      await nextTurn();
      await nextTurn();
      if (performance.now() - lastArrival >= QUIET) return;
      await wait(QUIET / 5);
    }
  }

  const cutAll = () => {
    server.closeAllConnections();
    sockets?.cut();
  };
  const address = server.address();
  const bound = typeof address === 'object' && address ? address : { address: host, port };
  return {
    url: `http://${nameOf(bound.address)}:${bound.port}`,
    async stop(grace, endStreams) {
      stopping = true;
      for (const response of open) response.shouldKeepAlive = false;
      await wait(grace, undefined, { signal: hurry.signal }).catch(() => undefined);
      if (grace > 0) await quiet();
      endStreams?.();
      const closed = Promise.all([promisify(server.close.bind(server))(), sockets?.stop()]);
      // Connections that were kept alive before the stop become idle one by one.
      const sweep = setInterval(() => server.closeIdleConnections(), 100);
      const end = setTimeout(cutAll, LONGEST_STOP);
      if (hurry.signal.aborted) cutAll();
      await closed;
      clearInterval(sweep);
      clearTimeout(end);
    },
    cut() {
      hurry.abort();
      cutAll();
    },
  };
}

function nameOf(address: string): string {
  if (address === '0.0.0.0' || address === '::') return 'localhost';
  return address.includes(':') ? `[${address}]` : address;
}
