// onrecord build: content files into the store.
import { openCorpus } from '../corpus.ts';
import { withoutSecrets } from '../config.ts';
import type { Command } from './command.ts';
import { withProgress } from './progress.ts';
import { tellCounts, tellProblems } from './words.ts';

export const build: Command = {
  summary: 'Compiles the content files into the store.',
  about: `The store is replaced as a whole, and only where the content has no problems. Where no file changed since
the last build, nothing is done. Every process that serves a database changes over by itself. Exit code 0 where the store is up to date, else 1.`,
  options: ['content', 'store', 'force', 'json'],
  async run({ content, store: place, force, json }, io) {
    const file = withoutSecrets(place);
    const opened = await withProgress(io, (onProgress) =>
      openCorpus({ content, store: place, force, onProgress, onNotice: io.err }),
    );
    if (!opened.store) {
      const { problems, counts, version } = opened.compilation;
      if (json) {
        io.out(JSON.stringify({ ok: false, changed: false, problems, counts, version }, null, 2));
      } else {
        const { lines, summary } = tellProblems(opened.compilation, content);
        io.out(`${lines}\n${summary}. ${file} is as it was.`);
      }
      return 1;
    }
    const { store, changed } = opened;
    const { counts, version } = await store.reader({ now: Date.now(), preview: true }).summary();
    await store.close();
    if (json) io.out(JSON.stringify({ ok: true, changed, problems: [], counts, version }, null, 2));
    else if (changed) io.out(`Built ${file}: ${tellCounts(counts)}. Version ${version}`);
    else io.out(`Nothing changed: ${file} is up to date. Version ${version}`);
    return 0;
  },
};
