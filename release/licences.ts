#!/usr/bin/env node
// The licences of everything that is installed with the package, as package-lock.json has them: `npm run licences [-- --json]`.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** A package that users get with this one. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  /** As an SPDX expression; undefined where the package has none. */
  readonly licence: string | undefined;
}

/** Licences that ask for nothing but to be named. What has another one is looked at by somebody before it is added here. */
export const acceptedLicences: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'PSF-2.0',
]);

/** Everything that is installed with the package, by name; what only development needs is left out. */
export function dependenciesOf(lock: string): Dependency[] {
  const { packages } = JSON.parse(lock) as {
    readonly packages: Readonly<
      Record<string, { readonly version: string; readonly license?: string; readonly dev?: boolean }>
    >;
  };
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, { version, license }]) => ({
      name: path.replace(/^.*node_modules\//, ''),
      version,
      licence: license,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Whether a licence is accepted; of alternatives one has to be. */
export function isAccepted(licence: string | undefined): boolean {
  return (licence ?? '')
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((each) => acceptedLicences.has(each));
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: 'boolean' } } });
  const all = dependenciesOf(readFileSync(resolve(import.meta.dirname, '../package-lock.json'), 'utf8'));
  const refused = all.filter(({ licence }) => !isAccepted(licence));
  if (values.json) console.log(JSON.stringify(all, null, 2));
  else {
    for (const { name, version, licence = 'none' } of all)
      console.log(`${licence.padEnd(14)}${name} ${version}`);
    console.log(`\n${all.length} packages, ${refused.length} under licences that nobody has looked at`);
  }
  process.exitCode = refused.length > 0 ? 1 : 0;
}
