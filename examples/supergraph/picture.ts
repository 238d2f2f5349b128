// Takes the picture of the README while the example runs: npm run picture -- http://127.0.0.1:4100/graphql
import { join } from 'node:path';
import { launchBrowser } from '../../tests/server/browser.ts';

const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 1440, height: 1150 }, colorScheme: 'light' });
page.setDefaultTimeout(120_000);
await page.goto(process.argv[2] ?? 'http://127.0.0.1:4100/graphql');
await page.getByRole('button', { name: 'Hide editor tools' }).click();
await page.getByRole('button', { name: /^Execute query/ }).click();
await page.locator('.result-window').getByText('"readerNotes"').waitFor();
// The pointer rests on nothing, so that no hint hides the page.
await page.mouse.move(0, 1149);
await page.waitForTimeout(500);
await page.screenshot({ path: join(import.meta.dirname, 'picture.png') });
await browser.close();
