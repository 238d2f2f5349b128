// Markdown to paragraphs: the plain text in which anchors count, with its formatting beside it.
import MarkdownIt from 'markdown-it';
import type { Paragraph, Run } from '../model/article.ts';

type Format = Run['format'][number];

// Raw HTML stays text, and links with schemes that run code are not links.
const markdown = new MarkdownIt('commonmark', { html: false });
type Token = ReturnType<typeof markdown.parse>[number];

const containers: Readonly<Record<string, string>> = {
  blockquote: 'blockquote',
  bullet_list: 'ul',
  ordered_list: 'ol',
  list_item: 'li',
};
const formats: Readonly<Record<string, Format>> = { em: 'em', strong: 'strong' };
const LINKED = /^(?:https?:|mailto:)/i;

/** Between the paragraphs of a body. */
export const PARAGRAPH_BREAK = '\n\n';

/** The paragraphs of a Markdown text (CommonMark without raw HTML), normalised to NFC and without empty ones. */
export function readBody(source: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  const within: string[] = [];
  let opened = 0;
  let element: Paragraph['element'] = 'p';
  for (const token of markdown.parse(source.normalize('NFC'), {})) {
    const name = token.type.replace(/_(?:open|close)$/, '');
    if (containers[name] !== undefined) {
      if (token.nesting === 1) within.push(`${containers[name]}:${opened++}`);
      else within.pop();
    } else if (token.type === 'heading_open') {
      element = token.tag as Paragraph['element'];
    } else if (token.type === 'paragraph_open') {
      element = 'p';
    } else if (token.type === 'inline') {
      add(element, runsOf(token.children ?? []));
    } else if (token.type === 'code_block' || token.type === 'fence') {
      add('pre', [{ text: token.content.replace(/\s+$/, '').replaceAll(/\n\s*\n/g, '\n'), format: [] }]);
    }
  }
  return paragraphs;

  function add(element: Paragraph['element'], runs: Run[]): void {
    const tidy = element === 'pre' ? runs : withoutLooseSpace(runs);
    const text = tidy.map((run) => run.text).join('');
    if (text === '') return;
    // Characters that only meet where two runs do may still compose; the text matters more than its formatting.
    const runsInNfc = text === text.normalize('NFC') ? tidy : [{ text: text.normalize('NFC'), format: [] }];
    paragraphs.push({ element, within: [...within], runs: runsInNfc });
  }
}

/** The text of paragraphs: each apart from the next by one blank line. */
export function plainText(paragraphs: readonly Paragraph[]): string {
  return paragraphs.map((paragraph) => paragraph.runs.map((run) => run.text).join('')).join(PARAGRAPH_BREAK);
}

// Of scripts that do not put spaces between words; only a dictionary can tell their words apart.
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}]|['’.,-](?=[\p{L}\p{N}]))*/gu;
const words = new Intl.Segmenter('und', { granularity: 'word' });

/** How many words a text has; by dictionary in scripts that do not put spaces between them. */
export function countWords(text: string): number {
  if (!UNSPACED.test(text)) return text.match(WORD)?.length ?? 0;
  let count = 0;
  for (const { isWordLike } of words.segment(text)) if (isWordLike) count += 1;
  return count;
}

function runsOf(tokens: readonly Token[]): Run[] {
  const runs: Run[] = [];
  const open: Format[] = [];
  let href: string | undefined;
  const add = (text: string, format: readonly Format[] = open) => {
    if (text !== '') runs.push({ text, format: [...format], ...(href === undefined ? {} : { href }) });
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
    } else {
      // Text, code, entities; of a picture its alternative text.
      add(token.content, token.type === 'code_inline' ? [...open, 'code'] : open);
    }
  }
  return runs;
}

/** One space where there are several, none at the ends of lines and of the whole; runs of the same formatting become one. */
function withoutLooseSpace(runs: readonly Run[]): Run[] {
  const tidy: Run[] = [];
  let before = '\n';
  for (const run of runs) {
    let text = run.text.replaceAll(/[ \t\f\v]+/g, ' ').replaceAll(/ ?\n ?/g, '\n');
    if (/\s$/.test(before)) text = text.replace(/^[ \n]+/, '');
    if (text === '') continue;
    before = text;
    const last = tidy.at(-1);
    if (last && last.href === run.href && last.format.join() === run.format.join()) tidy[tidy.length - 1] = { ...last, text: last.text + text };
    else tidy.push({ ...run, text });
  }
  for (let last = tidy.at(-1); last !== undefined && /[ \n]$/.test(last.text); last = tidy.at(-1)) {
    tidy.pop();
    const text = last.text.trimEnd();
    if (text !== '') tidy.push({ ...last, text });
  }
  return tidy;
}
