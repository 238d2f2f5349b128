// Paragraphs to HTML. All text is escaped and only the elements below are written, so there is nothing left to sanitise.
import type { Paragraph, Run } from '../model/article.ts';
import type { Statement } from '../model/statement.ts';

/** A stretch of the body, in code points, end exclusive, and the statement whose words it has. */
interface Mark {
  readonly start: number;
  readonly end: number;
  readonly statement: string;
}

// Between paragraphs, as in `articleBody`: two line feeds.
const BREAK_LENGTH = 2;

/** The body of an article as HTML, with the anchors of `statements` in `<mark data-statement="…">`. */
export function renderBody(paragraphs: readonly Paragraph[], statements: readonly Statement[]): string {
  const marks = statements
    .flatMap(({ id, anchors }) =>
      anchors
        .filter(({ field }) => field === 'BODY')
        .map(({ start, end }): Mark => ({ start, end, statement: id })),
    )
    .toSorted((a, b) => a.start - b.start);
  let html = '';
  let within: readonly string[] = [];
  let offset = 0;
  for (const paragraph of paragraphs) {
    const length = paragraph.runs.reduce((sum, { text }) => sum + [...text].length, 0);
    const here = marks.filter(({ start, end }) => start < offset + length && end > offset);
    html += closeAndOpen(within, paragraph.within) + renderParagraph(paragraph, here, offset);
    within = paragraph.within;
    offset += length + BREAK_LENGTH;
  }
  return html + closeAndOpen(within, []);
}

function closeAndOpen(from: readonly string[], to: readonly string[]): string {
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared += 1;
  const closed = from
    .slice(shared)
    .reverse()
    .map((container) => `</${elementOf(container)}>`);
  const opened = to.slice(shared).map((container) => `<${elementOf(container)}>`);
  return [...closed, ...opened].join('');
}

function elementOf(container: string): string {
  return container.slice(0, container.indexOf(':'));
}

function renderParagraph(
  { element, runs }: Paragraph,
  marks: readonly Mark[],
  paragraphStart: number,
): string {
  let inner = '';
  let at = paragraphStart;
  for (const run of runs) {
    const points = [...run.text];
    const end = at + points.length;
    const cuts = new Set([at, end]);
    for (const mark of marks) {
      if (mark.start > at && mark.start < end) cuts.add(mark.start);
      if (mark.end > at && mark.end < end) cuts.add(mark.end);
    }
    const edges = [...cuts].toSorted((a, b) => a - b);
    for (const [index, from] of edges.entries()) {
      const to = edges[index + 1];
      if (to === undefined) break;
      // Marks overlap freely and elements may not, so each piece names every statement that it belongs to.
      const names = marks
        .filter((mark) => mark.start <= from && mark.end >= to)
        .map((mark) => mark.statement);
      inner += renderPiece(
        points.slice(from - at, to - at).join(''),
        run,
        [...new Set(names)],
        element === 'pre',
      );
    }
    at = end;
  }
  return element === 'pre' ? `<pre><code>${inner}</code></pre>` : `<${element}>${inner}</${element}>`;
}

function renderPiece(
  text: string,
  { format, href }: Run,
  statements: readonly string[],
  isCode: boolean,
): string {
  let html = escape(text);
  if (!isCode) html = html.replaceAll('\n', '<br>');
  for (const element of [...format].reverse()) html = `<${element}>${html}</${element}>`;
  if (href !== undefined) html = `<a href="${escape(href)}" rel="nofollow noopener">${html}</a>`;
  return statements.length === 0
    ? html
    : `<mark data-statement="${escape(statements.join(' '))}">${html}</mark>`;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);
}
