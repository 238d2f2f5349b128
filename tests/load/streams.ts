// Many event streams while the corpus is switched again and again: each is told each change, once and in order.
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openCorpus } from '../../src/corpus.ts';
import { askHonestly, megabytes, startService, type Weight } from './service.ts';

/** In milliseconds: within which all must have been told. */
const LONGEST_TELLING = 120_000;

/** What is asked for. */
export interface StreamsOptions {
  readonly streams: number;
  readonly switches: number;
}

/** What came of it. */
export interface StreamsReport extends StreamsOptions {
  /** Events that came in all. */
  readonly told: number;
  /** Before any stream, with all open, after the last switch, and when all are closed. */
  readonly weights: readonly Weight[];
  readonly failures: readonly string[];
}

/** Opens streams, switches between two corpora, and counts what each stream is told. */
export async function openStreams({ streams: count, switches }: StreamsOptions): Promise<StreamsReport> {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-streams-'));
  const failures: string[] = [];
  const corpora = await Promise.all(['Talks', 'Peace talks'].map((name) => corpusOf(folder, name)));
  const store = join(folder, 'corpus.db');
  const serve = (index: number) => {
    copyFileSync(corpora[index % 2]!, `${store}.new`);
    renameSync(`${store}.new`, store);
  };
  serve(0);
  const service = await startService(['--store', store, '--content', join(folder, 'Talks')], {
    ONRECORD_SUBSCRIBERS: String(count + 10),
    ONRECORD_SUBSCRIBERS_PER_ADDRESS: String(count + 10),
  });
  const weights = [await service.weigh()];
  const streams = await Promise.all(Array.from({ length: count }, () => Stream.open(service.url)));
  weights.push(await service.weigh());
  try {
    for (let turn = 1; turn <= switches; turn += 1) {
      serve(turn);
      service.reload();
      const latest = performance.now() + LONGEST_TELLING;
      while (streams.some(({ names }) => names.length < turn)) {
        if (performance.now() > latest || service.end() !== undefined)
          throw new Error(`Not all were told of switch ${turn}: ${service.said().slice(-1_000)}`);
        await pause(5);
      }
    }
  } catch (error) {
    failures.push(String(error));
  }
  const expected = Array.from({ length: switches }, (_, index) =>
    index % 2 === 0 ? 'Peace talks' : 'Talks',
  );
  const wrong = streams.filter(({ names }) => names.join() !== expected.join()).length;
  if (wrong > 0) failures.push(`${wrong} streams were told something else than the ${switches} changes`);
  const closed = streams.filter(({ isOpen }) => !isOpen).length;
  if (closed > 0) failures.push(`${closed} streams were closed`);
  weights.push(await service.weigh());
  for (const stream of streams) stream.close();
  if ((await askHonestly(service)) !== 200) failures.push('An honest request failed');
  weights.push(await service.weigh());
  if (/Internal error/.test(service.said())) failures.push(service.said().slice(-2_000));
  const code = await service.stop();
  if (code !== 0) failures.push(`It ended with ${code}: ${service.said().slice(-2_000)}`);
  rmSync(folder, { recursive: true });
  const told = streams.reduce((sum, { names }) => sum + names.length, 0);
  return { streams: count, switches, told, weights, failures };
}

/** A store whose one topic has this name. */
async function corpusOf(folder: string, name: string): Promise<string> {
  const [content, store] = [join(folder, name), join(folder, `${name}.db`)];
  mkdirSync(join(content, 'topics'), { recursive: true });
  writeFileSync(join(content, 'topics/talks.yaml'), `name: ${name}\n`);
  const opened = await openCorpus({ content, store });
  await opened.store!.close();
  return store;
}

class Stream {
  /** Of the topic, one for each event. */
  readonly names: string[] = [];
  isOpen = true;
  readonly #response: IncomingMessage;
  #text = '';

  static async open(url: string): Promise<Stream> {
    const query = 'subscription { recordChanged { node { ... on Topic { name } } } }';
    const headers = { accept: 'text/event-stream' };
    const response = await new Promise<IncomingMessage>((settle, fail) => {
      get(`${url}/graphql?query=${encodeURIComponent(query)}`, { agent: false, headers }, settle).on(
        'error',
        fail,
      );
    });
    if (response.statusCode !== 200) throw new Error(`A stream was refused with ${response.statusCode}`);
    return new Stream(response);
  }

  private constructor(response: IncomingMessage) {
    this.#response = response;
    response.on('error', () => undefined).once('close', () => (this.isOpen = false));
    response.setEncoding('utf8').on('data', (part: string) => this.#read(part));
  }

  close(): void {
    this.#response.destroy();
  }

  #read(part: string): void {
    const events = `${this.#text}${part}`.split('\n\n');
    this.#text = events.pop()!;
    for (const event of events) {
      const data = /^data: (.+)$/m.exec(event)?.[1];
      if (data !== undefined)
        this.names.push(JSON.parse(data).data?.recordChanged?.node?.name ?? `something else: ${data}`);
    }
  }
}

/** The numbers as people read them. */
export function tellStreams({ streams, switches, told, weights, failures }: StreamsReport): string {
  const names = ['before', 'with all open', 'after the last switch', 'when all are closed'];
  return [
    `${streams} streams were told ${told} events of ${switches} switches`,
    ...weights.map(
      ({ heapUsed, external, rss }, index) =>
        `${names[index]}: heap ${megabytes(heapUsed)}, outside of it ${megabytes(external)}, resident ${megabytes(rss)}`,
    ),
    ...failures,
  ].join('\n');
}
