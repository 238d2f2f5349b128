// GraphiQL and the start page in a real browser: no request leaves the machine, and every prepared query gives data.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { type GraphQLArgument, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { preparedQueries } from '../../src/server/graphiql.ts';
import { executablePath, launchBrowser } from './browser.ts';
import { openBundled, startServer } from './running.ts';

/** What the schema says of a coordinate such as `Query.statements.first`. */
function descriptionOf(coordinate: string): string {
  const [typeName = '', ...path] = coordinate.split('.');
  const type = schema.getType(typeName);
  const members: readonly { name: string; description?: string | null; args?: readonly GraphQLArgument[] }[] =
    isEnumType(type)
      ? type.getValues()
      : isObjectType(type) || isInputObjectType(type)
        ? Object.values(type.getFields())
        : [];
  const member = members.find(({ name }) => name === path[0]);
  const args = member?.args ?? [];
  const found = [type, member, args.find(({ name }) => name === path[1])][path.length];
  // As it reads on the page: without marks.
  return found!.description!.split('\n')[0]!;
}

if (!executablePath) console.warn('Skipped: there is no Chromium or Chrome in /usr/bin to open GraphiQL in.');

// A page of 9 MB takes its time on a busy machine.
const PATIENCE_IN_MILLISECONDS = 60_000;

/** What is read comes to be as it is then expected. */
const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: PATIENCE_IN_MILLISECONDS });

/** Expects that the page offers the schema as it is served. */
async function expectSchemaToDownload(page: Page): Promise<void> {
  const link = page.getByRole('link', { name: 'Download the schema' });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toBe('schema.graphql');
  expect(readFileSync(await download.path(), 'utf8')).toBe(
    await (await fetch(`${url}/schema.graphql`)).text(),
  );
}

interface Visit {
  readonly page: Page;
  /** Origins of everything that was asked for. */
  readonly origins: Set<string>;
  /** Errors and warnings of the console, violations of the policy, exceptions, and answers that are no success. */
  readonly complaints: string[];
}

// One service and one browser for all of them.
const { url, post } = await startServer(await openBundled(undefined, afterAll), undefined, [], {
  whenOver: afterAll,
});
const browser = executablePath ? await launchBrowser() : undefined;
afterAll(() => browser?.close());

/** Opens a page of the service. */
async function visit(path: string): Promise<Visit> {
  const page = await browser!.newPage();
  page.setDefaultTimeout(PATIENCE_IN_MILLISECONDS);
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
  return { page, origins, complaints };
}

/** The gaps of an introspection: what has a name there and no description. */
function undescribedIn(schemaAsAsked: object): string[] {
  const gaps: string[] = [];
  const look = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    // What every schema has is described by GraphQL, not here.
    if ('name' in value && String(value.name).startsWith('__')) return;
    if ('description' in value && 'name' in value && !value.description)
      gaps.push(`${path}.${String(value.name)}`);
    const name = 'name' in value && typeof value.name === 'string' ? `${path}.${value.name}` : path;
    for (const child of Object.values(value)) look(child, name);
  };
  look(schemaAsAsked, '');
  // The types of introspection are those of GraphQL itself.
  return gaps.filter((gap) => !gap.startsWith('.__'));
}

const guide = readFileSync(resolve(import.meta.dirname, '../../docs/queries.md'), 'utf8');
const questions = [...guide.matchAll(/^### (.+)$/gm)].map(([, title]) => title);

test('every question of the guide is a link that GraphiQL opens, and gives data', async () => {
  const html = await (await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } })).text();
  const links = [...html.matchAll(/<a href="(\/graphql\?query=[^"]+)">/g)].map(
    ([, link]) => new URL(link!, url),
  );
  expect(links).toHaveLength(questions.length);
  for (const [index, link] of links.entries()) {
    const query = link.searchParams.get('query')!;
    expect(query.split('\n')[0]).toBe(`# ${questions[index]}`);
    expect(query).toMatch(/^query [A-Z]\w+ \{$/m);
    const { body } = await post({ query });
    expect({ query, errors: (body as { errors?: unknown }).errors }).toEqual({ query, errors: undefined });
  }
});

