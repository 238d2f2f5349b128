// What the package on a registry is made of: JavaScript, since Node takes types away from no file in node_modules.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const [source, built] = [join(root, 'src'), join(root, 'dist')];
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

rmSync(built, { recursive: true, force: true });
execFileSync(process.execPath, [compiler, '--project', join(root, 'tsconfig.package.json')], {
  stdio: 'inherit',
});
// What the program reads besides: pages, and the queries of the browser. What was compiled stays.
for (const file of readdirSync(source, { recursive: true, withFileTypes: true })) {
  if (!file.isFile() || file.name.endsWith('.ts')) continue;
  const path = join(file.parentPath, file.name);
  cpSync(path, path.replace(source, built), { force: false });
}
chmodSync(join(built, 'onrecord.js'), 0o755);
