// onrecord check: every problem of every file, and nothing else.
import { checkContent } from '../corpus.ts';
import type { Command } from './command.ts';
import { withProgress } from './progress.ts';
import { tellCounts, tellProblems } from './words.ts';

export const check: Command = {
  summary: 'Looks for problems in the content files, and changes nothing.',
  about: `Prints each problem as path:line:column  CODE  message. Exit code 0 where there is none, else 1.`,
  options: ['content', 'json'],
  async run({ content, json }, io) {
    const compilation = await withProgress(io, (show) => checkContent(content, show));
    const { problems, counts, version } = compilation;
    const ok = problems.length === 0;
    if (json) {
      io.out(JSON.stringify({ ok, problems, counts, version }, null, 2));
    } else if (ok) {
      io.out(`No problems: ${tellCounts(counts)}. Version ${version}`);
    } else {
      const { lines, summary } = tellProblems(compilation, content);
      io.out(`${lines}\n${summary}.`);
    }
    return ok ? 0 : 1;
  },
};
