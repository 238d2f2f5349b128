// The example's page as a reader meets it: started by its README's command, in a real browser, against the running service.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executablePath, openPage } from '../browser.ts';
import {
  cleanEnvironment,
  repository,
  type Running,
  type Service,
  startProgram,
  startService,
} from '../service.ts';

const folder = join(repository, 'examples/client');

function npm(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('npm', words, {
    cwd: folder,
    env: cleanEnvironment(),
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

let service: Service;
let site: Running;
beforeAll(async () => {
  expect(npm('install', '--no-audit', '--no-fund')).toMatchObject({ status: 0 });
  service = await startService();
  site = await startProgram('npm', ['start', '--', '--port', '0'], {
    cwd: folder,
    environment: { VITE_ONRECORD_URL: service.graphql },
    ready: /http:\/\/127\.0\.0\.1:\d+\//,
  });
});
afterAll(async () => {
  await site?.stop();
  await service?.stop();
});

test('every document of the page is typed by the committed schema, and the page can be built', () => {
  expect(npm('run', 'build')).toMatchObject({ status: 0 });
});

const sizes = [
  { name: 'on a wide screen', viewport: { width: 1280, height: 900 } },
  { name: 'on a phone', viewport: { width: 390, height: 844 } },
];

describe.skipIf(!executablePath).each(sizes)('$name', ({ viewport }) => {
  test('the front page lists the latest articles, loads more, and tells what came of it', async () => {
    const { page, complaints } = await openPage({ viewport });
    await page.goto(site.address);
    const headlines = page.getByRole('article').getByRole('link');
    await headlines.nth(2).waitFor();
    expect(await headlines.allTextContents()).toEqual([
      'Ukraine and Russia agree on a further prisoner exchange in 40 minutes',
      'Second round in Istanbul brings further exchanges, but no ceasefire',
      'Ukraine and Russia complete exchange of 1,000 prisoners for 1,000',
    ]);
    await page.getByRole('button', { name: 'Load more' }).press('Enter');
    await page.getByText('6 of 6 articles').waitFor();
    expect(new Set(await headlines.allTextContents()).size).toBe(6);
    expect(await page.getByRole('button', { name: 'Load more' }).count()).toBe(0);
    // The keyboard goes on where the new articles begin.
    expect(await headlines.nth(3).evaluate((link) => link === document.activeElement)).toBe(true);
    expect(
      await page.getByRole('listitem').filter({ hasText: 'Unconditional ceasefire' }).innerText(),
    ).toMatch(/Rejected$/);
    expect(await isWithin(page)).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('a marked statement tells who said it, how it reached the page, what answered it and what came of it', async () => {
    const { page, complaints } = await openPage({ viewport });
    await page.goto(`${site.address}#/articles/istanbul-talks-stall`);
    await page.getByText('Marked words').locator('visible=true').waitFor();
    await page.getByRole('button', { name: /^Moscow’s conditions go far beyond/ }).click();
    const panel = page.getByRole('complementary', { name: 'The chosen statement' });
    await panel.getByRole('heading', { level: 3 }).waitFor();
    expect(await panel.getByRole('heading', { level: 3 }).innerText()).toBe(
      'Russia’s conditions go far beyond what was discussed before.',
    );
    expect(await panel.locator('.chain li').allInnerTexts()).toEqual([
      'Speaker\na diplomatic source · Background\na diplomatic source',
      'Reported by\nAxios · On the record\ntold Axios',
      'Published by\nonrecord sample desk · On the record',
    ]);
    expect(await isWithin(page)).toBe(true);

    await page.getByRole('button', { name: /^demanded that Ukraine withdraw/ }).click();
    await panel.getByText('Ukraine denies').waitFor();
    await panel.getByRole('link', { name: 'The demand is unrealistic and out of touch' }).click();
    await expect
      .poll(() => panel.getByRole('heading', { level: 3 }).innerText())
      .toMatch(/^The demand is unreal/);
    const words = page.getByRole('button', { name: /^it called the demand unrealistic/ });
    expect(await words.getAttribute('aria-pressed')).toBe('true');
    expect(await isUncovered(words)).toBe(true);

    await panel.getByRole('link', { name: 'Withdrawal of Ukrainian forces' }).click();
    await page.getByRole('heading', { level: 1, name: 'Withdrawal of Ukrainian forces' }).waitFor();
    expect(await page.title()).toBe('Withdrawal of Ukrainian forces from several regions – On the record');
    expect(complaints).toEqual([]);
  });

  test('words that stand in two statements show both', async () => {
    const { page } = await openPage({ viewport });
    await page.goto(`${site.address}#/articles/istanbul-talks-stall`);
    await page.getByRole('button', { name: 'underlying causes', exact: true }).click();
    const panel = page.getByRole('complementary', { name: 'The chosen statement' });
    await expect
      .poll(() => panel.getByRole('heading', { level: 3 }).allInnerTexts())
      .toEqual([
        'Before a ceasefire, the “underlying causes” of the war must be addressed.',
        'underlying causes',
      ]);
  });

  test('statements are chosen and left with the keyboard alone', async () => {
    const { page } = await openPage({ viewport });
    await page.goto(`${site.address}#/articles/istanbul-talks-stall`);
    const words = page.getByRole('button', { name: 'Each side is to hand over 1,000 prisoners of war' });
    await words.waitFor();
    const isFocused = () => words.evaluate((mark) => mark === document.activeElement);
    for (let steps = 0; steps < 5 && !(await isFocused()); steps++) await page.keyboard.press('Tab');
    expect(await isFocused()).toBe(true);
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: 'The chosen statement' });
    await panel.getByText('Rustem Umerov').first().waitFor();
    await page.keyboard.press('Escape');
    await panel.getByText('Rustem Umerov').first().waitFor({ state: 'hidden' });
    expect(await isFocused()).toBe(true);
  });

  test('an outcome tells where it stood on the day that the slider is moved to', async () => {
    const { page, complaints } = await openPage({ viewport });
    await page.goto(`${site.address}#/outcomes/prisoner-exchange`);
    const slider = page.getByRole('slider');
    const status = page.locator('output');
    await slider.focus();
    await slider.press('Home');
    const seen: string[] = [];
    for (const [days, expected] of [
      [0, 'Not yet on record'],
      [3, 'Agreed'],
      [6, 'Agreed'],
      [1, 'Pending'],
      [1, 'Pending'],
      [1, 'Implemented'],
    ] as const) {
      for (let day = 0; day < days; day++) await slider.press('ArrowRight');
      await expect.poll(() => status.getAttribute('aria-busy')).toBe('false');
      expect(await status.innerText()).toBe(expected);
      seen.push(`${await slider.getAttribute('aria-valuetext')}: ${expected}`);
    }
    expect(seen).toEqual([
      '13 May 2025: Not yet on record',
      '16 May 2025: Agreed',
      '22 May 2025: Agreed',
      '23 May 2025: Pending',
      '24 May 2025: Pending',
      '25 May 2025: Implemented',
    ]);
    const history = page.locator('.history li');
    expect(await history.count()).toBe(4);
    expect(await history.nth(2).innerText()).toContain('Corrected on 24 May 2025.');
    expect(await isWithin(page)).toBe(true);
    expect(complaints).toEqual([]);
  });
});

test.skipIf(!executablePath)(
  'a reader is told what to do where nothing answers, and where a page does not exist',
  async () => {
    const { page } = await openPage();
    await page.goto(`${site.address}#/articles/no-such-article`);
    await page.getByRole('heading', { name: 'There is no such article' }).waitFor();
    await page.route(service.graphql, (route) => route.abort());
    await page.goto(`${site.address}#/articles/istanbul-talks-stall`);
    await page.getByText(`Nothing answers at ${service.graphql}. Start onrecord with npm start`).waitFor();
  },
);

/** Whether nothing of the page lies beyond its right edge. */
function isWithin(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
}

/** Whether the middle of an element is what a pointer would meet there. */
function isUncovered(locator: ReturnType<Page['locator']>): Promise<boolean> {
  return locator.evaluate((element) => {
    const box = element.getClientRects()[0];
    return (
      box !== undefined &&
      document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === element
    );
  });
}
