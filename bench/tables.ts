// Findings as tables: lines of cells, for a terminal or for Markdown.
import { isBuilt } from './built.ts';
import { type Findings, isCheck } from './findings.ts';
import type { Growth } from './growth.ts';

/** A table with its heading; the first line has the names of the columns. */
export interface Table {
  readonly title: string;
  readonly lines: readonly (readonly string[])[];
}

/** All tables of a run. */
export function tablesOf(findings: Findings): Table[] {
  return [
    peersTable(findings),
    barsTable(findings),
    growthTable(findings.growth),
    latencyTable(findings.growth),
  ].filter(({ lines }) => lines.length > 1);
}

function peersTable({ results }: Findings): Table {
  const peers = results.flatMap((result) => (isCheck(result) ? [] : [result]));
  return {
    title: 'Beside its peers',
    lines: [
      ['case', 'against', 'ratio', 'min–max', 'by CPU', 'onrecord/s', 'other/s', 'answer', 'bar', ''],
      ...peers.map((result) => [
        result.case,
        result.against,
        number(result.ratio),
        result.min === null ? '–' : `${number(result.min)}–${number(result.max)}`,
        number(result.byProcessor),
        rate(result.perSecond.onrecord),
        rate(result.perSecond.other),
        result.answerBytes === 0 ? '–' : `${(result.answerBytes / 1_000).toFixed(1)} kB`,
        result.bar === null ? '' : `≥ ${result.bar}`,
        verdict(result.holds, result.note, result.ratio),
      ]),
    ],
  };
}

function barsTable({ results }: Findings): Table {
  return {
    title: 'Growth and edits, held against the bar',
    lines: [
      ['what', 'against', 'measured', 'bar', ''],
      ...results
        .filter(isCheck)
        .map((check) => [
          check.case,
          check.against,
          `${number(check.ratio)} ${check.unit}${check.min === null ? '' : ` (${number(check.min)}–${number(check.max)})`}`,
          `${check.allowed === 'at most' ? '≤' : '≥'} ${check.bar.toLocaleString('en')} ${check.unit}`,
          verdict(check.holds, check.note, check.ratio),
        ]),
    ],
  };
}

function growthTable(growth: readonly Growth[]): Table {
  return {
    title: 'What a corpus takes',
    lines: [
      ['articles', 'build', 'articles/s', 'peak RSS', 'file', 'first answer', 'RSS serving'],
      ...growth.map(({ articles, build, serving }) => [
        articles.toLocaleString('en'),
        isBuilt(build) ? `${build.seconds.toFixed(1)} s` : `cut off after ${build.seconds.toFixed(0)} s`,
        isBuilt(build) ? (articles / build.seconds).toFixed(0) : '–',
        megabytes(build.peakBytes),
        isBuilt(build) ? megabytes(build.fileBytes) : '–',
        serving ? `${serving.firstAnswerSeconds.toFixed(2)} s` : '–',
        serving ? megabytes(serving.bytes) : '–',
      ]),
    ],
  };
}

function latencyTable(growth: readonly Growth[]): Table {
  const served = growth.flatMap(({ articles, serving }) => (serving ? [{ articles, serving }] : []));
  const names = Object.keys(served[0]?.serving.latencies ?? {});
  return {
    title: 'p50 / p99 of one request after another, in milliseconds',
    lines: [
      ['question', ...served.map(({ articles }) => `${articles.toLocaleString('en')} articles`)],
      ...names.map((name) => [
        name,
        ...served.map(({ serving }) => {
          const { p50, p99 } = serving.latencies[name]!;
          return `${number(p50)} / ${number(p99)}`;
        }),
      ]),
      ...(names.length === 0
        ? []
        : [
            [
              'the bare ranked query of the search',
              ...served.map(
                ({ serving: { bareSearch, searchHits } }) =>
                  `${number(bareSearch.p50)} / ${number(bareSearch.p99)} (${searchHits.toLocaleString('en')} hits)`,
              ),
            ],
          ]),
    ],
  };
}

function verdict(holds: boolean | null, note: string | null, ratio: number | null): string {
  const word =
    holds === null ? (ratio !== null && ratio < 1 ? 'slower' : '') : holds ? 'holds' : 'FALLS SHORT';
  const reason = note?.replaceAll('\n', ' ').slice(0, 140);
  return [word, reason && `(${reason})`].filter(Boolean).join(' ');
}

function number(value: number | null): string {
  if (value === null) return '–';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function rate(value: number | null): string {
  return value === null ? '–' : Math.round(value).toLocaleString('en');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/** A table in columns, for a terminal. */
export function asText({ title, lines }: Table): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  const rows = lines.map((cells) =>
    cells
      .map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  return `${title}\n\n${rows.join('\n')}\n`;
}

/** A table in Markdown. */
export function asMarkdown({ title, lines: [head = [], ...body] }: Table): string {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return `### ${title}\n\n${[row(head), row(head.map(() => '---')), ...body.map(row)].join('\n')}\n`;
}
