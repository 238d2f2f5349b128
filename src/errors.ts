// The closed list of what can go wrong for a client, each with a permanent code.

/** Codes of the errors that a client can meet, with what each means and what to do. */
export const failureCodes = {
  BAD_ID:
    'The id is not one that this service gives out. Ids look like `Article:istanbul-talks-stall`; take them from an answer.',
  BAD_CURSOR:
    'The cursor is not one of this list in this order. Take cursors from `pageInfo` or `edges` of the same field, with the same `orderBy`.',
  BAD_PAGE: '`first` and `last` take whole numbers from 0 to 100, one of them at a time.',
  BAD_SEARCH: 'The text of a search has at most 10,000 characters. Search for less.',
  BAD_REPRESENTATION:
    'What a gateway sent is not a record of this graph. Send `__typename` of an entity and one of its keys, at most 1,000 at a time.',
  BAD_VALUE:
    'The value is not of the shape that its type takes; the description of the type says how to write it.',
  BAD_DATE:
    'The text is not a date of EDTF level 0 or 1. Write for example `2025-05-16`, `2025-05` or `2025-05-23/2025-05-25`.',
  BAD_FILTER:
    'The filter asks for too much, or for what cannot be. AND, OR, NOT and `outcome` nest at most 5 deep, a list has at most 100 values, a text 10,000 characters, a filter 100 conditions; `from` is not later than `until`.',
  STORE_UNAVAILABLE:
    'The store of the service does not answer at the moment. Nothing was wrong with the request: send it again in a few seconds.',
} as const;

/** Every code that `extensions.code` of an error can be, with what to do. Those of failures come from resolvers and the store. */
export const errorCodes = {
  BAD_REQUEST: 'Mend the request as the message says.',
  GRAPHQL_PARSE_FAILED: 'Mend the document at the place in `locations`.',
  GRAPHQL_VALIDATION_FAILED: 'The same: the schema has no such field, argument or type.',
  OPERATION_RESOLUTION_FAILURE: 'The document has several operations: name one in `operationName`.',
  BAD_USER_INPUT: 'A variable has a value that its type does not take: give another one.',
  ...failureCodes,
  DOCUMENT_TOO_LARGE: 'Select less, give values as variables, or ask in several requests.',
  DOCUMENT_TOO_DEEP: 'Ask for what lies deeper in another request, by the ids of the first answer.',
  TOO_MANY_SELECTIONS: 'Select each field once at each place; ask in several requests.',
  TOO_MANY_ROOT_FIELDS: 'Ask in several requests; `nodes` takes 100 ids at once.',
  TOO_MANY_ALIASES: 'Ask in several requests; `nodes` takes 100 ids at once.',
  TOO_MANY_DIRECTIVES: 'Use fewer directives.',
  TOO_MANY_VALUES: 'Give fewer values, and ask in several requests.',
  VARIABLES_TOO_DEEP: 'Nest variables less.',
  COST_TOO_HIGH:
    'Ask for fewer records with `first`, or in several requests. `extensions.cost` of the error tells what it would have cost.',
  DEADLINE_EXCEEDED: 'Ask for less at once. Nothing was wrong with the document.',
  RATE_LIMITED:
    'Wait for as many seconds as `Retry-After` says, then ask again, and ask for less in a minute.',
  UNAUTHENTICATED: 'Send a right preview token, or none. A stream that ends so had one that has expired.',
  PREVIEW_NOT_GRANTED: 'Have the issuer of the token grant previews, or send none.',
  PREVIEW_UNAVAILABLE:
    'Send the token again as `Retry-After` says, or none: whoever issues tokens does not answer at the moment.',
  NOT_ACCEPTABLE: 'Accept `text/event-stream` for a subscription.',
  REQUEST_ENTITY_TOO_LARGE: 'Send less than a megabyte.',
  PERSISTED_QUERY_NOT_FOUND:
    'Send the text with the hash; for an id of a manifest, have the service given the manifest of this client.',
  PERSISTED_QUERY_NOT_SUPPORTED: 'Send the text.',
  PERSISTED_QUERY_MISMATCH: 'Send the SHA-256 of the very text, in lower-case hex.',
  DOCUMENT_NOT_TRUSTED: 'Ask for a trusted document by its id.',
  TOO_MANY_SUBSCRIBERS:
    'This client has as many streams and sockets open as it may: close some, or wait as `Retry-After` says.',
  SERVER_BUSY:
    'The service has more to do than it can, or as many streams and sockets open as it may: try again as `Retry-After` says.',
  TOO_MANY_OPERATIONS: 'The socket has as many operations under way as it may: complete some.',
  SLOW_READER: 'The stream was not read for too long: subscribe again, read what you missed, and read on.',
  INTERNAL_SERVER_ERROR:
    'Report the `requestId`, which the header `X-Request-Id` has too: it stands in the log of the service.',
} as const;

/** One of all codes. */
export type ErrorCode = keyof typeof errorCodes;

/** The code of a failure. */
export type FailureCode = keyof typeof failureCodes;

/** A failure that the client may read: it caused it, or can wait for its end. Anything else that is thrown is a bug and stays inside. */
export class Failure extends Error {
  readonly code: FailureCode;

  /** `cause` is for the log alone. */
  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Failure';
    this.code = code;
  }
}
