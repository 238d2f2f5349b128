// Clients that open connections and send hardly anything.
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import type { ListenOptions } from '../../src/server/listen.ts';
import { openBundled } from '../server/running.ts';
import { start, type Way } from './ways.ts';

/** A connection that is held open. */
interface Held {
  readonly socket: Socket;
  /** What came until it was closed. */
  readonly closed: Promise<string>;
}

/** Opens a connection and sends `first`, then `drip` twice a second. */
export function hold({ url }: Way, first: string, drip = ''): Held {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (piece) => (text += String(piece)));
  socket.on('error', () => undefined);
  socket.write(first);
  const dripping = setInterval(() => drip && socket.write(drip), 500);
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  void closed.then(() => clearInterval(dripping));
  onTestFinished(() => void socket.destroy());
  return { socket, closed };
}

/** What honest clients ask. */
export const QUERY = { body: { query: '{ __typename }' } };

/** Expects that slow clients lose their connections, and that others are answered until then. */
export async function expectCutOff(patience: ListenOptions['patience'] = {}): Promise<void> {
  const { ways } = await start(await openBundled(), { patience });
  const head =
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n';
  for (const way of ways) {
    const held = [hold(way, head, 'a'), hold(way, `${head}\r\n`, '{'), hold(way, '')];
    let isOver = false;
    const ends = Promise.all(held.map(({ closed }) => closed)).finally(() => (isOver = true));
    while (!isOver) {
      expect((await way.ask(QUERY)).status).toBe(200);
      await Promise.race([ends, new Promise((resolve) => setTimeout(resolve, 500))]);
    }
    const [headers, body, nothing] = await ends;
    expect(headers).toMatch(/^HTTP\/1\.1 408 /);
    expect(body).toMatch(/^HTTP\/1\.1 408 /);
    // Who said nothing may be told nothing.
    expect(nothing).toMatch(/^(?:HTTP\/1\.1 408 [^]*)?$/);
  }
}
