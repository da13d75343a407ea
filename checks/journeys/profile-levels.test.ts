/**
 * The levels of the e-Profil by keyboard alone: overview, problem, stay, letter and back, each as it was left; every
 * level on paper; in three languages.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, isAccessible, type Stage, setStage, settled, widths } from './stage.ts';

const anna = 'Wiśniowiecka-Brzęczyszczykiewicz';
let stage: Stage;
let page: Page;
let overview: string;

beforeAll(async () => {
  stage = await setStage(3);
  page = await stage.enter('jan.nowak');
  await page.getByRole('searchbox').fill('wisniow an');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: anna }).click();
  await heading('Problemy').waitFor();
  overview = page.url();
}, 180_000);
afterAll(() => stage?.close(), 30_000);

const heading = (name: string | RegExp) => page.getByRole('heading', { name });
const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
const crumbs = () => page.locator('.ez-breadcrumb li').allInnerTexts();

/** Presses a key until what has the focus says the words: at most eighty times. */
async function press(key: string, until: RegExp): Promise<void> {
  for (let turn = 0; turn < 80 && !until.test(await focused()); turn++) await page.keyboard.press(key);
  expect(await focused()).toMatch(until);
}
async function type(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

describe('down by keyboard', { timeout: 120_000 }, () => {
  it('opens a problem from the overview: measures over treatment, goals, plan, what is missing', async () => {
    await type('g', 'p');
    await press('Tab', /^Niewydolność serca/);
    await page.keyboard.press('Enter');
    await heading('Pomiary na tle leczenia').waitFor();
    await settled(page);
    expect(await crumbs()).toEqual(['Przegląd', 'Niewydolność serca zastoinowa']);
    for (const name of ['Czego brakuje', 'Cele', 'Plan', 'Pobyty i dokumenty', /^Zdarzenia/]) {
      expect(await heading(name).count(), String(name)).toBe(1);
    }
    expect(await page.locator('.ez-measures svg').count()).toBeGreaterThan(8);
    await inspect(page, 'gabinet-problem');
  });

  it('shows the same numbers as a table with T, and Backspace returns to the chart', async () => {
    await page.keyboard.press('t');
    await page.getByRole('table', { name: 'Pomiary, od najnowszych' }).waitFor();
    expect(await page.locator('.ez-table tbody tr').count()).toBeGreaterThan(20);
    await isAccessible(page, 'gabinet-problem as a table');
    await page.keyboard.press('Backspace');
    await page.locator('.ez-measures').waitFor();
  });

  it('opens the stay with arrows and Enter, and the letter from it, under a path of four', async () => {
    await type('g', 'z');
    await press('ArrowDown', /^Pobyt na oddziale/);
    await page.keyboard.press('Enter');
    await heading('Co zrobiono').waitFor();
    await settled(page);
    expect(await crumbs()).toEqual([
      'Przegląd',
      'Niewydolność serca zastoinowa',
      expect.stringMatching(/^Pobyt \d\d–/),
    ]);
    await inspect(page, 'gabinet-pobyt');
    await press('Tab', /^Karta informacyjna/);
    await page.keyboard.press('Enter');
    await heading('Oryginał').waitFor();
    await settled(page);
    await expect.poll(async () => (await crumbs()).length).toBe(4); // names of levels above come after the page
  });

  it('marks in the letter the place of the fact that has the focus', async () => {
    await type('g', 'z');
    await press('ArrowDown', /^Apiksaban/);
    expect(await page.locator('mark[data-chosen]').innerText()).toMatch(/^apiksaban/);
    expect(await page.getByText('nikt nie przesłał podpisu').count()).toBe(1);
    await inspect(page, 'gabinet-dokument-oryginal');
  });

  it('goes back with Backspace, each time to the link that led away', async () => {
    await page.keyboard.press('Backspace');
    await heading('Co zrobiono').waitFor();
    await expect.poll(focused).toMatch(/^Karta informacyjna/);
    await page.keyboard.press('Backspace');
    await heading('Pomiary na tle leczenia').waitFor();
    await expect.poll(focused).toMatch(/^Pobyt na oddziale/);
    await page.keyboard.press('Backspace');
    await heading('Problemy').waitFor();
    await expect.poll(focused).toMatch(/^Niewydolność serca/);
  });
});

describe('Back', { timeout: 120_000 }, () => {
  it('restores zoom, open lists, filters and scroll exactly', async () => {
    await page.setViewportSize({ width: widths.desk, height: 600 });
    await page.getByRole('button', { name: 'rok', exact: true }).click();
    await page.getByRole('button', { name: /^Pokaż wszystkie \(17\)/ }).click();
    await page
      .getByRole('link', { name: /^Cukrzyca/ })
      .first()
      .scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollTo(0, 140));
    await page
      .getByRole('link', { name: /^Cukrzyca/ })
      .first()
      .click();
    await heading('Pomiary na tle leczenia').waitFor();
    await page.getByRole('link', { name: '3 lata' }).click();
    await page.getByRole('link', { name: 'wizyty' }).click();
    await page.waitForURL(/okres=3.*tor=visits/);
    await page.getByRole('button', { name: /^Pokaż wszystkie/ }).click();
    await page.evaluate(() => scrollTo(0, 900));
    const last = page.locator('#pp-problem-events a').nth(15);
    await last.scrollIntoViewIfNeeded();
    const scrolled = await page.evaluate(() => scrollY);
    const rows = await page.locator('#pp-problem-events li').count();
    await last.click();
    await page.waitForURL(/zdarzenie\/Encounter/);
    await heading(/^Co|^Wyniki/)
      .first()
      .waitFor();
    await page.goBack();
    await heading('Pomiary na tle leczenia').waitFor();
    expect(page.url()).toMatch(/okres=3.*tor=visits/);
    expect(await page.locator('#pp-problem-events li:visible').count()).toBe(rows);
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(scrolled);
    for (let step = 0; step < 3; step++) await page.goBack();
    await heading('Problemy').waitFor();
    await page.getByRole('button', { name: 'rok', exact: true, pressed: true }).waitFor();
    await page.getByRole('button', { name: 'Zwiń listę' }).first().waitFor();
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(140);
    await page.setViewportSize({ width: widths.desk, height: 768 });
  });
});

