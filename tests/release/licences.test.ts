// Licences of what users get with the package: none that asks for more than to be named, and none that is not known.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { dependenciesOf, isAccepted } from '../../release/licences.ts';

const root = resolve(import.meta.dirname, '../..');
const all = dependenciesOf(readFileSync(resolve(root, 'package-lock.json'), 'utf8'));

test('every package that is installed with this one has an accepted licence', () => {
  expect(all.filter(({ licence }) => !isAccepted(licence))).toEqual([]);
});

test('the report has every direct dependency, and none of development', () => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(resolve(root, 'package.json'), 'utf8'),
  ) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const names = all.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  for (const name of Object.keys(devDependencies))
    if (!(name in dependencies)) expect(names).not.toContain(name);
});

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0)', true],
  ['Elastic-2.0', false],
  ['MIT AND GPL-3.0', false],
  ['SEE LICENSE IN LICENSE', false],
  [undefined, false],
])('the licence %j is accepted: %j', (licence, accepted) => {
  expect(isAccepted(licence)).toBe(accepted);
});
