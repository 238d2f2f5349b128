// Puts the findings of a run into docs/performance.md and draws its picture: `npm run page --prefix bench -- FINDINGS.json`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Findings } from './findings.ts';
import { growthPlot } from './plot.ts';
import { asMarkdown, tablesOf } from './tables.ts';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error(
    'Say which findings: npm run bench -- --json > findings.json, then npm run page --prefix bench -- findings.json',
  );
  process.exit(2);
}

const docs = resolve(import.meta.dirname, '../docs');
// npm runs scripts in the folder of the package, and paths are meant from where npm was called.
const findings = JSON.parse(readFileSync(resolve(process.env['INIT_CWD'] ?? '.', file), 'utf8')) as Findings;
const page = join(docs, 'performance.md');
const plot = growthPlot(findings.growth);
if (plot !== undefined) writeFileSync(join(docs, 'pictures/growth.svg'), plot);

const text = [
  ['machine', machine(findings)],
  ['tables', tablesOf(findings).map(asMarkdown).join('\n')],
].reduce(
  (before, [name, content]) => {
    const part = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- end of ${name} -->)`);
    if (!part.test(before!)) throw new Error(`docs/performance.md has no part "${name}".`);
    return before!.replace(part, (_, start: string, end: string) => `${start}\n${content}\n${end}`);
  },
  readFileSync(page, 'utf8'),
);
writeFileSync(page, text!);
console.error(`Wrote docs/performance.md${plot === undefined ? '' : ' and docs/pictures/growth.svg'}.`);

function machine({ machine: of, run, results }: Findings): string {
  const given = [
    ...Object.entries(run.environment ?? {}).map((variable) => variable.join('=')),
    ...run.flags,
  ];
  const flags = given.length === 0 ? 'none' : `\`${given.join(' ')}\``;
  const short = results.filter(({ holds }) => holds === false).length;
  const bars = results.filter(({ holds }) => holds !== null).length;
  return `- ${of.processor}, ${of.cores} cores, ${of.memoryGigabytes} GB, ${of.system}, Node.js ${of.node}; ${of.spread}.
- Load of the machine when the run began: ${of.loadBefore.toFixed(2)} (above some 0.3 other programs took part, and only ratios mean anything).
- ${run.articles.toLocaleString('en')} articles by seed ${run.seed}, ${run.rounds} rounds of ${run.seconds} s each, further settings of the service: ${flags}. The run took ${run.minutes} minutes.
- **${bars - short} of ${bars} bars hold, ${short} fall short.**
`;
}
