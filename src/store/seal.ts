// The seal of a corpus file: who made it, and a checksum of every byte, in two fields of the header that SQLite leaves to programs.
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

// Fields of the header (https://sqlite.org/fileformat2.html): the last two are "user_version" and "application_id".
const PAGE_SIZE_AT = 16;
const PAGE_COUNT_AT = 28;
const CHECKSUM_AT = 60;
const MAKER_AT = 68;
const MAKER = Buffer.from('onre');
const PIECE_SIZE = 1024 * 1024;

/** Seals a file that is complete and closed. */
export function seal(path: string): void {
  const file = openSync(path, 'r+');
  try {
    writeSync(file, MAKER, 0, MAKER.length, MAKER_AT);
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(checksumOf(file));
    writeSync(file, checksum, 0, checksum.length, CHECKSUM_AT);
  } finally {
    closeSync(file);
  }
}

/** Whether an open file says that this program made it. */
export function isOurs(file: number): boolean {
  return headerOf(file)
    .subarray(MAKER_AT, MAKER_AT + MAKER.length)
    .equals(MAKER);
}

/** Whether an open file begins as databases of SQLite do. */
export function isDatabase(file: number): boolean {
  return headerOf(file).toString('latin1').startsWith('SQLite format 3\0');
}

/** How many bytes an open file had when it was built. */
export function builtSize(file: number): number {
  const header = headerOf(file);
  const pageSize = header.readUInt16BE(PAGE_SIZE_AT);
  return (pageSize === 1 ? 65_536 : pageSize) * header.readUInt32BE(PAGE_COUNT_AT);
}

/** Whether every byte of an open file is as it was sealed. Takes as long as it takes to read it. */
export function isWhole(file: number): boolean {
  return checksumOf(file) === headerOf(file).readUInt32BE(CHECKSUM_AT);
}

/** The same, bit by bit: others get their turn in between. False as soon as `isOver`, whatever the file is. */
export async function isWholeLater(file: number, isOver: () => boolean): Promise<boolean> {
  const pieces = checksums(file);
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    if (isOver()) return false;
    const { done, value } = pieces.next();
    if (done) return value === headerOf(file).readUInt32BE(CHECKSUM_AT);
  }
}

function checksumOf(file: number): number {
  const pieces = checksums(file);
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
  }
}

/** The checksum (CRC-32) of the bytes so far, piece by piece; at last that of all. */
function* checksums(file: number): Generator<number, number> {
  const piece = Buffer.allocUnsafe(PIECE_SIZE);
  let checksum = 0;
  for (let position = 0; ;) {
    const length = readSync(file, piece, 0, piece.length, position);
    if (length === 0) return checksum;
    // It cannot cover itself.
    if (position === 0) piece.fill(0, CHECKSUM_AT, CHECKSUM_AT + 4);
    checksum = crc32(piece.subarray(0, length), checksum);
    position += length;
    yield checksum;
  }
}

function headerOf(file: number): Buffer {
  const header = Buffer.alloc(100);
  readSync(file, header, 0, header.length, 0);
  return header;
}
