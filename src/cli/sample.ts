// Without a word: what there is to serve here is served, and where there is nothing, a sample.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Io, readCall, type Options } from './command.ts';
import { serve } from './serve.ts';
import { isWorker } from './workers.ts';

/** The content that comes with the program. */
const sample = resolve(import.meta.dirname, '../../content');

/** Serves the content of the settings, or the sample where nothing is set and there is no content; resolves with the exit code. */
export async function serveWhatIsThere(io: Io): Promise<number> {
  const options = (await readCall('serve', serve, [])) as Options;
  const isSet = options.given.has('content') || options.given.has('store');
  if (isSet || isWorker || existsSync(options.content)) return serve.run(options, io);
  io.out(`There is no content here, so a sample is served. To go on:

  cp -R '${sample}' content     takes the sample into this folder
  onrecord serve --watch        serves it, and shows each save at once
  onrecord --help               tells what else there is
`);
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-sample-'));
  const withSample = { ...options, content: sample, store: join(folder, 'corpus.db'), workers: 1 };
  try {
    return await serve.run(withSample, io);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
