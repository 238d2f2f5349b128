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

/** The whole text of a file, with `\n` as line ends. Rejects with {@link UnreadableText}. `take` is given every piece. */
export async function readText(file: ContentFile, take: (bytes: Uint8Array) => void): Promise<string> {
  if (file.size > RECORD_LIMIT) {
    throw new UnreadableText(`the file has ${file.size} bytes, and ${RECORD_LIMIT} is the most: split it, or write large archives as JSON Lines`);
  }
  let text = '';
  for await (const piece of decoded(file, take)) text += piece;
  return text.replaceAll(/\r\n?/g, '\n');
}

/** The lines of a file, one at a time, without line ends and without those that are blank. Rejects with {@link UnreadableText}. */
export async function* readLines(file: ContentFile, take: (bytes: Uint8Array) => void): AsyncGenerator<NumberedLine> {
  let rest = '';
  let number = 0;
  for await (const piece of decoded(file, take)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      number += 1;
      if (line.trim() !== '') yield { text: line.trimEnd(), number };
    }
    if (rest.length > RECORD_LIMIT) throw new UnreadableText(`the line is longer than ${RECORD_LIMIT} characters`, number + 1);
  }
  if (rest.trim() !== '') yield { text: rest.trimEnd(), number: number + 1 };
}

async function* decoded(file: ContentFile, take: (bytes: Uint8Array) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of file.read()) {
      take(bytes);
      if (bytes.includes(0)) throw new UnreadableText('the file has a NUL byte, so it is not text: save it as UTF-8');
      yield decoder.decode(bytes, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (error instanceof UnreadableText) throw error;
    if (error instanceof TypeError) throw new UnreadableText('the file is not UTF-8: save it in that encoding');
    throw new UnreadableText(`the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
}
