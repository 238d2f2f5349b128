// docs/clients.md shows the very code that runs here: each snippet names its file and region, and is equal to it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../service.ts';

const guide = readFileSync(join(repository, 'docs/clients.md'), 'utf8');
const snippets = [...guide.matchAll(/<!-- (\S+?)(?:#(\w+))? -->\n\n```\w+\n(.*?)```/gs)].map(
  ([, file, region, code]) => ({ file: file!, region, code: code! }),
);

test('every snippet of the guide names where it comes from', () => {
  expect(snippets).toHaveLength([...guide.matchAll(/^```\w+$/gm)].length);
  expect(snippets.length).toBeGreaterThan(7);
});

test.each(snippets)('the guide shows $file $region as it runs', ({ file, region, code }) => {
  expect(code).toBe(read(file, region));
});

/** A file, or the lines between `// #region name` and `// #endregion`, without their common indentation. */
function read(file: string, region: string | undefined): string {
  const text = readFileSync(join(repository, file), 'utf8');
  if (!region) return text;
  const [, inner] = new RegExp(`// #region ${region}\\n(.*?)\\n *// #endregion`, 's').exec(text) ?? [];
  if (inner === undefined) throw new Error(`${file} has no region ${region}.`);
  const lines = inner.split('\n');
  const margin = Math.min(...lines.filter((line) => line).map((line) => line.search(/\S/)));
  return `${lines.map((line) => line.slice(margin)).join('\n')}\n`;
}
