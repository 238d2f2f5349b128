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
