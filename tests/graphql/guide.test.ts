// The guide to queries tells the truth: each of its queries is run, and its answer compared.
// After a change that is meant, `ONRECORD_WRITE_GUIDE=1 npx vitest run tests/graphql/guide.test.ts` writes the answers anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { useCorpus } from './corpus.ts';

const { ask } = useCorpus();
const guide = resolve(import.meta.dirname, '../../docs/queries.md');
const PAIR = /^### (.+)\n[^]*?```graphql\n([^]*?)```\n```json\n([^]*?)```$/gm;

const pairs = [...readFileSync(guide, 'utf8').matchAll(PAIR)].map(([, question, query, answer]) => ({
  question,
  query: String(query),
  answer: String(answer),
}));

test.skipIf(process.env['ONRECORD_WRITE_GUIDE'])(
  'the guide has a good number of questions, each with its answer',
  () => {
    const text = readFileSync(guide, 'utf8');
    expect(pairs).toHaveLength(text.match(/^### /gm)?.length ?? 0);
    expect(pairs.length).toBeGreaterThan(12);
  },
);

test.skipIf(process.env['ONRECORD_WRITE_GUIDE']).each(pairs)('$question', async ({ query, answer }) => {
  expect(await ask(query)).toEqual({ data: JSON.parse(answer) });
});

test.runIf(process.env['ONRECORD_WRITE_GUIDE'])('write the answers', async () => {
  let text = readFileSync(guide, 'utf8');
  for (const { query, answer } of pairs) {
    const { data, errors } = await ask(query);
    expect(errors, query).toBeUndefined();
    text = text.replace(
      `${query}\`\`\`\n\`\`\`json\n${answer}\`\`\``,
      () => `${query}\`\`\`\n\`\`\`json\n${JSON.stringify(data, null, 2)}\n\`\`\``,
    );
  }
  writeFileSync(guide, text);
});
