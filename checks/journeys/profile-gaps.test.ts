/**
 * "Skąd to wiadomo" and disputes (PRO-7, PRO-8): from a gap by keyboard over its entry and back; an allergy, a problem,
 * a document; what is disputed is marked for the physician and for the patient, and the patient reads the answer.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, isAccessible, type Stage, setStage, settled, widths } from './stage.ts';

const anna = 'p-1-1';
const problem = 'Nadciśnienie tętnicze pierwotne';
let stage: Stage;
let page: Page;
let patient: Page;

beforeAll(async () => {
  stage = await setStage(3);
  page = await stage.enter('jan.nowak');
  await page.goto(`${stage.url}/gabinet/pacjent/${anna}`);
  await heading('Problemy').waitFor();
}, 180_000);
afterAll(() => stage?.close(), 60_000);

const heading = (name: string | RegExp, of = page) => of.getByRole('heading', { name });
const box = (of = page) => of.locator('.pp-why-box:popover-open');
const why = (name: string | RegExp, of = page) =>
  of.getByRole('button', { name: typeof name === 'string' ? `Skąd to wiadomo: ${name}` : name });
const focused = () =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at?.getAttribute('aria-label') ?? at?.textContent ?? '';
  });

/** Presses a key until what has the focus says the words: at most eighty times. */
async function press(key: string, until: RegExp): Promise<void> {
  for (let turn = 0; turn < 80 && !until.test(await focused()); turn++) await page.keyboard.press(key);
  expect(await focused()).toMatch(until);
}

/** Disputes what is open, with a reason and words, and waits for the mark beside the fact. */
async function dispute(words: string, of = page): Promise<void> {
  await box(of).getByLabel('Co się nie zgadza').selectOption({ label: 'zła wartość lub treść' });
  await box(of)
    .getByLabel(/^Jak jest naprawdę/)
    .fill(words);
  await box(of).getByRole('button', { name: 'Wyślij zgłoszenie' }).click();
  await box(of).getByText('czeka na odpowiedź').waitFor();
  await of.keyboard.press('Escape');
  await of.locator('.pp-disputed', { hasText: words }).first().waitFor();
}

describe('a gap', { timeout: 120_000 }, () => {
  it('opens its rule and entries by keyboard, and Escape gives the focus back', async () => {
    await page.locator('#pp-gaps').focus();
    await press('Tab', /^Skąd to wiadomo: Przepisano i nie wykupiono/);
    await page.keyboard.press('Enter');
    await box().getByText('Na podstawie:').waitFor();
    const text = await box().innerText();
    expect(text).toMatch(/Skąd to wiadomo: Przepisano i nie wykupiono/);
    expect(text).toMatch(/Źródło: .*Reguła not-dispensed z .*nie do użytku klinicznego/);
    expect(text).toMatch(/Recepta: Ramipryl[\s\S]*zdarzyło się: \d\d\.\d\d\.\d{4}[\s\S]*wiadomo od: [\s\S]*wersja \d/);
    expect(await focused()).toMatch(/^Skąd to wiadomo/);
    await inspect(page, 'gabinet-skad-wiadomo');
    await page.keyboard.press('Escape');
    await box().waitFor({ state: 'hidden' });
    expect(await focused()).toMatch(/^Skąd to wiadomo: Przepisano i nie wykupiono/);
  });

  it('leads to its entry, and Back opens it again', async () => {
    await page.keyboard.press('Enter');
    await box().getByText('Na podstawie:').waitFor();
    await press('Tab', /^Recepta: Ramipryl/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/zdarzenie\/MedicationRequest\//);
    await heading(/Ramipryl/)
      .first()
      .waitFor();
    await page.keyboard.press('Backspace');
    await heading('Problemy').waitFor();
    await box().getByText('Na podstawie:').waitFor();
    await page.keyboard.press('Escape');
    await box().waitFor({ state: 'hidden' });
  });
});

describe('every level', { timeout: 120_000 }, () => {
  it('says why of allergies, news, carers and sources on level 0', async () => {
    await why('Uczulenia').click();
    await box()
      .getByText(/Uczulenie: .*Penicylin/i)
      .waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.pp-sources summary').first().click();
    for (const [name, rule] of [
      ['Co nowego', /^Co nowego\./],
      ['Recepty i wydania', /^Pełność danych\./],
      ['Linia życia', /^Linia życia\./],
      ['Dane pacjenta', /^Kim jest pacjent\./],
    ] as const) {
      await why(name).click();
      await box().locator('p', { hasText: rule }).waitFor();
      expect(await box().locator('.pp-why-inputs li').count(), name).toBeGreaterThan(0);
      await page.keyboard.press('Escape');
    }
    await page.locator('.pp-sources summary').first().click();
  });

  it('says why of the status, a measure, a treatment and what is missing on level 1', async () => {
    await page.getByRole('link', { name: 'Niewydolność serca zastoinowa' }).first().click();
    await heading('Pomiary na tle leczenia').waitFor();
    await settled(page);
    for (const [name, rule] of [
      [/^Skąd to wiadomo: Niewydolność serca zastoinowa$/, /^Jeden problem\./],
      [/^Skąd to wiadomo: Od kiedy$/, /^Jeden problem\./],
      [/^Skąd to wiadomo: (Bisoprolol|Spironolakton|Ramipryl)/, /^Okres leczenia\./],
      [/^Skąd to wiadomo: Czego brakuje$/, /^Czego brakuje\./],
      [/^Skąd to wiadomo: Zdarzenia problemu$/, /^Zdarzenia problemu\./],
    ] as const) {
      await why(name).first().click();
      await box().locator('p', { hasText: rule }).waitFor();
      expect(await box().locator('.pp-why-inputs li').count(), String(name)).toBeGreaterThan(0);
      await page.keyboard.press('Escape');
    }
    await isAccessible(page, 'level 1 with its reasons');
  });

  it('says why of a coded fact on level 3, and “Zgłoś błąd” disputes the document', async () => {
    await page
      .getByRole('link', { name: /^Karta informacyjna/ })
      .first()
      .click();
    await heading('Oryginał').waitFor();
    await settled(page);
    await why(/^Skąd to wiadomo: Apiksaban/)
      .first()
      .click();
    await box()
      .locator('p', { hasText: /^Dane z dokumentu\./ })
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Zgłoś błąd/ }).click();
    await box().getByLabel('Którego wpisu to dotyczy').waitFor();
    await inspect(page, 'gabinet-zglos-blad');
    await dispute('W karcie jest zła dawka.');
    expect(await page.locator('.pp-disputed').first().innerText()).toMatch(
      /zakwestionowane \d\d\.\d\d\.\d{4}, .*Jan Nowak; czeka na odpowiedź/,
    );
  });
});