describe.skipIf(!executablePath)('in a browser', { timeout: 4 * PATIENCE_IN_MILLISECONDS }, () => {
  // GraphiQL costs a browser seconds of work whenever it is opened, so all is seen by one visitor, who stays.
  let page: Page;
  let origins: Visit['origins'];
  let complaints: Visit['complaints'];
  beforeAll(async () => {
    ({ page, origins, complaints } = await visit('/'));
  });
  afterEach(() => {
    expect([...origins]).toEqual([url]);
    expect(complaints).toEqual([]);
  });

  test('the start page needs nothing but itself, offers the schema as a download, and leads to GraphiQL', async () => {
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('onrecord');
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await fits()).toBe(true);
    }
    await expectSchemaToDownload(page);
    await page.getByRole('link', { name: 'Open GraphiQL' }).click();
    await page.getByRole('tab').first().waitFor();
  });

  test('GraphiQL opens with every prepared query in a tab, and each gives data', async () => {
    const tabs = page.getByRole('tab');
    const names = preparedQueries().map(({ query }) => /^query (\w+)/m.exec(query)?.[1]);
    await eventually(() => tabs.allInnerTexts()).toEqual(names);

    for (const [index, name] of names.entries()) {
      await tabs.nth(index).locator('.graphiql-tab-button').click();
      // GraphiQL reads what the editor shows a moment later, and writes it into the address then.
      if (index > 0) {
        await eventually(() => new URL(page.url()).searchParams.get('query')).toContain(`query ${name}`);
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
  });

  test('GraphiQL offers the schema as a download, and describes types, fields, arguments and values', async () => {
    await expectSchemaToDownload(page);
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const panel = page.locator('.graphiql-doc-explorer');
    await page.getByRole('link', { name: 'Query', exact: true }).click();
    await page.getByRole('link', { name: 'statements', exact: true }).click();
    await panel.getByText(descriptionOf('Query.statements')).waitFor();
    await panel.getByText(descriptionOf('Query.statements.first').split('`')[0]!.trim()).waitFor();
    await page.getByRole('link', { name: 'StatementWhere', exact: true }).click();
    await panel.getByText(descriptionOf('StatementWhere')).waitFor();
    await panel.getByText(descriptionOf('StatementWhere.answered')).waitFor();
    await page.getByRole('link', { name: 'StatementKind', exact: true }).click();
    await panel.getByText(descriptionOf('StatementKind.DEMAND')).waitFor();
  });

  test('what GraphiQL asks for its documentation is described without a gap', async () => {
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().postData()?.includes('__schema') ?? false),
      page.getByRole('button', { name: 'Re-fetch GraphQL schema' }).click(),
    ]);
    const { data } = (await answer.json()) as { data: { __schema: object } };
    // Everything with a name has a description there: types, fields, arguments, values, input fields and directives.
    expect(undescribedIn(data.__schema)).toEqual([]);
    expect(JSON.stringify(data).match(/"description"/g)!.length).toBeGreaterThan(500);
  });

  test('GraphiQL fits into a narrow window and a wide one, with nothing cut off', async () => {
    const settings = page.getByRole('button', { name: 'Open settings dialog' });
    const questionsButton = page.getByRole('button', { name: 'Questions to ask' });
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 700 });
      await eventually(async () => {
        const box = await settings.boundingBox();
        return box !== null && box.y + box.height <= 700;
      }).toBe(true);
      await questionsButton.click();
      const menu = (await page.locator('#questions').boundingBox())!;
      expect(menu.x >= 0 && menu.x + menu.width <= width && menu.y + menu.height <= 700).toBe(true);
      await page.keyboard.press('Escape');
      await page.locator('#questions').waitFor({ state: 'hidden' });
    }
  });

  test('tabs in GraphiQL stay where they are when the hand is not still', async () => {
    const tabs = page.getByRole('tab');
    await tabs.nth(3).scrollIntoViewIfNeeded();
    const before = await tabs.allInnerTexts();
    const { x, y } = (await tabs.nth(3).boundingBox())!;
    await page.mouse.move(x + 10, y + 10);
    await page.mouse.down();
    await page.mouse.move(x + 18, y + 10, { steps: 4 });
    await page.mouse.up();
    await eventually(() => page.locator('.graphiql-tab-active').innerText()).toBe(before[3]);
    expect(await tabs.allInnerTexts()).toEqual(before);
  });

  test('GraphiQL has the questions of the guide in a menu, and opens one beside the tabs that are there', async () => {
    const tabs = page.getByRole('tab');
    const before = await tabs.allInnerTexts();
    await page.getByRole('button', { name: 'Questions to ask' }).click();
    const menu = page.locator('#questions');
    expect(await menu.getByRole('link').allInnerTexts()).toEqual(questions);

    await menu.getByRole('link', { name: 'Which outcomes never came about?' }).click();
    await eventually(() => tabs.allInnerTexts()).toEqual([...before, 'WhichOutcomesNeverCame']);
    const active = page.locator('.graphiql-tab-active');
    expect(await active.innerText()).toBe('WhichOutcomesNeverCame');
    // The strip of tabs is longer than the window.
    const strip = (await page.locator('.graphiql-tabs').boundingBox())!;
    await eventually(async () => {
      const tab = (await active.boundingBox())!;
      return tab.x >= strip.x - 1 && tab.x + tab.width <= strip.x + strip.width + 1;
    }).toBe(true);
    await page.getByRole('button', { name: /^Execute query/ }).click();
    await page.locator('.result-window').getByText('"Unconditional ceasefire"').first().waitFor();

    // Asked again, it is the same tab.
    await page.getByRole('button', { name: 'Questions to ask' }).click();
    await menu.getByRole('link', { name: 'Which outcomes never came about?' }).click();
    await eventually(() => active.innerText()).toBe('WhichOutcomesNeverCame');
    expect(await tabs.count()).toBe(before.length + 1);
  });

  test('GraphiQL keeps tabs over a reload: those that were added, changed and closed', async () => {
    const tabs = page.getByRole('tab');
    const count = await tabs.count();
    await tabs.first().locator('.graphiql-tab-button').click();
    await tabs.first().hover();
    await tabs.first().getByRole('button', { name: 'Close Tab' }).click();
    await page.getByRole('button', { name: 'New tab' }).click();
    await page.locator('.graphiql-query-editor .view-lines').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText('query Mine { corpus { version } }');
    await eventually(() => tabs.last().innerText()).toBe('Mine');
    const before = await tabs.allInnerTexts();
    expect(before).toHaveLength(count);
    // What is typed is stored a moment later.
    await eventually(() => page.evaluate(() => localStorage.getItem('graphiql:tabState'))).toContain(
      'query Mine',
    );

    await page.reload();
    await eventually(() => tabs.allInnerTexts()).toEqual(before);
    expect(await page.locator('.graphiql-tab-active').innerText()).toBe('Mine');
    await eventually(() => page.locator('.graphiql-query-editor .view-lines').innerText()).toMatch(
      /query\sMine\s\{\scorpus/,
    );
  });

  test('a subscription in GraphiQL is a stream that stays open', async () => {
    await page.getByRole('button', { name: 'New tab' }).click();
    await page.locator('.graphiql-query-editor .view-lines').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText('subscription Changes { recordChanged { change recordId } }');
    await eventually(() => page.locator('.graphiql-tab-active').innerText()).toBe('Changes');
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().headers()['accept'] === 'text/event-stream'),
      page.getByRole('button', { name: /^Execute query/ }).click(),
    ]);
    expect([answer.status(), answer.headers()['content-type']]).toEqual([
      200,
      expect.stringMatching(/^text\/event-stream/),
    ]);
    await page.getByRole('button', { name: /^Stop query/ }).click();
  });
});
