/** The patient's journey: the same facts in plain words, and who looked at them. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goInIkp, inspect, isAccessible, type Stage, setStage, settled } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await setStage();
  const physician = await stage.enter('jan.nowak');
  await physician.getByRole('searchbox').fill('wisniow an');
  await physician.keyboard.press('Enter');
  await physician.getByRole('link', { name: /Wiśniowiecka/ }).click();
  await physician.getByRole('heading', { name: 'Problemy' }).waitFor();
  await physician.context().close();
  page = await stage.enter('anna.wisniowiecka');
}, 180_000);
afterAll(() => stage?.close(), 30_000);

const heading = (name: string | RegExp) => page.getByRole('heading', { name });
const go = async (name: string) => {
  await goInIkp(page, name);
  await settled(page);
};

describe('start', { timeout: 60_000 }, () => {
  it('greets, says what to do now, and shows medicines and the last result', async () => {
    await heading('Dzień dobry, Anna').waitFor();
    await page.getByRole('link', { name: /Wykup 1 lek/ }).waitFor();
    expect(await heading('Moje leki').count()).toBe(1);
    await inspect(page, 'ikp-start');
  });
});

describe('medicines', { timeout: 60_000 }, () => {
  it('shows doses in words, and what is still to be collected first', async () => {
    await go('Moje leki');
    expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toMatch(/^Do wykupienia \(1\)/);
    await page.getByText('1 tabletka 2 razy na dobę, rano i wieczorem').waitFor();
    await inspect(page, 'ikp-leki');
  });
});

describe('results', { timeout: 60_000 }, () => {
  it('puts what is outside its range first, and explains one on a number line', async () => {
    await go('Moje wyniki');
    await inspect(page, 'ikp-wyniki');
    await page.getByRole('link', { name: /HbA1c/ }).click();
    await heading(/HbA1c/).waitFor();
    await settled(page);
    expect(await page.locator('.ez-number-line').innerText()).toMatch(/7,9\s*%[\s\S]*powyżej normy/);
    for (const name of ['Co to znaczy', 'Co teraz', 'Jak się zmieniało'])
      expect(await heading(name).count(), name).toBe(1);
    await inspect(page, 'ikp-wynik');
  });
});

describe('visits and documents', { timeout: 60_000 }, () => {
  it('lists visits by year and opens one', async () => {
    await go('Moje wizyty');
    await inspect(page, 'ikp-wizyty');
    await page.getByRole('link', { name: /Pobyt/ }).first().click();
    await heading('Najważniejsze').waitFor();
    await inspect(page, 'ikp-wizyta');
  });

  it('opens a document as text', async () => {
    await go('Moje dokumenty');
    await inspect(page, 'ikp-dokumenty');
    await page.getByRole('link', { name: 'Karta informacyjna leczenia szpitalnego' }).first().click();
    await page.getByText('Przebieg: duszność').waitFor();
    await inspect(page, 'ikp-dokument');
  });
});

describe('who looked at my data', { timeout: 60_000 }, () => {
  it('names the physician, the clinic, what and why', async () => {
    await go('Kto oglądał moje dane');
    const line = page.locator('.sau-line', { hasText: /lek\. Jan Nowak[\s\S]*Cała dokumentacja/ });
    expect(await line.innerText()).toMatch(/lekarz[\s\S]*Przychodnia[\s\S]*Cała dokumentacja[\s\S]*leczenie/);
    await inspect(page, 'ikp-kto-ogladal');
  });

  it('shows a refused attempt, and that nothing was seen', async () => {
    const stranger = await stage.enter('jakub.zielinski');
    const refused = await stranger.evaluate(async () => (await fetch('/api/patient-profile/p-1-1/overview')).status);
    expect(refused).toBe(404);
    await stranger.context().close();
    await page.reload();
    await page.getByText('niczego nie zobaczyła').waitFor();
    await page.getByRole('link', { name: 'Odrzucone próby' }).click();
    await page.getByText('odrzucone', { exact: true }).first().waitFor();
    await isAccessible(page, 'ikp-kto-ogladal refused');
    await page.getByRole('link', { name: 'Tylko ja' }).click();
    await page.getByText('Cel: Twoje konto').first().waitFor();
  });
});

describe('languages', { timeout: 60_000 }, () => {
  it.each([
    ['English', 'Hello, Anna', 'en'],
    ['Українська', 'Добрий день, Anna', 'uk'],
  ])('speaks %s without breaking', async (language, greeting, code) => {
    await page.goto(`${stage.url}/ikp`);
    await page
      .getByRole('button', { name: language })
      .or(page.getByRole('link', { name: language }))
      .first()
      .click();
    await heading(greeting).waitFor();
    await inspect(page, `ikp-start-${code}`);
  });
});