const hasPoppler = spawnSync('pdfinfo', ['-v']).error === undefined;

describe('on paper', { timeout: 120_000 }, () => {
  it.skipIf(!hasPoppler)('carries whose it is, when, and page x of y on A4; the overview on two sheets', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-print-'));
    const levels = [[overview, 'Problemy', 2]] as [string, string, number][];
    await page.goto(overview);
    await page
      .getByRole('link', { name: /^Niewydolność serca/ })
      .first()
      .click();
    await heading('Pomiary na tle leczenia').waitFor();
    levels.push([page.url(), 'Pomiary na tle leczenia', 9]);
    await page
      .getByRole('link', { name: /^Karta informacyjna/ })
      .first()
      .click();
    await heading('Oryginał').waitFor();
    levels.push([page.url(), 'Oryginał', 9]);
    for (const [address, name, most] of levels) {
      await page.goto(address);
      await heading(name).waitFor();
      await settled(page);
      const file = path.join(folder, 'sheet.pdf');
      writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
      const said = execFileSync('pdfinfo', [file]).toString();
      const pages = Number(/Pages:\s+(\d+)/.exec(said)?.[1]);
      expect(said).toContain('(A4)');
      expect(pages, name).toBeLessThanOrEqual(most);
      for (let sheet = 1; sheet <= pages; sheet++) {
        const text = execFileSync('pdftotext', ['-f', `${sheet}`, '-l', `${sheet}`, file, '-']).toString();
        expect(text, `${name}, sheet ${sheet}`).toContain(anna);
        expect(text).toContain(`strona ${sheet}/${pages}`);
        expect(text).toMatch(/wydrukowano \d/);
      }
    }
    rmSync(folder, { recursive: true, force: true });
  });
  it.runIf(!hasPoppler)('IS NOT CHECKED: pdfinfo of poppler-utils is not installed', () => undefined);
});

describe('languages', { timeout: 120_000 }, () => {
  it.each([
    ['English', 'Measurements over treatment', 'Original', 'en'],
    ['Українська', 'Вимірювання на тлі лікування', 'Оригінал', 'uk'],
  ])('speaks %s on levels 1 and 3, at both widths', async (language, measures, original, code) => {
    await page.goto(overview);
    await page
      .getByRole('button', { name: language })
      .or(page.getByRole('link', { name: language }))
      .first()
      .click();
    await page
      .getByRole('link', { name: /^Niewydolność serca/ })
      .first()
      .click();
    await heading(measures).waitFor();
    await inspect(page, `gabinet-problem-${code}`);
    await page
      .getByRole('link', { name: /^Karta informacyjna/ })
      .first()
      .click();
    await heading(original).waitFor();
    await inspect(page, `gabinet-dokument-oryginal-${code}`);
  });
});
