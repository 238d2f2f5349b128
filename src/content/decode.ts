// Bytes to text, strictly: UTF-8 or a problem, one kind of line end, no byte order mark.
import type { ContentFile } from './files.ts';

/** A file of one record may be as large as this, in bytes; so may a line of JSON Lines, in UTF-16 units. */
export const RECORD_LIMIT = 2 * 1024 * 1024;

/** A text that cannot be taken, with the reason as a message for editors. */
export class UnreadableText extends Error {
  /** One-based line on which it was found. */
  readonly line: number;

  constructor(message: string, line = 1) {
    super(message);
    this.line = line;
  }
}

/** A line of a file and its one-based number. */
export interface NumberedLine {
  readonly text: string;
  readonly number: number;
}

/** Is given every byte that is read. */
export type Take = (bytes: Uint8Array) => void;

/** The whole text of a file, with `\n` as line ends. Rejects with {@link UnreadableText}. */
export async function readText(file: ContentFile, take?: Take): Promise<string> {
  if (file.size > RECORD_LIMIT) throw tooLarge(`${file.size} bytes`);
  let size = 0;
  let text = '';
  for await (const piece of decoded(file, take)) {
    // It may have grown since its size was asked for.
    size += piece.length;
    if (size > RECORD_LIMIT) throw tooLarge(`more than ${RECORD_LIMIT} characters`);
    text += piece;
  }
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
}

/** The lines of a file, one at a time, without line ends and without those that are blank. Rejects with {@link UnreadableText}. */
export async function* readLines(file: ContentFile, take?: Take): AsyncGenerator<NumberedLine> {
  let rest = '';
  let number = 0;
  for await (const piece of decoded(file, take)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      number += 1;
      if (line.trim() !== '') yield { text: line.trimEnd(), number };
    }
    if (rest.length > RECORD_LIMIT)
      throw new UnreadableText(
        `the line is longer than ${RECORD_LIMIT} characters: split the record`,
        number + 1,
      );
  }
  if (rest.trim() !== '') yield { text: rest.trimEnd(), number: number + 1 };
}

async function* decoded(file: ContentFile, take: Take = () => undefined): AsyncGenerator<string> {
  const decoder = strictDecoder();
  try {
    for await (const bytes of file.read()) {
      take(bytes);
      if (bytes.includes(0)) throw await whyNotText(file);
      yield decoder.decode(bytes, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw await whyNotText(file).catch(unreadable);
    throw unreadable(error);
  }
}

function unreadable(error: unknown): UnreadableText {
  if (error instanceof UnreadableText) return error;
  const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
  return new UnreadableText(`the file cannot be read (${reason}): check that it exists and may be read`);
}

/** Reads the file once more, line by line, to tell where it stops being text. */
async function whyNotText(file: ContentFile): Promise<UnreadableText> {
  const decoder = strictDecoder();
  let line = 1;
  let first = true;
  for await (const bytes of file.read()) {
    if (first && hasUtf16Mark(bytes)) return new UnreadableText('the file is UTF-16: save it as UTF-8');
    first = false;
    for (let from = 0; from < bytes.length;) {
      const end = bytes.indexOf(LINE_FEED, from);
      const next = end === -1 ? bytes.length : end + 1;
      const piece = bytes.subarray(from, next);
      if (piece.includes(0))
        return new UnreadableText('the file has a NUL byte here, so it is not text: save it as UTF-8', line);
      if (!decodes(decoder, piece))
        return new UnreadableText('the file is not UTF-8 here: save it in that encoding', line);
      if (end !== -1) line += 1;
      from = next;
    }
  }
  return new UnreadableText('the file is not UTF-8 at its end: save it whole, in that encoding', line);
}

const LINE_FEED = 0x0a;

function strictDecoder(): TextDecoder {
  return new TextDecoder('utf-8', { fatal: true });
}

function decodes(decoder: TextDecoder, bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function hasUtf16Mark([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function tooLarge(size: string): UnreadableText {
  return new UnreadableText(
    `the file has ${size}, and ${RECORD_LIMIT} is the most: split it, or write large archives as JSON Lines`,
  );
}
