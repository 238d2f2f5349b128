// Apollo Client 4 subscribed to the running service, over WebSocket and over server-sent events.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache, Observable } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition } from '@apollo/client/utilities';
import { print } from 'graphql';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Service, startService } from '../service.ts';

const TOKEN = 'judge-token';
const content = mkdtempSync(join(tmpdir(), 'onrecord-judges-content-'));
let service: Service;

/** As editors save: a new file takes the place of the old one. */
function save(path: string, text: string): void {
  mkdirSync(join(content, path, '..'), { recursive: true });
  writeFileSync(join(content, `${path}~`), text);
  renameSync(join(content, `${path}~`), join(content, path));
}

beforeAll(async () => {
  save('topics/talks.yaml', 'name: Talks\n');
  save('topics/war.yaml', 'name: War\n');
  save(
    'articles/secret.md',
    '---\nheadline: Secret\ninLanguage: en\ndatePublished: 2025-05-01T00:00:00Z\npubStatus: WITHHELD\nabout: [war]\n---\n\nNothing yet.\n',
  );
  service = await startService(['--content', content, '--watch'], { ONRECORD_PREVIEW_TOKENS: TOKEN });
});
afterAll(async () => {
  await service?.stop();
  rmSync(content, { recursive: true, force: true });
});

// #region websocket
function webSocketLink(url: string, token?: string): ApolloLink {
  const connectionParams = token ? { authorization: `Bearer ${token}` } : {};
  return new GraphQLWsLink(
    createWsClient({
      url: url.replace(/^http/, 'ws'),
      connectionParams,
      // A wrong token stays wrong; after everything else it comes back by itself, and subscribes again.
      shouldRetry: (event) => (event as { code?: number }).code !== 4403,
      webSocketImpl: WebSocket, // where the platform has none of its own
    }),
  );
}
// #endregion

// #region sse
function eventStreamLink(url: string, token?: string): ApolloLink {
  const client = createSseClient({ url, headers: token ? { authorization: `Bearer ${token}` } : {} });
  return new ApolloLink(
    ({ query, variables, operationName }) =>
      new Observable((observer) =>
        client.subscribe(
          { query: print(query), variables, ...(operationName && { operationName }) },
          {
            next: (value) => observer.next(value as ApolloLink.Result),
            error: (error) => observer.error(error),
            complete: () => observer.complete(),
          },
        ),
      ),
  );
}
// #endregion

// #region split
function createClient(url: string, subscriptions: ApolloLink): ApolloClient {
  return new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.split(
      ({ query }) => {
        const definition = getMainDefinition(query);
        return definition.kind === 'OperationDefinition' && definition.operation === 'subscription';
      },
      subscriptions,
      new HttpLink({ uri: url }),
    ),
  });
}
// #endregion

const CHANGES = gql`
  subscription Changes($kind: [RecordKind!]) {
    recordChanged(kind: $kind) {
      change
      recordId
      corpusVersion
      node {
        id
        ... on Topic {
          name
        }
      }
    }
  }
`;

const TALKS = gql`
  query Talks {
    topic(slug: "talks") {
      id
      name
    }
  }
`;

const links = [
  ['GraphQLWsLink', webSocketLink],
  ['a link of graphql-sse', eventStreamLink],
] as const;

test.each(links)('with %s what is on the page changes with the content', async (name, linkTo) => {
  const client = createClient(service.graphql, linkTo(service.graphql));
  onTestFinished(() => client.stop());
  const shown: (string | undefined)[] = [];
  const watch = client
    .watchQuery<{ topic: { name: string } }>({ query: TALKS })
    .subscribe(({ data, dataState }) => {
      if (dataState === 'complete') shown.push(data.topic.name);
    });
  await expect.poll(() => shown.length).toBe(1);

  const events: unknown[] = [];
  const changes = client
    .subscribe<{ recordChanged: { change: string; recordId: string } }>({
      query: CHANGES,
      variables: { kind: ['TOPIC'] },
    })
    .subscribe(({ data }) => events.push([data?.recordChanged.change, data?.recordChanged.recordId]));
  // Only what changes from then on is told, so it is saved again until the stream has begun.
  let round = 0;
  await expect
    .poll(
      () => {
        if (events.length === 0) save('topics/talks.yaml', `name: Talks by ${name} ${(round += 1)}\n`);
        return events.length;
      },
      { interval: 1_000, timeout: 30_000 },
    )
    .toBeGreaterThan(0);
  expect(events[0]).toEqual(['CHANGED', 'Topic:talks']);
  await expect.poll(() => shown.at(-1)).toBe(`Talks by ${name} ${round}`);
  changes.unsubscribe();
  watch.unsubscribe();
});

test.each(links)('with %s a preview token shows what is hidden from others', async (name, linkTo) => {
  const clients = [linkTo(service.graphql, TOKEN), linkTo(service.graphql)].map((link) =>
    createClient(service.graphql, link),
  );
  onTestFinished(() => {
    for (const client of clients) client.stop();
  });
  const told = clients.map((client) => {
    const ids: unknown[] = [];
    client
      .subscribe<{ recordChanged: { recordId: string } }>({ query: CHANGES })
      .subscribe(({ data }) => ids.push(data?.recordChanged.recordId));
    return ids;
  });
  const [preview, open] = told as [unknown[], unknown[]];
  let round = 0;
  const isTold = () => {
    if (!preview.includes('Topic:war') || !open.includes('Topic:talks')) {
      round += 1;
      save('topics/war.yaml', `name: War by ${name} ${round}\n`);
      save('topics/talks.yaml', `name: Talks of ${name} ${round}\n`);
    }
    return preview.includes('Topic:war') && open.includes('Topic:talks');
  };
  await expect.poll(isTold, { interval: 1_000, timeout: 30_000 }).toBe(true);
  expect(open).not.toContain('Topic:war');
});

test('with GraphQLWsLink a wrong token is an error that says so', async () => {
  const client = createClient(service.graphql, webSocketLink(service.graphql, 'wrong'));
  onTestFinished(() => client.stop());
  const failed = new Promise<unknown>((resolve) => {
    client
      .subscribe({ query: CHANGES })
      .subscribe({ next: ({ error }) => error && resolve(error), error: resolve });
  });
  expect(String(await failed)).toContain('4403 The preview token is not one of this service');
});
