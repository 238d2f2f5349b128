// Markdown to paragraphs: the plain text in which anchors count, with its formatting beside it.
import MarkdownIt from 'markdown-it';
import type { Paragraph, Run } from '../model/article.ts';
import { PARAGRAPH_BREAK } from '../model/stretch.ts';

type Format = Run['format'][number];

/** Lists and quotations may stand in one another to this depth. */
export const NESTING_LIMIT = 20;

// Raw HTML stays text, and links with schemes that run code are not links.
const markdown = new MarkdownIt('commonmark', { html: false, maxNesting: NESTING_LIMIT });
type Token = ReturnType<typeof markdown.parse>[number];

const containers: Readonly<Record<string, string>> = {
  blockquote: 'blockquote',
  bullet_list: 'ul',
  ordered_list: 'ol',
  list_item: 'li',
};
const formats: Readonly<Record<string, Format>> = { em: 'em', strong: 'strong' };
const LINKED = /^(?:https?:|mailto:)/i;

/**
 * The paragraphs of a Markdown text (CommonMark without raw HTML), normalised to NFC.
 * None is empty, has a blank line in it, or white space at its ends.
 * `tooDeep` is called where text was left out because it lies deeper than {@link NESTING_LIMIT}.
 */
export function readBody(source: string, tooDeep: () => void = () => undefined): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  const within: string[] = [];
  let opened = 0;
  let element: Paragraph['element'] = 'p';
  for (const token of markdown.parse(source.normalize('NFC'), {})) {
    const name = token.type.replace(/_(?:open|close)$/, '');
    if (containers[name] !== undefined) {
      if (token.nesting === 1) within.push(`${containers[name]}:${opened++}`);
      else within.pop();
      if (token.level === NESTING_LIMIT - 1 && token.nesting === 1) tooDeep();
    } else if (token.type === 'heading_open') {
      element = token.tag as Paragraph['element'];
    } else if (token.type === 'paragraph_open') {
      element = 'p';
    } else if (token.type === 'inline') {
      add(element, tidyRuns(runsOf(token.children ?? [])));
    } else if (token.type === 'code_block' || token.type === 'fence') {
      add('pre', [{ text: withoutBlankLines(token.content), format: [] }]);
    }
  }
  return paragraphs;

  function add(element: Paragraph['element'], runs: Run[]): void {
    const text = runs.map((run) => run.text).join('');
    if (text === '') return;
    // Characters that only meet where two runs do may still compose; the text matters more than its formatting.
    const composed = text.normalize('NFC');
    paragraphs.push({
      element,
      within: [...within],
      runs: text === composed ? runs : [{ text: composed, format: [] }],
    });
  }
}

/** The text of paragraphs: each apart from the next by one blank line. */
export function plainText(paragraphs: readonly Paragraph[]): string {
  return paragraphs.map((paragraph) => paragraph.runs.map((run) => run.text).join('')).join(PARAGRAPH_BREAK);
}

function runsOf(tokens: readonly Token[]): Run[] {
  const runs: Run[] = [];
  const open: Format[] = [];
  let href: string | undefined;
  const add = (text: string, format: readonly Format[] = open) => {
    runs.push({ text, format: [...format], ...(href === undefined ? {} : { href }) });
  };
  for (const token of tokens) {
    const name = token.type.replace(/_(?:open|close)$/, '');
    const format = formats[name];
    if (format !== undefined) {
      if (token.nesting === 1) open.push(format);
      else open.pop();
    } else if (name === 'link') {
      const target = token.nesting === 1 ? String(token.attrGet('href') ?? '') : '';
      href = LINKED.test(target) ? target : undefined;
    } else if (token.type === 'softbreak') {
      add(' ');
    } else if (token.type === 'hardbreak') {
      add('\n');
    } else if (token.type === 'image') {
      // Of a picture its alternative text.
      for (const { text } of runsOf(token.children ?? [])) add(text);
    } else {
      add(token.content, token.type === 'code_inline' ? [...open, 'code'] : open);
    }
  }
  return runs;
}

/** One space or one line break where there is white space, none at the ends; runs of the same formatting become one. */
function tidyRuns(runs: readonly Run[]): Run[] {
  const tidy: Run[] = [];
  // White space is written only once something follows it, with the formatting with which it began.
  let space: Run | undefined;
  const write = (run: Run) => {
    const last = tidy.at(-1);
    if (!last || last.href !== run.href || last.format.join() !== run.format.join()) tidy.push(run);
    else tidy[tidy.length - 1] = { ...last, text: last.text + run.text };
  };
  const wait = (run: Run) => {
    if (tidy.length > 0 && run.text !== '') space = space ? { ...space, text: space.text + run.text } : run;
  };
  for (const run of runs) {
    const words = run.text.trim();
    if (words === '') {
      wait(run);
      continue;
    }
    const begin = run.text.length - run.text.trimStart().length;
    wait({ ...run, text: run.text.slice(0, begin) });
    if (space) write({ ...space, text: oneSpace(space.text) });
    space = undefined;
    write({ ...run, text: words.replaceAll(UNTIDY_SPACE, oneSpace) });
    wait({ ...run, text: run.text.slice(begin + words.length) });
  }
  return tidy;
}

const UNTIDY_SPACE = /\s{2,}|[^\S ]/g;

/** A line break where there is one, else the spaces that typography asks for, such as U+00A0, else a plain one. */
function oneSpace(space: string): string {
  if (/[\n\r\u2028\u2029]/.test(space)) return '\n';
  return space.replaceAll(/[ \t\v\f]/g, '') || ' ';
}

function withoutBlankLines(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  return lines
    .filter((line) => line !== '')
    .join('\n')
    .trim();
}
