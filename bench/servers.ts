// How each program is started, and what its answers have to be turned into before they are compared.
import { join } from 'node:path';
import { postgraphilePage, type Case, type ServerName } from './cases.ts';
import type { Cores } from './cores.ts';
import { onrecord, repository, type Running, start } from './processes.ts';

/** Where the same corpus is. */
export interface Places {
  readonly content: string;
  readonly file: string;
  /** The URL of a database; undefined where there is none. */
  readonly database: string | undefined;
}

/** Settings of every service that is measured, as the command line of the bench gives them. */
export interface Settings {
  /** Flags of `onrecord serve`. */
  readonly flags: readonly string[];
  /** Variables of its environment. */
  readonly environment: Readonly<Record<string, string>>;
}

const ADDRESS = /http:\/\/[^\s/]+\/graphql/;

/** Starts a program on the core of the servers, and waits until it listens. */
export function startServer(
  name: ServerName,
  places: Places,
  cores: Cores,
  { flags, environment }: Settings,
): Promise<Running> {
  return start([...cores.server, ...wordsOf(name, places, flags)], ADDRESS, 120, environment);
}

function wordsOf(
  name: ServerName,
  { content, file, database = '' }: Places,
  flags: readonly string[],
): readonly string[] {
  const peer = (script: string, ...words: readonly string[]) => [
    process.execPath,
    join(repository, 'bench/peers', script),
    ...words,
  ];
  const serve = [...onrecord, 'serve', '--port', '0', ...flags];
  switch (name) {
    case 'onrecord':
      return [...serve, '--content', content, '--store', file];
    case 'onrecord on PostgreSQL':
      return [...serve, '--store', database];
    case 'node:http':
      return peer('limit.ts');
    case 'Mercurius with JIT':
      return peer('mercurius.ts', '--file', file);
    case 'Yoga, own schema':
      return peer('own-schema.ts', '--file', file);
    case 'Yoga':
      return peer('yoga.ts', '--file', file);
    case 'Apollo Server':
      return peer('apollo.ts', '--file', file);
    case 'graphql-http':
      return peer('graphql-http.ts', '--file', file);
    case 'PostGraphile 5':
      return peer('postgraphile.ts', '--database', database);
  }
}

/** The query of a case in the words of a server's schema. */
export function queryFor(name: ServerName, { query }: Case): string {
  return (name === 'PostGraphile 5' ? postgraphilePage : query).replace(/\s+/g, ' ').trim();
}

/**
 * The data of an answer as it is compared: what differs by the shape of a schema is taken out of it. Cursors are each
 * server's own.
 */
export function comparable(name: ServerName, data: unknown): string {
  return JSON.stringify(data, (key, value: unknown) => {
    if (key === 'endCursor') return value === null ? null : 'a cursor';
    if (name !== 'PostGraphile 5' || key !== 'about') return value;
    // Topics are reached through the table between.
    const { nodes } = value as { nodes: { topicByTopic: unknown }[] };
    return nodes.map(({ topicByTopic }) => topicByTopic);
  });
}
