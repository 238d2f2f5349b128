// The text of an article as stores keep it: its body once, and the rest as places in it.
import type { ArticleText, Mention, Paragraph, Run } from '../model/article.ts';
import { MeasuredText, PARAGRAPH_BREAK } from '../model/stretch.ts';

/** What is kept of a text: its body, and the rest as JSON. */
export interface TextColumns {
  readonly body: string;
  readonly data: string;
}

/** A run without its text, which is as long; lengths and offsets of runs are in UTF-16 units. */
type StoredRun = Omit<Run, 'text' | 'format'> & { readonly length: number; readonly format?: Run['format'] };

/** A paragraph, or the length of one that is plain text and stands in nothing. */
type StoredParagraph = number | (Omit<Paragraph, 'runs'> & { readonly runs: readonly StoredRun[] });

/** A name and where it stands: start and end of each place in turn, in code points. */
interface StoredMention {
  readonly thing: string;
  readonly at: readonly number[];
}

interface StoredText {
  /** Global id of the article. */
  readonly article: string;
  readonly paragraphs: readonly StoredParagraph[];
  readonly mentions: readonly StoredMention[];
}

/** The text of an article as columns. Paragraphs must be those of the body, and mentions stand in it. */
export function textColumns(
  article: string,
  { articleBody, paragraphs, mentions }: ArticleText,
): TextColumns {
  const stored: StoredText = {
    article,
    paragraphs: paragraphs.map(storedParagraph),
    mentions: mentions.map(({ thing, anchors }) => ({
      thing,
      at: anchors.flatMap(({ start, end }) => [start, end]),
    })),
  };
  return { body: articleBody, data: JSON.stringify(stored) };
}

/** A text from columns. */
export function textOf(body: string, data: string): ArticleText {
  const { article, paragraphs, mentions } = JSON.parse(data) as StoredText;
  const text = new MeasuredText(body);
  let from = 0;
  return {
    articleBody: body,
    paragraphs: paragraphs.map((stored) => {
      const paragraph = paragraphAt(body, from, stored);
      from = paragraph.until + PARAGRAPH_BREAK.length;
      return paragraph.read;
    }),
    mentions: mentions.map((mention) => mentionIn(text, article, mention)),
  };
}

function storedParagraph({ element, within, runs }: Paragraph): StoredParagraph {
  const [first, ...others] = runs;
  const isPlain =
    element === 'p' &&
    within.length === 0 &&
    others.length === 0 &&
    first?.format.length === 0 &&
    !first.href;
  if (isPlain) return first.text.length;
  return {
    element,
    within,
    runs: runs.map(({ text, format, href }) => ({
      length: text.length,
      ...(format.length > 0 && { format }),
      ...(href !== undefined && { href }),
    })),
  };
}

function paragraphAt(
  body: string,
  from: number,
  stored: StoredParagraph,
): { read: Paragraph; until: number } {
  const { element, within, runs } =
    typeof stored === 'number' ? ({ element: 'p', within: [], runs: [{ length: stored }] } as const) : stored;
  let until = from;
  const read = runs.map(({ length, format = [], ...link }: StoredRun) => {
    until += length;
    return { text: body.slice(until - length, until), format, ...link };
  });
  return { read: { element, within, runs: read }, until };
}

function mentionIn(text: MeasuredText, article: string, { thing, at }: StoredMention): Mention {
  const anchors = Array.from({ length: at.length / 2 }, (_, place) => ({
    article,
    field: 'BODY' as const,
    ...text.stretchAt(at[2 * place]!, at[2 * place + 1]!),
  }));
  return { thing, matchedName: anchors[0]?.exact ?? '', anchors };
}
