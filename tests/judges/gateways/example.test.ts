// The example as its README has it: one command, three services, and one question that needs both subgraphs.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { startProgram } from '../service.ts';
import { ask, example, installExample, node } from './subgraphs.ts';

beforeAll(installExample, 300_000);

const start = (...flags: string[]) =>
  startProgram(node, ['start.ts', ...flags], {
    cwd: example,
    ready: /gateway +http:\/\/\S+[^]*supergraph/,
    timeoutInSeconds: 120,
  });

test('one command serves one graph, and its end ends all three', async () => {
  const running = await start('--port', '0');
  const urls = running.output().match(/http:\/\/\S+\/graphql/g)!;
  const { data, errors } = await ask(urls[0]!, readFileSync(join(example, 'query.graphql'), 'utf8'));
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    actor: { name: 'Donald Trump', photographs: [{ depicts: [{}, {}, {}, {}] }, { depicts: [{}, {}] }] },
    statement: {
      text: 'Ukraine and Russia will each hand over 1,000 prisoners of war.',
      readerNotes: [{ dateCreated: '2025-05-26' }, { dateCreated: '2025-05-17' }],
      article: { contentLocation: [{ name: 'Istanbul', photographs: [{}, {}] }] },
    },
  });

  const page = await fetch(urls[0]!, { headers: { accept: 'text/html' } });
  expect(await page.text()).toContain('onrecord and a photo archive');

  await running.stop();
  expect(urls).toHaveLength(3);
  for (const url of urls) await expect(fetch(url)).rejects.toThrow();
}, 200_000);

test('a port that is taken is told, with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const failed = expect(start('--port', String(port))).rejects;
  await failed.toThrow(
    `Port ${port} is taken: another program listens there. Stop it, or choose another port`,
  );
  other.close();
}, 200_000);

test('a flag that there is not is told, with those that there are', async () => {
  await expect(start('--prot', '1')).rejects.toThrow(/Usage: npm start -- \[--port PORT\]/);
});
