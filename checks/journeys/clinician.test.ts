/**
 * The physician's journey: two factors, a patient found by PESEL, the whole history on one screen, one event, the
 * table.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, isAccessible, picture, type Stage, setStage, settled, widths } from './stage.ts';

const anna = 'Anna Wiśniowiecka-Brzęczyszczykiewicz';
let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await setStage();
  page = await stage.enter('jan.nowak');
}, 180_000);
afterAll(() => stage?.close(), 30_000);

const field = () => page.getByRole('searchbox', { name: 'PESEL albo imię i nazwisko' });
const heading = (name: string | RegExp) => page.getByRole('heading', { name });

describe('finding a patient', { timeout: 60_000 }, () => {
  it('opens with the field in focus and is accessible', async () => {
    await settled(page);
    expect(await field().evaluate((element) => element === document.activeElement)).toBe(true);
    await inspect(page, 'gabinet-znajdz');
  });

  it('says what is wrong with a mistyped PESEL, at the field and at the top', async () => {
    await field().fill('59031200029');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert');
    await alert.getByText('Ostatnia cyfra nie pasuje').waitFor();
    expect(await page.title()).toMatch(/^Błąd:/);
    await isAccessible(page, 'gabinet-znajdz with an error');
  });

  it('says that nobody matches, and finds by the beginning of names without Polish letters', async () => {
    await field().fill('qqqq');
    await page.keyboard.press('Enter');
    await page.getByText('nikt nie pasuje').waitFor();
    await field().fill('wisniow an');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: anna }).waitFor();
    await inspect(page, 'gabinet-znaleziono');
    expect(page.url()).not.toMatch(/wisniow/i);
  });

  it('opens the patient at once when the PESEL is right', async () => {
    const pesel = (await page.locator('td code').first().innerText()).replace(/\D/g, '');
    await field().fill(pesel);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/gabinet\/pacjent\//);
    expect(page.url()).not.toContain(pesel);
  });
});

describe('e-Profil level 0', { timeout: 60_000 }, () => {
  it('shows who it is, allergies, news, gaps, problems, medicines, results and the life line', async () => {
    await settled(page);
    const band = page.getByRole('region', { name: 'Pacjent' });
    expect(await band.innerText()).toMatch(/Wiśniowiecka-Brzęczyszczykiewicz[\s\S]*67 lat[\s\S]*Penicylina/);
    expect(await page.title()).toContain(anna);
    for (const name of [
      /^Co nowego od/,
      'Brakuje / Sprzeczne',
      'Problemy',
      /^Leki \(\d+\)/,
      'Ostatnie wyniki',
      'Dokumenty',
      'Zespół',
    ]) {
      expect(await heading(name).count(), String(name)).toBe(1);
    }
    const unfilled = page.getByRole('listitem').filter({ hasText: 'Przepisano i nie wykupiono' });
    expect(await unfilled.first().innerText()).toContain('Ramipryl');
    await inspect(page, 'gabinet-przeglad');
  });

  it('fits the lists into 1366 × 768 without scrolling', async () => {
    await page.setViewportSize({ width: widths.desk, height: 768 });
    const bottom = await page.locator('.pp-overview').evaluate((grid) => grid.getBoundingClientRect().bottom);
    expect(bottom).toBeLessThanOrEqual(768);
  });

  it('draws or counts every entry: the words under the life line add up to the record', async () => {
    // Opening the profile asks the NFZ in the background: what came in since is not on the page yet.
    await page.reload();
    await settled(page);
    const words = (await page.locator('.ez-timeline [role=status]').innerText()).replace(/\s/g, '');
    const numbers = [...words.split(':').slice(1).join(':').matchAll(/\d+/g)].map(Number);
    const total = await page.evaluate(async () => {
      const answer = await fetch(`/api/patient-profile/${location.pathname.split('/').at(-1)}/overview`);
      return (await answer.json()).lifeLine.total;
    });
    expect(numbers.reduce((sum, one) => sum + one, 0)).toBe(total);
    expect(total).toBeGreaterThan(4000);
  });

  it('is walked by keyboard: shortcuts, arrows, zoom', async () => {
    await page.keyboard.press('?');
    await heading('Skróty klawiszowe').waitFor();
    await isAccessible(page, 'gabinet-przeglad with shortcuts');
    await page.keyboard.press('?');
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('pp-medicines');
    await page.locator('.ez-timeline [tabindex="0"]').first().focus();
    const before = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).not.toBe(before);
    await picture(page, 'gabinet-linia-zycia-fokus');
    await page.keyboard.press('+');
    await page.getByRole('button', { name: 'rok', exact: true, pressed: true }).waitFor();
  });
});

describe('the table and one event', { timeout: 60_000 }, () => {
  it('opens the table twin with T, filters it, and Back returns', async () => {
    await page.keyboard.press('t');
    await heading('Linia życia jako tabela').waitFor();
    await settled(page);
    expect(await page.locator('.ez-table tbody tr').count()).toBe(50);
    await page.getByRole('combobox', { name: 'Rodzaj' }).selectOption('stays');
    await page.getByRole('button', { name: 'Szukaj', exact: true }).click();
    await page.getByText('Pokazuję: pobyty').waitFor();
    await inspect(page, 'gabinet-tabela');
    await page.goBack();
    await page.getByText('Pokazuję: wszystko').waitFor();
    await page.goForward();
    await settled(page);
  });

  it('opens a stay with its results and documents, and the discharge letter as text', async () => {
    await page.locator('.ez-table tbody a').first().click();
    await heading('Co zrobiono').waitFor();
    expect(page.url()).toContain('/zdarzenie/Encounter/');
    for (const name of ['Co zrobiono', 'Wyniki', 'Dokumenty']) expect(await heading(name).count(), name).toBe(1);
    expect(await page.getByRole('region', { name: 'Pacjent' }).innerText()).toContain('Penicylina');
    await inspect(page, 'gabinet-zdarzenie');
    await page.getByRole('link', { name: 'Karta informacyjna leczenia szpitalnego' }).click();
    await page.getByText('Przebieg: duszność').waitFor();
    await inspect(page, 'gabinet-dokument');
    await page.getByRole('link', { name: 'Przegląd' }).click();
    await heading('Problemy').waitFor();
  });

  it('shows a physician elsewhere nothing, and does not say that she exists', async () => {
    const address = page.url();
    const other = await stage.enter('ewa.mazur');
    await other.goto(address);
    await other.getByText('Nie możemy tego pokazać').waitFor();
    expect(await other.content()).not.toContain('Wiśniowiecka');
    await isAccessible(other, 'gabinet-odmowa');
    await other.context().close();
  });
});

describe('languages', { timeout: 60_000 }, () => {
  it.each([
    ['English', 'Problems', 'en'],
    ['Українська', 'Проблеми', 'uk'],
  ])('speaks %s on the same page, without breaking at 320 px', async (language, problems, code) => {
    await page
      .getByRole('button', { name: language })
      .or(page.getByRole('link', { name: language }))
      .first()
      .click();
    await heading(problems).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(code);
    await inspect(page, `gabinet-przeglad-${code}`);
  });
});
