// What clients may take of one process: each limit with its default, its setting and its reason.

/** The largest body of a request, and the largest message of a socket. */
export const LARGEST_BODY_IN_BYTES = 1_000_000;

/** A limit that can be set. */
export interface Limit {
  /** The variable of the environment that sets it. */
  readonly variable: string;
  readonly fallback: number;
  readonly least: number;
  /** What it bounds, in the words of the guide. */
  readonly bounds: string;
  /** Why it is what it is. */
  readonly reason: string;
  /** The code, status or close code that clients get who go beyond it; left out where they see nothing of it. */
  readonly code?: string;
}

/** The limits that can be set. Times are in seconds where their name does not say otherwise. */
export const limitSettings = {
  documentTokens: {
    variable: 'ONRECORD_DOCUMENT_TOKENS',
    fallback: 5_000,
    least: 100,
    bounds: 'tokens of a document: names, signs and values',
    reason: 'A page of a large client has some 1,000, the introspection of GraphiQL 250.',
    code: 'DOCUMENT_TOO_LARGE',
  },
  documentLength: {
    variable: 'ONRECORD_DOCUMENT_LENGTH',
    fallback: 200_000,
    least: 1_000,
    bounds: 'characters of a document, comments and spaces too',
    reason: 'Long ones of few tokens are read in vain, and would come back in errors.',
    code: 'DOCUMENT_TOO_LARGE',
  },
  documentNesting: {
    variable: 'ONRECORD_DOCUMENT_NESTING',
    fallback: 100,
    least: 10,
    bounds: 'brackets of any sort in one another, looked at before the document is parsed',
    reason: 'Parsers call themselves for each, and a hundred thousand end the stack.',
    code: 'DOCUMENT_TOO_DEEP',
  },
  selectionDepth: {
    variable: 'ONRECORD_SELECTION_DEPTH',
    fallback: 20,
    least: 5,
    bounds: 'fields in one another, fragments written out',
    reason: 'Six pages in one another have 18 in the form of Relay, introspection has 15.',
    code: 'DOCUMENT_TOO_DEEP',
  },
  selections: {
    variable: 'ONRECORD_SELECTIONS',
    fallback: 2_000,
    least: 100,
    bounds: 'selections of an operation or fragment, the fragments in it written out',
    reason: 'Fragments that spread others twice double with each: 25 of them have 33 million.',
    code: 'TOO_MANY_SELECTIONS',
  },
  comparedSelections: {
    variable: 'ONRECORD_COMPARED_SELECTIONS',
    fallback: 10_000,
    least: 100,
    bounds: 'pairs of selections of one name at one place, which validation has to compare',
    reason:
      'Twenty components that each select the same ten fields have 1,900; 1,000 times one field 499,500.',
    code: 'TOO_MANY_SELECTIONS',
  },
  rootFields: {
    variable: 'ONRECORD_ROOT_FIELDS',
    fallback: 50,
    least: 1,
    bounds: 'fields at the root of an operation, the same one each time that it is selected',
    reason: 'Each is a request of its own; a page has a few, gateways put some together.',
    code: 'TOO_MANY_ROOT_FIELDS',
  },
  aliases: {
    variable: 'ONRECORD_ALIASES',
    fallback: 50,
    least: 0,
    bounds: 'aliases of a document',
    reason: 'With them one field is asked for again and again; clients use a handful.',
    code: 'TOO_MANY_ALIASES',
  },
  directives: {
    variable: 'ONRECORD_DIRECTIVES',
    fallback: 50,
    least: 0,
    bounds: 'directives of a document, known or not',
    reason:
      'Clients use a handful of @skip and @include; each is looked up, and reported where it is not known.',
    code: 'TOO_MANY_DIRECTIVES',
  },
  variableNesting: {
    variable: 'ONRECORD_VARIABLE_NESTING',
    fallback: 30,
    least: 5,
    bounds: 'lists and objects of a variable in one another',
    reason: 'A filter of the most that may be nests 15 deep.',
    code: 'VARIABLES_TOO_DEEP',
  },
  variableValues: {
    variable: 'ONRECORD_VARIABLE_VALUES',
    fallback: 10_000,
    least: 100,
    bounds: 'values of all variables together, lists and objects among them',
    reason: 'The 1,000 records that a gateway asks for at once have some 3,000.',
    code: 'TOO_MANY_VALUES',
  },
  cost: {
    variable: 'ONRECORD_COST',
    fallback: 30_000,
    least: 100,
    bounds: 'points of cost of an operation (see below)',
    reason:
      'A hundred records with ten in each of them cost some 3,000, the dearest question of the guide 1,300.',
    code: 'COST_TOO_HIGH',
  },
  executionSeconds: {
    variable: 'ONRECORD_EXECUTION_SECONDS',
    fallback: 10,
    least: 1,
    bounds: 'seconds that an operation is executed, to its first answer',
    reason: 'Whoever waits longer has gone. The store is asked for nothing more then.',
    code: 'DEADLINE_EXCEEDED',
  },
  waitingMilliseconds: {
    variable: 'ONRECORD_WAITING_MILLISECONDS',
    fallback: 2_000,
    least: 10,
    bounds: 'milliseconds that an operation waits for those before it (see below)',
    reason:
      'One waits for hundreds of others by then: answers that come later are awaited by few, and keep those that are asked for now waiting.',
    code: 'SERVER_BUSY',
  },
  ratePointsPerMinute: {
    variable: 'ONRECORD_RATE_POINTS_PER_MINUTE',
    fallback: 0,
    least: 0,
    bounds: 'points of cost that the operations of one address take in a minute; 0: any number',
    reason:
      'Off, since offices and mobile networks stand behind one address: only who runs the service knows its readers.',
    code: 'RATE_LIMITED',
  },
  connections: {
    variable: 'ONRECORD_CONNECTIONS',
    fallback: 10_000,
    least: 10,
    bounds: 'connections of a process, whatever they do',
    reason: 'An idle one takes some 10 kB. Beyond them those are closed that have been idle for longest.',
  },
  subscribers: {
    variable: 'ONRECORD_SUBSCRIBERS',
    fallback: 5_000,
    least: 0,
    bounds: 'event streams and sockets of a process',
    reason: 'Each takes some 50 kB, and every one of them is told of each change.',
    code: 'SERVER_BUSY',
  },
  subscribersPerAddress: {
    variable: 'ONRECORD_SUBSCRIBERS_PER_ADDRESS',
    fallback: 250,
    least: 0,
    bounds: 'those of one address',
    reason:
      'An office behind one address has a few hundred tabs open; one client that runs wild must not take all places.',
    code: 'TOO_MANY_SUBSCRIBERS',
  },
  operationsPerSocket: {
    variable: 'ONRECORD_OPERATIONS_PER_SOCKET',
    fallback: 50,
    least: 1,
    bounds: 'operations under way on one socket',
    reason: 'Browsers hold one socket for all queries and subscriptions of a page.',
    code: 'TOO_MANY_OPERATIONS',
  },
  unsentBytesPerSocket: {
    variable: 'ONRECORD_UNSENT_BYTES_PER_SOCKET',
    fallback: 1_000_000,
    least: 1_000,
    bounds: 'bytes that wait for the reader of a socket',
    reason:
      'Beyond what the operating system buffers. Of an event stream it is one event, which no setting has to bound.',
    code: '4410',
  },
  helloSeconds: {
    variable: 'ONRECORD_HELLO_SECONDS',
    fallback: 10,
    least: 1,
    bounds: 'seconds to the first message of a socket',
    reason: 'Who opens a socket and does not say hello has no use for it.',
    code: '4408',
  },
  heartbeatSeconds: {
    variable: 'ONRECORD_HEARTBEAT_SECONDS',
    fallback: 15,
    least: 1,
    bounds: 'seconds between two signs of life of a stream or socket',
    reason: 'Below the 30 seconds after which the strictest proxies take a silent connection for dead.',
  },
  slowReaderSeconds: {
    variable: 'ONRECORD_SLOW_READER_SECONDS',
    fallback: 30,
    least: 1,
    bounds: 'seconds that an event waits to be read',
    reason: 'Whoever does not take a waiting event for so long holds corpora open that nobody else needs.',
    code: 'SLOW_READER',
  },
  keptAnswersInBytes: {
    variable: 'ONRECORD_KEPT_ANSWERS_IN_BYTES',
    fallback: 32_000_000,
    least: 0,
    bounds: 'bytes of answers that are kept to be given again; 0: none is kept',
    reason: 'Whole answers of the corpus of now; a page of an article has some 7 kB.',
  },
  compiledOperations: {
    variable: 'ONRECORD_COMPILED_OPERATIONS',
    fallback: 200,
    least: 0,
    bounds: 'operations that are kept compiled; 0: none is',
    reason: 'Operations that are seen again are compiled, which takes milliseconds and some 100 kB each.',
  },
  freshSeconds: {
    variable: 'ONRECORD_FRESH_SECONDS',
    fallback: 5,
    least: 0,
    bounds: 'seconds for which caches may keep an answer to a GET',
    reason: 'So long a browser or a CDN gives it out without asking: a correction is late by no more.',
  },
  trustedProxies: {
    variable: 'ONRECORD_TRUSTED_PROXIES',
    fallback: 0,
    least: 0,
    bounds: 'how many of the last proxies in X-Forwarded-For are our own',
    reason: 'Without any, nobody is believed where he comes from.',
  },
} as const satisfies Record<string, Limit>;

/** The limits of a process. */
export type Limits = Readonly<Record<keyof typeof limitSettings, number>>;

/** The limits where nothing is set. */
export const defaultLimits = Object.fromEntries(
  Object.entries(limitSettings).map(([name, { fallback }]) => [name, fallback]),
) as Limits;

/** The limit and where it is set, for a message: `50 (ONRECORD_ALIASES)`. */
export function named(limits: Limits, name: keyof Limits): string {
  return `${limits[name].toLocaleString('en')} (${limitSettings[name].variable})`;
}
