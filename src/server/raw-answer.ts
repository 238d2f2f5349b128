// Answers to what is no request that anything could be done with: written onto the connection, which is closed then.
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { securityHeaders } from './headers.ts';

const LINGER_IN_MILLISECONDS = 2_000;

/** Answers with a line of text and closes the connection. What the client still sends is read for a moment, or it would not see the answer. */
export function answerRaw(socket: Duplex, status: number, line: string): void {
  if (socket.destroyed || socket.writableEnded) return;
  const body = `${line}\n`;
  const headers = headersOf(body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_IN_MILLISECONDS).unref();
}

/** Answers what Node could not read as a request. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET') socket.destroy();
  else if (error.code === 'HPE_HEADER_OVERFLOW')
    answerRaw(
      socket,
      431,
      'The headers and the address have more than 16 kB together: send less, a long query by POST.',
    );
  else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    answerRaw(socket, 408, 'The request did not come within the time that it has: send it again.');
  else answerRaw(socket, 400, 'This is not a request of HTTP/1.1.');
}

/** Answers a request with a line of text, and closes the connection. */
export function answerAndClose(response: ServerResponse, status: number, line: string): void {
  const body = `${line}\n`;
  response.writeHead(status, headersOf(body)).end(body);
}

/** Answers a request that expects what HTTP does not know. */
export function answerExpectation(_: IncomingMessage, response: ServerResponse): void {
  answerAndClose(response, 417, 'Nothing but "Expect: 100-continue" is known here.');
}

/**
 * What is wrong with the address and headers of a request; undefined where nothing is. An address as proxies are asked for it, with
 * the server in it, is shortened to its path: whatever reads it later makes a URL of it and the header `Host`.
 */
export function problemOfRequest(request: IncomingMessage): string | undefined {
  const { url = '/', httpVersion, method } = request;
  const { host } = request.headers;
  if (host === undefined && httpVersion === '1.1') return 'A request of HTTP/1.1 has a header "Host".';
  if (method === 'POST' && isTwice('content-type', request))
    return 'The header "Content-Type" is there twice.';
  if (!url.startsWith('/')) {
    if (!/^https?:/i.test(url) || !URL.canParse(url)) return 'The address has to begin with a slash.';
    const { pathname, search } = new URL(url);
    request.url = pathname + search;
  }
  if (host !== '' && URL.canParse(`http://${host ?? 'localhost'}${request.url}`)) return undefined;
  return 'The address and the header "Host" are no URL.';
}

/** Of those that come twice Node tells the first; what is in front of it may have gone by the other one. */
function isTwice(header: string, { rawHeaders }: IncomingMessage): boolean {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (name.length === header.length && name.toLowerCase() === header) count += 1;
  }
  return count > 1;
}

function headersOf(body: string): Record<string, string> {
  return {
    Connection: 'close',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    ...securityHeaders,
  };
}
