// Content files that were cut, turned around and written over: each is compiled, or has problems that say where.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compileFolder } from '../content/folder.ts';
import { fuzzSeed, many } from '../many.ts';
import { type Random, randomOf } from '../soak/random.ts';

const FILES = many(150, 5_000);
const bundled = resolve(import.meta.dirname, '../../content');

const pieces = [
  '\u0000',
  '\uFEFF',
  '\r\n',
  '\t',
  '---\n',
  '"',
  "'",
  ': ',
  '- ',
  '{',
  '[[[[[[[[',
  '&a [*a, *a]',
  '!!js/function "x"',
  '!!binary AAAA',
  '? ',
  '<<: *a\n',
  '__proto__: {x: 1}\n',
  'constructor: 1\n',
  'slug: ../../etc/passwd\n',
  'embargoedUntil: 9999-99-99\n',
  'datePublished: 2025-05-16T18:30:00Z\n',
  '<script>alert(1)</script>',
  '[x](javascript:alert(1))',
  '>'.repeat(2_000),
  'a'.repeat(70_000),
  '\u202E',
  '\u0301'.repeat(100),
].map((piece) => Buffer.from(piece));
const bytes = [Buffer.from([0xff]), Buffer.from([0xc3, 0x28]), Buffer.from([0xed, 0xa0, 0x80])];

function altered(before: Buffer, random: Random): Buffer {
  let now = before;
  for (let times = 1 + random.below(3); times > 0; times -= 1) {
    const at = random.below(now.length + 1);
    const end = Math.min(now.length, at + 1 + random.below(80));
    switch (random.below(6)) {
      case 0:
        now = now.subarray(0, at);
        break;
      case 1:
        now = Buffer.concat([now.subarray(0, at), now.subarray(end)]);
        break;
      case 2:
        now = Buffer.concat([now.subarray(0, end), now.subarray(at)]);
        break;
      case 3:
        now = Buffer.concat([now.subarray(0, at), random.pick(bytes), now.subarray(end)]);
        break;
      case 4: {
        const lines = now.toString('latin1').split('\n');
        lines.splice(random.below(lines.length), 0, ...lines.splice(random.below(lines.length), 1));
        now = Buffer.from(lines.join('\n'), 'latin1');
        break;
      }
      default:
        now = Buffer.concat([now.subarray(0, at), random.pick(pieces), now.subarray(at)]);
    }
  }
  return now;
}

test(`${FILES} altered files are compiled, or have problems that say where`, async () => {
  const content = mkdtempSync(join(tmpdir(), 'onrecord-altered-'));
  onTestFinished(() => rmSync(content, { recursive: true, force: true }));
  const random = randomOf(fuzzSeed);
  let [files, refused] = [0, 0];
  while (files < FILES) {
    cpSync(bundled, content, { recursive: true });
    const paths = readdirSync(content, { recursive: true, encoding: 'utf8' }).filter((path) =>
      statSync(join(content, path)).isFile(),
    );
    for (const path of paths) {
      // Whole files in between show what their neighbours do to them.
      if (random.next() < 0.3) continue;
      files += 1;
      writeFileSync(join(content, path), altered(readFileSync(join(content, path)), random));
    }
    const { problems, lines } = await compileFolder(content);
    refused += new Set(problems.map(({ file }) => file)).size;
    for (const { file, line, column, code, message } of problems) {
      expect(paths, message).toContain(file);
      expect(line, message).toBeGreaterThan(0);
      expect(column, message).toBeGreaterThan(0);
      expect(code, message).toMatch(/^[A-Z_]+$/);
    }
    expect(lines.join('\n')).not.toMatch(/node_modules|\n {4}at |onrecord-altered/);
  }
  expect(refused).toBeGreaterThan(FILES / 4);
});
