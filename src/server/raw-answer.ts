// Answers to what is no request that anything could be done with: written onto the connection, which is closed then.
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { securityHeaders } from './headers.ts';

const LINGER_IN_MILLISECONDS = 2_000;

/** Answers with a line of text and closes the connection. What the client still sends is read for a moment, or it would not see the answer. */
export function answerRaw(socket: Duplex, status: number, line: string): void {
  if (socket.destroyed || socket.writableEnded) return;
  const body = `${line}\n`;
  const headers = {
    Connection: 'close',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    ...securityHeaders,
  };
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
