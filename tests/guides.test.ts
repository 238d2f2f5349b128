// The tables of the guides that are printed from the program. After a change that is meant,
// `npx vitest run tests/guides.test.ts --update` prints them anew.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { errorCodes } from '../src/errors.ts';
import { type Limit, limitSettings } from '../src/server/limits.ts';

async function printed(guide: string, mark: string, rows: readonly (readonly string[])[]): Promise<void> {
  const path = resolve(import.meta.dirname, '../docs', guide);
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const text = readFileSync(path, 'utf8').replace(
    new RegExp(`(<!-- ${mark} -->)[^]*(<!-- /${mark} -->)`),
    (_, begin: string, end: string) => `${begin}\n\n${table}\n\n${end}`,
  );
  const options = JSON.parse(
    readFileSync(resolve(import.meta.dirname, '../.prettierrc.json'), 'utf8'),
  ) as object;
  await expect(await format(text, { ...options, parser: 'markdown' })).toMatchFileSnapshot(path);
}

test('the guide to limits has each of them with its default, setting, code and reason', () =>
  printed('limits.md', 'limits', [
    ['setting', 'default', 'what it bounds', 'code', 'why'],
    ['---', '---:', '---', '---', '---'],
    ...Object.values<Limit>(limitSettings).map(({ variable, fallback, bounds, code, reason }) => [
      `\`${variable}\``,
      String(fallback),
      bounds,
      code === undefined ? '' : `\`${code}\``,
      reason,
    ]),
  ]));

test('the guide to errors has each code', () =>
  printed('errors.md', 'codes', [
    ['code', 'what to do'],
    ['---', '---'],
    ...Object.entries(errorCodes).map(([code, text]) => [`\`${code}\``, text]),
  ]));