/** In IKP, about the problem. */
const askWhyInPlainWords = () =>
  patient
    .getByRole('listitem')
    .filter({ hasText: problem })
    .getByRole('button', { name: /^Skąd to wiadomo\?/ })
    .first()
    .click();

describe('a dispute', { timeout: 120_000 }, () => {
  it('of an allergy is raised on the spot and marked at every level', async () => {
    await page.goto(`${stage.url}/gabinet/pacjent/${anna}`);
    await heading('Problemy').waitFor();
    await why('Uczulenia').click();
    await box().getByRole('button', { name: 'To nieprawda? Zakwestionuj' }).click();
    await dispute('To była wysypka, nie uczulenie.');
    await page.getByRole('link', { name: problem }).first().click();
    await heading('Pomiary na tle leczenia').waitFor();
    await page
      .getByRole('region', { name: 'Pacjent' })
      .locator('.pp-disputed', { hasText: 'To była wysypka' })
      .waitFor();
  });

  it('is seen by the patient, who disputes a problem in plain words', async () => {
    patient = await stage.enter('anna.wisniowiecka', widths.phone);
    await patient.getByRole('link', { name: 'Moje zdrowie', exact: true }).click();
    await heading('Na co się leczę', patient).waitFor();
    await patient.locator('.pp-disputed', { hasText: 'To była wysypka' }).first().waitFor();
    await askWhyInPlainWords();
    await box(patient).getByText('Na podstawie:').waitFor();
    await inspect(patient, 'ikp-skad-wiadomo');
    await box(patient).getByRole('button', { name: 'To się nie zgadza?' }).click();
    await dispute('Mam to od 2015 roku.', patient);
  });

  it('is answered by the physician of the facility that recorded it, and the patient reads the answer', async () => {
    await page.goto(`${stage.url}/gabinet/pacjent/${anna}`);
    await heading('Problemy').waitFor();
    await page.locator('.pp-disputed', { hasText: 'Mam to od 2015' }).first().waitFor();
    await why(problem).click();
    await box().getByLabel('Odpowiedź placówki').fill('Sprawdziliśmy w dokumentacji papierowej.');
    await box().getByRole('button', { name: 'Podtrzymujemy' }).click();
    await box().getByText('podtrzymane').first().waitFor();
    await page.keyboard.press('Escape');
    await patient.reload();
    await heading('Na co się leczę', patient).waitFor();
    await patient.locator('.pp-disputed', { hasText: 'placówka podtrzymała' }).first().waitFor();
    await askWhyInPlainWords();
    await box(patient).getByText('Sprawdziliśmy w dokumentacji papierowej.').waitFor();
  });
});

describe('languages', { timeout: 120_000 }, () => {
  it.each([
    ['English', 'en', 'Missing / contradictory', /^How this is known: Prescribed/, 'On the basis of:'],
    ['Українська', 'uk', 'Бракує / суперечить', /^Звідки це відомо: /, 'На підставі:'],
  ])('speaks %s with the reasons open, at both widths', async (language, code, gaps, name, based) => {
    await page.goto(`${stage.url}/gabinet/pacjent/${anna}`);
    await page
      .getByRole('button', { name: language })
      .or(page.getByRole('link', { name: language }))
      .first()
      .click();
    await heading(gaps).waitFor();
    await page.locator('.pp-gaps').getByRole('button', { name }).first().click();
    await box().getByText(based).waitFor();
    await inspect(page, `gabinet-skad-wiadomo-${code}`);
    await page.keyboard.press('Escape');
  });
});
