// GraphiQL and the start page in a real browser: no request leaves the machine, and every prepared query gives data.
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { preparedQueries } from '../../src/server/graphiql.ts';
import { executablePath, launchBrowser } from './browser.ts';
import { openBundled, startServer } from './running.ts';

if (!executablePath) console.warn('Skipped: there is no Chromium or Chrome in /usr/bin to open GraphiQL in.');

interface Visit {
  readonly page: Page;
  readonly url: string;
  /** Origins of everything that was asked for. */
  readonly origins: Set<string>;
  /** Errors and warnings of the console, violations of the policy, exceptions, and answers that are no success. */
  readonly complaints: string[];
}

async function visit(path: string): Promise<Visit> {
  const { url } = await startServer(await openBundled());
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const origins = new Set<string>();
  const complaints: string[] = [];
  page.on('request', (request) => {
    const address = new URL(request.url());
    // Workers and icons are made by the page itself; nobody is asked for a data: URL.
    if (address.protocol !== 'data:') origins.add(address.origin);
  });
  page.on('response', (response) => {
    if (!response.ok() && response.status() !== 304)
      complaints.push(`${response.status()} ${response.url()}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`policy: ${violatedDirective} ${blockedURI}`);
    });
  });
  await page.goto(url + path);
  return { page, url, origins, complaints };
}

describe.skipIf(!executablePath)('in a browser', () => {
  test('GraphiQL opens with every prepared query in a tab, and each gives data', async () => {
    const { page, url, origins, complaints } = await visit('/graphql');
    const tabs = page.getByRole('tab');
    const names = preparedQueries().map(({ query }) => /^query (\w+)/m.exec(query)?.[1]);
    await expect.poll(() => tabs.allInnerTexts(), { timeout: 20_000 }).toEqual(names);

    for (const [index, name] of names.entries()) {
      await tabs.nth(index).locator('.graphiql-tab-button').click();
      // GraphiQL reads what the editor shows a moment later, and writes it into the address then.
      if (index > 0) {
        await expect.poll(() => new URL(page.url()).searchParams.get('query')).toContain(`query ${name}`);
      }
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.request().postData()?.includes(`query ${name}`) ?? false),
        page.getByRole('button', { name: /execute/i }).click(),
      ]);
      const { data, errors } = await answer.json();
      expect({ name, errors }).toEqual({ name, errors: undefined });
      // Nothing that was asked for at the top is missing.
      expect({ name, missing: Object.keys(data).filter((field) => data[field] === null) }).toEqual({
        name,
        missing: [],
      });
      await page.locator('.result-window').getByText('"data"').waitFor();
    }
    expect([...origins]).toEqual([url]);
    expect(complaints).toEqual([]);
  }, 120_000);

  test('tabs in GraphiQL stay where they are when the hand is not still', async () => {
    const { page } = await visit('/graphql');
    const tabs = page.getByRole('tab');
    await tabs.nth(3).waitFor();
    const before = await tabs.allInnerTexts();
    const { x, y } = (await tabs.nth(3).boundingBox())!;
    await page.mouse.move(x + 10, y + 10);
    await page.mouse.down();
    await page.mouse.move(x + 18, y + 10, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => page.locator('.graphiql-tab-active').innerText()).toBe(before[3]);
    expect(await tabs.allInnerTexts()).toEqual(before);
  });

  test('the documentation in GraphiQL knows the schema', async () => {
    const { page, complaints } = await visit('/graphql');
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Query', exact: true }).click();
    await page.getByRole('link', { name: 'article', exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('the start page needs nothing but itself, and leads to GraphiQL', async () => {
    const { page, url, origins, complaints } = await visit('/');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('onrecord');
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await fits()).toBe(true);
    }
    await page.getByRole('link', { name: 'Open GraphiQL' }).click();
    await page.getByRole('tab').first().waitFor();
    expect([...origins]).toEqual([url]);
    expect(complaints).toEqual([]);
  });
});
