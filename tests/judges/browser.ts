// A real browser for the judges: the one of the tests of the service, where the machine has one.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, onTestFinished } from 'vitest';
import { launchBrowser } from '../server/browser.ts';

export { executablePath } from '../server/browser.ts';

/** A page, and all that it complained of so far. */
export interface OpenPage {
  readonly page: Page;
  /** Errors and warnings on the console, exceptions, and requests that failed. */
  readonly complaints: readonly string[];
}

// One browser for all pages of a file of tests.
let launched: Promise<Browser> | undefined;
afterAll(async () => {
  await (await launched)?.close();
  launched = undefined;
});

/** Opens an empty page with a fresh profile, which is closed after the test. */
export async function openPage(options: BrowserContextOptions = {}): Promise<OpenPage> {
  launched ??= launchBrowser();
  const context = await (await launched).newContext(options);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // The page itself gave it up.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${request.url()}: ${reason}`);
  });
  return { page, complaints };
}
