// What clients may take of one process: each limit with its default, its setting and its reason.

/** The largest body of a request, and the largest message of a socket. */
export const LARGEST_BODY_IN_BYTES = 1_000_000;

interface Limit {
  /** The variable of the environment that sets it. */
  readonly variable: string;
  readonly fallback: number;
  readonly least: number;
}

/** The limits that can be set. Times are in seconds. */
export const limitSettings = {
  // Event streams and sockets together. Each takes some 50 kB, and every one of them is told of each change.
  subscribers: { variable: 'ONRECORD_SUBSCRIBERS', fallback: 5_000, least: 0 },
  // An office behind one address has a few hundred tabs open; one client that runs wild must not take all places.
  subscribersPerAddress: { variable: 'ONRECORD_SUBSCRIBERS_PER_ADDRESS', fallback: 250, least: 0 },
  // Browsers hold one socket for all queries and subscriptions of a page.
  operationsPerSocket: { variable: 'ONRECORD_OPERATIONS_PER_SOCKET', fallback: 50, least: 1 },
  // Beyond what the operating system buffers. Of an event stream it is one event, which no setting has to bound.
  unsentBytesPerSocket: { variable: 'ONRECORD_UNSENT_BYTES_PER_SOCKET', fallback: 1_000_000, least: 1_000 },
  // Who opens a socket and does not say hello has no use for it.
  helloSeconds: { variable: 'ONRECORD_HELLO_SECONDS', fallback: 10, least: 1 },
  // Below the 30 seconds after which the strictest proxies take a silent connection for dead.
  heartbeatSeconds: { variable: 'ONRECORD_HEARTBEAT_SECONDS', fallback: 15, least: 1 },
  // Whoever does not take a waiting event for so long holds corpora open that nobody else needs.
  slowReaderSeconds: { variable: 'ONRECORD_SLOW_READER_SECONDS', fallback: 30, least: 1 },
  // Whole answers of the corpus of now; a page of an article has some 7 kB. With 0 none is kept.
  keptAnswersInBytes: { variable: 'ONRECORD_KEPT_ANSWERS_IN_BYTES', fallback: 32_000_000, least: 0 },
  // Operations that are seen again are compiled, which takes milliseconds and some 100 kB each. With 0 none is.
  compiledOperations: { variable: 'ONRECORD_COMPILED_OPERATIONS', fallback: 200, least: 0 },
  // For so long a browser or a CDN may give out an answer to a GET without asking: a correction is late by no more.
  freshSeconds: { variable: 'ONRECORD_FRESH_SECONDS', fallback: 5, least: 0 },
  // How many of the last proxies in X-Forwarded-For are our own: without any, nobody is believed where he comes from.
  trustedProxies: { variable: 'ONRECORD_TRUSTED_PROXIES', fallback: 0, least: 0 },
} as const satisfies Record<string, Limit>;

/** The limits of a process. */
export type Limits = Readonly<Record<keyof typeof limitSettings, number>>;

/** The limits where nothing is set. */
export const defaultLimits = Object.fromEntries(
  Object.entries(limitSettings).map(([name, { fallback }]) => [name, fallback]),
) as Limits;
