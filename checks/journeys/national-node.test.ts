/** Signing in by login.gov.pl in a browser: the labelled simulator, at both widths, in three languages. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../browser.ts';
import { inspect, isAccessible, type Stage, setStage, settled, widths } from './stage.ts';

let stage: Stage;
let browser: Browser;

beforeAll(async () => {
  stage = await setStage(6);
  browser = await startBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
}, 30_000);

async function open(width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 768 }, locale: 'pl-PL' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${stage.url}/sign-in`);
  return page;
}

/** From the sign-in page to the simulator, as somebody, at a level. */
async function goAs(page: Page, person: RegExp, level = 'Profil zaufany'): Promise<void> {
  await page.getByRole('button', { name: 'Zaloguj się przez login.gov.pl' }).click();
  await page.getByRole('heading', { level: 1, name: 'SYMULATOR: login.gov.pl' }).waitFor();
  await page.getByRole('radio', { name: person }).check();
  await page.getByRole('radio', { name: level }).check();
  await page.getByRole('button', { name: 'Zaloguj jako wybraną osobę' }).click();
}

describe('login.gov.pl', { timeout: 120_000 }, () => {
  it.each([widths.phone, widths.desk])('signs a patient in at %i px', async (width) => {
    const page = await open(width);
    await page.getByRole('heading', { level: 2, name: 'Przez login.gov.pl' }).waitFor();
    await isAccessible(page, `the sign-in page at ${width} px`);
    await page.getByRole('button', { name: 'Zaloguj się przez login.gov.pl' }).click();
    await page.getByRole('heading', { level: 1, name: 'SYMULATOR: login.gov.pl' }).waitFor();
    await page.getByRole('button', { name: 'Zaloguj jako wybraną osobę' }).click();
    await page.getByText('Zaznacz osobę').first().waitFor();
    // Both widths at once, so that the second turn need not look again.
    if (width === widths.phone) await inspect(page, 'symulator-wezla');
    await page.setViewportSize({ width, height: 768 });
    await page.getByRole('radio', { name: /Jakub Zieliński/ }).check();
    await page.getByRole('button', { name: 'Zaloguj jako wybraną osobę' }).click();
    await page.waitForURL(/\/ikp/);
    await settled(page);
    await page.getByText('Jakub').first().waitFor();
    expect(page.url()).not.toContain('SAMLart');
    await page.context().close();
  });

  it('signs a physician in, and asks somebody identified by one factor for the second', async () => {
    const doctor = await open(widths.desk);
    await goAs(doctor, /Jan Nowak/, 'e-dowód');
    await doctor.waitForURL(/gabinet/);
    await doctor.context().close();
    const patient = await open(widths.phone);
    await goAs(patient, /Jakub Zieliński/, 'Samo hasło');
    await patient.getByRole('heading', { level: 1, name: 'Wpisz kod' }).waitFor();
    await patient.keyboard.type(await stage.nextCode('jakub.zielinski'));
    await patient.keyboard.press('Enter');
    await patient.waitForURL(/\/ikp/);
    await patient.context().close();
  });

  it('opens an account for somebody who has none', async () => {
    const page = await open(widths.phone);
    await page.getByRole('button', { name: 'Zaloguj się przez login.gov.pl' }).click();
    // The first of the people who are no fixed ones: nobody of them has an account.
    await page.getByRole('radio').nth(3).check();
    await page.getByRole('button', { name: 'Zaloguj jako wybraną osobę' }).click();
    await page.getByRole('heading', { level: 1, name: 'Załóż konto' }).waitFor();
    await inspect(page, 'zaloz-konto');
    await page.getByRole('button', { name: 'Załóż konto' }).click();
    await page.getByRole('heading', { level: 1, name: 'Wybierz, czym się logujesz' }).waitFor();
    await isAccessible(page, 'factors of a newcomer');
    await page.context().close();
  });

  it('says that it did not succeed when the return is opened a second time', async () => {
    const page = await open(widths.desk);
    await page.goto(`${stage.url}/sign-in/wezel?SAMLart=x&RelayState=y`);
    await page.getByText('Nie udało się zalogować przez login.gov.pl').first().waitFor();
    await isAccessible(page, 'a refused return');
    await page.goto(`${stage.url}/sign-in/symulator?prosba=0`);
    await page.getByText('Ta prośba o zalogowanie wygasła').waitFor();
    await isAccessible(page, 'a request that is over');
    await page.context().close();
  });

  it('speaks English and Ukrainian', async () => {
    const page = await open(widths.phone);
    const said = [
      ['English', 'Sign in by login.gov.pl', 'SIMULATOR: login.gov.pl'],
      ['Українська', 'Увійти через login.gov.pl', 'СИМУЛЯТОР: login.gov.pl'],
    ] as const;
    for (const [language, way, title] of said) {
      await page.goto(`${stage.url}/sign-in`);
      await page.getByRole('button', { name: language }).first().click();
      await page.getByRole('button', { name: way }).click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await isAccessible(page, `the simulator in ${language}`);
    }
    await page.context().close();
  });
});
