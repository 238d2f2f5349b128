// Whether the package installs and runs as users have it: from its archive, in an empty folder, on the oldest, the usual and the newest Node.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const { engines, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly engines: { readonly node: string };
  readonly devDependencies: { readonly node: string };
};
const oldest = engines.node.replace('>=', '');
const versions = [oldest, devDependencies.node, 'latest'];

const LONGEST_START_IN_MILLISECONDS = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'onrecord-package-'));

function npm(cwd: string, ...words: string[]): string {
  return execFileSync('npm', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** An empty folder with packages installed as users do it. */
function install(name: string, ...packages: string[]): string {
  const place = join(folder, name);
  mkdirSync(place);
  npm(place, 'init', '--yes');
  npm(place, 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', ...packages);
  return place;
}

/** The program of a version of Node, from the package for this platform that the package `node` would fetch. */
function nodeOf(version: string): string {
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const exact = JSON.parse(npm(folder, 'view', `node@${version}`, 'version', '--json')) as string | string[];
  // They come in the order in which they were published.
  const [newest] = [exact].flat().sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  const name = `${prefix}-${process.platform}-${process.arch}`;
  return join(install(`node-${newest}`, `${name}@${newest}`), 'node_modules', name, 'bin/node');
}

/** Starts the program in an empty folder, asks it, and stops it. */
async function tryOn(node: string, program: string, ...words: string[]): Promise<string> {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const cwd = mkdtempSync(join(folder, 'empty-'));
  const child = spawn(node, [program, ...words], { cwd, env: { ...process.env, PORT: '0' } });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (said += text));
  const ended = once(child, 'close');
  try {
    const end = performance.now() + LONGEST_START_IN_MILLISECONDS;
    let url: string | undefined;
    while (url === undefined) {
      if (child.exitCode !== null || performance.now() > end) throw new Error(`It did not start:\n${said}`);
      await new Promise((settle) => setTimeout(settle, 50));
      url = /http:\S+\/graphql/.exec(said)?.[0];
    }
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ articles(first: 1) { totalCount nodes { headline } } }' }),
    });
    const { data } = (await response.json()) as { data?: { articles: { totalCount: number } } };
    if (!data || data.articles.totalCount === 0) throw new Error(`No articles were answered:\n${said}`);
    const page = await fetch(url, { headers: { accept: 'text/html' } });
    if (!page.ok) throw new Error(`GraphiQL answers ${page.status}:\n${said}`);
    child.kill('SIGTERM');
    const [code] = (await ended) as [number | null];
    if (code !== 0) throw new Error(`It ended with ${code}:\n${said}`);
    const warnings = said.split('\n').filter((line) => /warning/i.test(line));
    if (warnings.length > 0) throw new Error(`It warns:\n${warnings.join('\n')}`);
    if (readdirSync(cwd).length > 0) throw new Error(`It left behind: ${readdirSync(cwd).join(', ')}`);
    return `Node ${version}: ${['onrecord', ...words.slice(0, 1)].join(' ')} serves ${data.articles.totalCount} articles in an empty folder.`;
  } finally {
    child.kill('SIGKILL');
  }
}

try {
  const [{ filename, size, entryCount }] = JSON.parse(
    npm(root, 'pack', '--json', '--silent', '--pack-destination', folder),
  ) as [{ filename: string; size: number; entryCount: number }];
  console.log(`${filename}: ${entryCount} files, ${Math.round(size / 1_000)} kB`);
  const place = install('user', join(folder, filename));
  const program = join(place, 'node_modules/.bin/onrecord');
  const content = join(place, 'node_modules/onrecord/content');
  for (const version of versions) {
    const node = nodeOf(version);
    console.log(await tryOn(node, program));
    // With threads and processes of its own.
    const store = join(folder, `${version}.db`);
    const settings = ['--content', content, '--store', store, '--watch', '--workers', '2'];
    console.log(await tryOn(node, program, 'serve', ...settings));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
