// Takes the pictures of the README from the bundled content: npm run pictures
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openCorpus } from '../../src/corpus.ts';
import { schema } from '../../src/graphql/schema.ts';
import { listen } from '../../src/server/listen.ts';
import { ServedCorpus } from '../../src/server/served-corpus.ts';
import { createServer } from '../../src/server/server.ts';
import { launchBrowser } from '../../tests/server/browser.ts';

const scratch = mkdtempSync(join(tmpdir(), 'onrecord-pictures-'));
const content = resolve(import.meta.dirname, '../../content');
const { store } = await openCorpus({ content, store: join(scratch, 'corpus.db') });
if (!store) throw new Error('The content has problems: "npm run check" tells which.');
const corpus = new ServedCorpus(store);
const server = createServer({
  schema,
  corpus,
  report: (_, error) => console.error(error),
  isStopping: () => false,
});
const listening = await listen(server, '127.0.0.1', 0);

const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
await page.goto(`${listening.url}/graphql`);
await page.getByRole('button', { name: /^Execute query/ }).click();
await page.locator('.result-window').getByText('"articleBodyHtml"').waitFor();
// The pointer rests on nothing, so that no hint hides the page.
await page.mouse.move(0, 899);
await page.waitForTimeout(500);
await page.screenshot({ path: join(import.meta.dirname, 'graphiql.png') });

await browser.close();
await listening.stop(0);
corpus.close();
rmSync(scratch, { recursive: true });
