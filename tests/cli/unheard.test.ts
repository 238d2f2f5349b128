// Work that fails when nobody waits for it any more is a line in the log: it ends no process, which Node would do.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const program = resolve(import.meta.dirname, '../../src/onrecord.js');
const failing = `data:text/javascript,${encodeURIComponent(
  `process.on('SIGUSR2', () => void Promise.reject(new Error('left behind')))`,
)}`;

test('a promise that is rejected unheard is told, and requests are answered on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-unheard-'));
  const words = ['--import', failing, program, 'serve', '--port', '0', '--store', join(folder, 'corpus.db')];
  const child = spawn(process.execPath, words);
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (output += part));
  await expect.poll(() => output).toMatch(/http:\S+\/graphql/);
  child.kill('SIGUSR2');
  await expect.poll(() => output).toMatch(/^Internal error [\w-]{36}: left behind$/m);
  const response = await fetch(/http:\S+\/graphql/.exec(output)![0], {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
});
