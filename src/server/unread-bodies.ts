// Lets a client that is refused while it still sends its body see the answer: a connection closed at once would lose it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LARGEST_BODY_IN_BYTES } from './limits.ts';

const LINGER_IN_MILLISECONDS = 5_000;

/** Reads on for a moment, and keeps nothing, where the answer is there before the body. */
export function readUnreadBody(request: IncomingMessage, response: ServerResponse): void {
  const { headers, socket } = request;
  const isLarge =
    headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > LARGEST_BODY_IN_BYTES;
  if (!isLarge) return;
  const closes = !response.shouldKeepAlive;
  // Else Node closes the connection with the answer.
  response.shouldKeepAlive = true;
  response.once('finish', () => {
    if (request.complete) {
      if (closes) socket.end();
      return;
    }
    const end = setTimeout(() => socket.destroy(), LINGER_IN_MILLISECONDS).unref();
    request.once('end', () => {
      clearTimeout(end);
      if (closes) socket.end();
    });
    request.resume();
  });
}
