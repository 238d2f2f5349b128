// An answer as it goes over the wire, and how it is written.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Asked, REQUEST_ID_HEADER, requestIdOf } from './notes.ts';
import { cacheControl, isKnown } from './freshness.ts';

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** Until when it may be given again, as `View.now`; undefined where it may not. */
  readonly until?: number | undefined;
  /** What was asked for, where somebody wants to know. */
  readonly asked?: Asked | undefined;
  /** The points of cost of what was executed for it. */
  readonly cost?: number | undefined;
}

/** Headers in the order in which they are sent, their names in small letters. */
export type WireHeaders = readonly (readonly [name: string, value: string])[];

/** The headers of the template with the length of a body: with those that a result brings before it, and others at the end. */
export function filled(
  template: WireHeaders,
  length: number,
  last: Readonly<Record<string, string>>,
  first: WireHeaders = [],
): readonly string[] {
  const brought = new Set(first.map(([name]) => name));
  const own =
    first.length > 0
      ? first.filter(([name]) => name !== 'content-length')
      : template.filter(([name]) => name === 'content-type');
  return [
    ...own,
    ['content-length', String(length)],
    ...template.filter(([name]) => !['content-type', 'content-length'].includes(name) && !brought.has(name)),
    ...Object.entries(last).filter(([name]) => !brought.has(name)),
  ].flat();
}

/** Writes an answer, under the id of its request; 304 without a body where the client has it already. */
export function send(
  req: IncomingMessage,
  res: ServerResponse,
  made: WireAnswer,
  freshSeconds: number,
): void {
  const { method, headers } = req;
  const id = requestIdOf(req);
  const own = id === undefined || made.headers.includes(REQUEST_ID_HEADER) ? [] : [REQUEST_ID_HEADER, id];
  if (method !== 'GET' || made.until === undefined) {
    res.writeHead(made.status, [...made.headers, ...own]).end(made.body);
    return;
  }
  const etag = valueOf(made.headers, 'etag');
  const has = etag !== undefined && isKnown(etag, headers['if-none-match']);
  const sent: string[] = own;
  for (let at = 0; at < made.headers.length; at += 2) {
    const [name, value] = [made.headers[at]!, made.headers[at + 1]!];
    if (has && (name === 'content-type' || name === 'content-length')) continue;
    // It may have been kept for a while.
    sent.push(name, name === 'cache-control' ? cacheControl(made.until, Date.now(), freshSeconds) : value);
  }
  res.writeHead(has ? 304 : made.status, sent).end(has ? undefined : made.body);
}

function valueOf(headers: readonly string[], name: string): string | undefined {
  const at = headers.indexOf(name);
  return at === -1 ? undefined : headers[at + 1];
}
