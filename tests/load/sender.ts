// Sends requests over many connections, in a process of its own so that it keeps its pace whatever the service does. It is told what
// to send over the channel to its parent, and tells what came of it.
import { connect, type Socket } from 'node:net';

/** What is sent. */
export interface Offer {
  readonly url: string;
  readonly connections: number;
  /** Bodies in JSON with {@link COUNTER} in them, and so never the same twice. */
  readonly bodies: readonly string[];
  /** Where the counting of requests begins. */
  readonly from: number;
  /** From how many addresses it comes; with null each request has one of its own. */
  readonly addresses: number | null;
  readonly seconds: number;
  /**
   * Requests of all connections together, sent when they are due whether those before are answered or not. With null each connection
   * waits for its answer and asks at once again.
   */
  readonly perSecond: number | null;
}

/** How long answers took, in milliseconds since their requests were due. */
export interface Took {
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
}

/** What came of it. */
export interface Offered {
  readonly sent: number;
  /** In seconds. */
  readonly sending: number;
  /** Requests by the status of their answer; `cut` where the connection ended before, `unanswered` where nothing came. */
  readonly answers: Readonly<Record<string, number>>;
  readonly took: Readonly<Record<string, Took>>;
  /** Connections that the service has closed. */
  readonly closed: number;
}

/** In a body the place of ten digits. */
export const COUNTER = '##########';
const ADDRESS = '@@@@:@@@@';
const TICK = 2;
const LONGEST_ANSWER = 30_000;

/** Requests as bytes, in which numbers are written over numbers. */
class Template {
  readonly #bytes: Buffer;
  readonly #counter: number;
  readonly #address: number;

  constructor(body: string) {
    const head = `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nX-Forwarded-For: 2001:db8:${ADDRESS}::1\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    this.#bytes = Buffer.from(head + body);
    this.#counter = this.#bytes.indexOf(COUNTER);
    this.#address = this.#bytes.indexOf(ADDRESS);
  }

  filled(counter: number, address: number): Buffer {
    const bytes = Buffer.from(this.#bytes);
    bytes.write(String(counter).padStart(COUNTER.length, '0'), this.#counter, 'latin1');
    const hex = address.toString(16).padStart(8, '0');
    bytes.write(`${hex.slice(0, 4)}:${hex.slice(4)}`, this.#address, 'latin1');
    return bytes;
  }
}

/** A connection, which is opened again when it is closed. */
class Client {
  readonly #open: () => Socket;
  #socket: Socket;
  /** When the requests that are not answered were due. */
  #due: number[] = [];
  #rest: Buffer = Buffer.alloc(0);
  #isOver = false;

  constructor(url: string, told: (answer: string, took: number) => void, onClosed: () => void) {
    const { hostname, port } = new URL(url);
    const answered = (answer: string) => told(answer, performance.now() - this.#due.shift()!);
    this.#open = () =>
      connect(Number(port), hostname)
        .setNoDelay(true)
        .on('error', () => undefined)
        .on('data', (part) => this.#read(part, answered))
        .once('close', () => {
          if (this.#isOver) return;
          onClosed();
          while (this.#due.length > 0) answered('cut');
          this.#rest = Buffer.alloc(0);
          this.#socket = this.#open();
        });
    this.#socket = this.#open();
  }

  get waiting(): number {
    return this.#due.length;
  }

  ask(request: Buffer, due: number): void {
    this.#due.push(due);
    this.#socket.write(request);
  }

  end(): void {
    this.#isOver = true;
    this.#socket.destroy();
  }

  /** Answers have a length here. */
  #read(part: Buffer, answered: (answer: string) => void): void {
    let bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, part]) : part;
    for (;;) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) break;
      const head = bytes.toString('latin1', 0, end + 2);
      const length = end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (bytes.length < length) break;
      answered(head.slice(9, 12));
      bytes = bytes.subarray(length);
    }
    this.#rest = bytes;
  }
}

async function send(offer: Offer): Promise<Offered> {
  const { url, connections, seconds, perSecond, addresses, from } = offer;
  const templates = offer.bodies.map((body) => new Template(body));
  const times = new Map<string, number[]>();
  let closed = 0;
  const clients = Array.from(
    { length: connections },
    () =>
      new Client(
        url,
        (answer, took) => {
          times.set(answer, times.get(answer) ?? []);
          times.get(answer)!.push(took);
        },
        () => (closed += 1),
      ),
  );
  let sent = 0;
  const ask = (client: Client, due: number) => {
    const number = from + sent;
    client.ask(templates[number % templates.length]!.filled(number, number % (addresses ?? Infinity)), due);
    sent += 1;
  };
  const start = performance.now();
  const milliseconds = seconds * 1_000;
  for (let now = start; now - start < milliseconds; now = performance.now()) {
    if (perSecond === null) {
      for (const client of clients) if (client.waiting === 0) ask(client, now);
    } else {
      for (let due = start; (due = start + (sent / perSecond) * 1_000) <= now;)
        ask(clients[sent % connections]!, due);
    }
    await new Promise((resolve) => (perSecond === null ? setImmediate(resolve) : setTimeout(resolve, TICK)));
  }
  const sending = (performance.now() - start) / 1_000;
  process.send!('sent');
  const latest = performance.now() + LONGEST_ANSWER;
  while (clients.some(({ waiting }) => waiting > 0) && performance.now() < latest)
    await new Promise((resolve) => setTimeout(resolve, TICK));
  const unanswered = clients.reduce((sum, { waiting }) => sum + waiting, 0);
  for (const client of clients) client.end();
  const answers = Object.fromEntries([...times].map(([answer, each]) => [answer, each.length]));
  return {
    sent,
    sending,
    answers: { ...answers, ...(unanswered > 0 && { unanswered }) },
    took: Object.fromEntries([...times].map(([answer, each]) => [answer, tookOf(each)])),
    closed,
  };
}

function tookOf(times: readonly number[]): Took {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { median: at(0.5), p99: at(0.99), longest: at(1) };
}

// Nothing where it is imported.
if (process.send && process.argv[1] === import.meta.filename)
  process.on('message', (offer: Offer) => void send(offer).then((offered) => process.send!(offered)));
