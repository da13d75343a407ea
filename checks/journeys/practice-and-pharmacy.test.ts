/**
 * A day in a practice and a pharmacy, in a real browser: the doctor writes three medicines, the patient has them at
 * once, the pharmacy dispenses one in part, the doctor sees it. And the budget of keys: a medicine that is repeated
 * takes at most six from the open record to signed. GAB-3, GAB-10
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goInIkp, inspect, isAccessible, picture, type Stage, setStage, settled } from './stage.ts';

const anna = 'Anna Wiśniowiecka-Brzęczyszczykiewicz';
/** Keys from the open record to a signed prescription of a medicine that the patient had before. */
const keysAtMost = 6;

let stage: Stage;
let doctor: Page;
let patient: Page;
let pharmacy: Page;
let code = '';
let pesel = '';
let visit = '';

beforeAll(async () => {
  stage = await setStage();
  patient = await stage.enter('anna.wisniowiecka');
  pharmacy = await stage.enter('barbara.sowa');
  doctor = await stage.enter('jan.nowak');
}, 240_000);
afterAll(() => stage?.close(), 30_000);

const region = (page: Page, name: string | RegExp) => page.getByRole('region', { name });

/** Finds a medicine by keyboard and says how it is taken; the level and the entitlement choose themselves. */
async function add(name: string, dosage: string): Promise<void> {
  await doctor.keyboard.press('/');
  await doctor.keyboard.type(name, { delay: 15 });
  await doctor.getByRole('option').first().waitFor();
  await doctor.keyboard.press('Enter');
  await doctor.locator('input[id$="-dosage"]:focus').waitFor();
  await doctor.keyboard.type(dosage);
  await doctor.keyboard.press('Escape');
  await doctor.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

/** Waits until the platform has said that the package may be issued; says why when it may not. */
async function allowed(): Promise<void> {
  const said = doctor.getByText(/^(Sprawdzone: można wystawić|Trzeba coś poprawić)/);
  await said.waitFor();
  const errors = await doctor.locator('.rx-verdict-error').allInnerTexts();
  await settled(doctor);
  expect([await said.innerText(), ...errors][0], errors.join(' | ')).toBe('Sprawdzone: można wystawić.');
}

async function openAnna(): Promise<void> {
  await doctor.goto(`${stage.url}/gabinet`);
  const field = doctor.getByRole('searchbox', { name: 'PESEL albo imię i nazwisko' });
  await field.fill('wisniow an');
  await doctor.keyboard.press('Enter');
  await doctor.getByRole('link', { name: anna }).click();
  await doctor.getByRole('heading', { name: 'Problemy' }).waitFor();
  await settled(doctor);
}

describe('the practice', { timeout: 120_000 }, () => {
  it('sees the day, opens the patient and records the visit', async () => {
    await doctor.getByRole('link', { name: 'Mój dzień' }).click();
    await doctor
      .getByRole('table', { name: /^Wizyty dzisiaj/ })
      .getByRole('link', { name: /Wiśniowiecka/ })
      .click();
    await doctor.getByRole('heading', { name: 'Do podpisania' }).waitFor();
    await settled(doctor);
    visit = doctor.url();
    pesel = (await doctor.locator('.ez-identity-pesel code').innerText()).replace(/\D/g, '');
    await doctor.getByRole('textbox', { name: /^Powód wizyty/ }).fill('Kontrola ciśnienia.');
    await doctor.getByRole('combobox', { name: 'Dodaj rozpoznanie' }).fill('nadciśn');
    await doctor.getByRole('option', { name: /^I10/ }).first().waitFor();
    await doctor.keyboard.press('Enter');
    await doctor.getByText(/^Zapisano \d/).waitFor();
  });

  it('begins a prescription from the visit', async () => {
    await doctor.getByRole('link', { name: 'Recepta', exact: true }).click();
    await doctor.getByRole('heading', { name: /^Powtórz/ }).waitFor();
    await isAccessible(doctor, 'an empty prescription');
  });

  it('takes what the record has by a digit, with its dosage', async () => {
    await doctor.keyboard.press('1');
    await doctor.getByRole('option').first().waitFor();
    await isAccessible(doctor, 'medicines that are offered');
    await picture(doctor, 'recepta-szukanie');
    await doctor.keyboard.press('Enter');
    await doctor.locator('[data-recepta="1"]').waitFor();
    expect(await doctor.locator('input[id$="-dosage"]').inputValue()).toMatch(/^1 tabletka/);
    await allowed();
    await doctor.getByRole('button', { name: /^Usuń: / }).click();
    await doctor.locator('[data-recepta]').waitFor({ state: 'detached' });
  });

  it('finds by substance and by ATC, with what the patient pays and why it warns', async () => {
    await add('ramipryl 5', '1-0-0');
    await add('C08CA01', '2x1');
    await add('bisoprolol', '1-0-1 przez 30 dni');
    await allowed();
    expect(await doctor.locator('[data-recepta]').count()).toBe(3);
    await doctor.getByText('1 tabl. 2 razy dziennie').first().waitFor();
    await inspect(doctor, 'recepta-pisana');
  });

  it('says at the field what is wrong, and signs nothing meanwhile', async () => {
    const dosage = doctor.locator('input[id$="-dosage"]').first();
    await dosage.fill('jak zawsze');
    await doctor.keyboard.press('F8');
    await doctor.getByText('Nie rozumiemy dawkowania').waitFor();
    expect(await dosage.evaluate((element) => element === document.activeElement)).toBe(true);
    await dosage.fill('1-0-0');
    await allowed();
  });

  it('puts all three beside the visit, to be signed with it', async () => {
    await doctor.keyboard.press('F9');
    await region(doctor, 'Czeka na podpis razem z wizytą').waitFor();
    await inspect(doctor, 'recepta-przy-wizycie');
    await doctor.getByRole('link', { name: 'Wróć do wizyty' }).click();
    await doctor.getByRole('heading', { name: 'Do podpisania' }).waitFor();
    await doctor.getByText('Powód wizyty').first().waitFor();
  });

  it('refers from the visit', async () => {
    await doctor.getByRole('link', { name: 'Skierowanie', exact: true }).click();
    await doctor.getByRole('heading', { level: 1, name: 'Wystaw skierowanie' }).waitFor();
    await settled(doctor);
    await doctor.keyboard.press('F8');
    await doctor.getByRole('heading', { name: 'Co się działo' }).waitFor();
    await doctor.goto(visit);
    await doctor.getByRole('heading', { name: 'Do podpisania' }).waitFor();
  });

  it('signs the visit and the prescriptions with one act', async () => {
    await doctor.getByText('Kontrola ciśnienia.').first().waitFor();
    await settled(doctor);
    await doctor.keyboard.press('F8');
    await doctor.getByRole('button', { name: 'Podpisz 2 dokumenty' }).click();
    await doctor.getByText('Wizyta jest zapisana.').waitFor();
    await doctor
      .getByRole('link', { name: /^Otwórz i drukuj/ })
      .first()
      .waitFor();
    await inspect(doctor, 'wizyta-podpisana');
  });
});

describe('the patient', { timeout: 60_000 }, () => {
  it('sees the three medicines and the code within a second', async () => {
    const asked = performance.now();
    await goInIkp(patient, 'Moje recepty');
    await patient
      .getByText(/^Kod \d{4}$/)
      .first()
      .waitFor();
    expect(performance.now() - asked).toBeLessThan(1000);
    code = (
      await patient
        .getByText(/^Kod \d{4}$/)
        .first()
        .innerText()
    ).replace(/\D/g, '');
    await inspect(patient, 'ikp-recepty-po-wystawieniu');
  });
});

describe('the pharmacy', { timeout: 120_000 }, () => {
  it('finds them by code and PESEL, by keyboard alone', async () => {
    await pharmacy.locator('#rx-klucz:focus').waitFor();
    await pharmacy.keyboard.type('12');
    await pharmacy.keyboard.press('Enter');
    await pharmacy.getByRole('alert').getByText('Wpisz 4 cyfry kodu').waitFor();
    await pharmacy.locator('#rx-klucz').focus();
    await pharmacy.keyboard.press('ControlOrMeta+A');
    await pharmacy.keyboard.type(code);
    await pharmacy.keyboard.press('Enter');
    await pharmacy.keyboard.type(pesel);
    await pharmacy.keyboard.press('Enter');
    await region(pharmacy, `Recepty: ${anna}`).waitFor();
    expect(await pharmacy.getByRole('button', { name: /zostało/ }).count()).toBe(3);
    expect(pharmacy.url()).not.toContain(pesel);
    await inspect(pharmacy, 'apteka-znaleziono');
  });

  it('dispenses one in part, with its batch', async () => {
    await pharmacy.keyboard.press('2');
    const desk = region(pharmacy, /./).filter({ has: pharmacy.getByText('Kod z opakowania') });
    await desk.waitFor();
    await pharmacy.locator('input[id$="-gtin"]:focus').waitFor();
    await pharmacy.keyboard.press('Tab');
    await pharmacy.keyboard.type('AB-2026');
    await pharmacy.locator('input[id$="-quantity"]').fill('0,5');
    await inspect(pharmacy, 'apteka-wydanie');
    await pharmacy.keyboard.press('F8');
    await region(pharmacy, 'Wydano').waitFor();
    await pharmacy.getByText(/^Zostało 0,5 op\./).waitFor();
    await inspect(pharmacy, 'apteka-wydano');
  });

  it('never dispenses more than is left', async () => {
    await pharmacy.getByRole('button', { name: 'Wróć do recepty' }).click();
    await pharmacy.locator('input[id$="-quantity"]').fill('1');
    await pharmacy.keyboard.press('F8');
    await pharmacy.locator('.rx-dispense .ez-notice-warning').waitFor();
  });

  it('shows what was dispensed today', async () => {
    await pharmacy.getByRole('link', { name: 'Wydane leki' }).click();
    await pharmacy.getByRole('cell', { name: 'AB-2026' }).waitFor();
    await inspect(pharmacy, 'apteka-wydane');
  });
});

describe('the doctor again', { timeout: 120_000 }, () => {
  it('sees that one was dispensed in part', async () => {
    await doctor
      .getByRole('link', { name: /^Otwórz i drukuj/ })
      .first()
      .click();
    await doctor.getByRole('img', { name: /^Kod kreskowy pakietu recept: \d{44}$/ }).waitFor();
    await inspect(doctor, 'recepta-pakiet');
    await doctor.emulateMedia({ media: 'print' });
    await picture(doctor, 'recepta-wydruk', true);
    await doctor.emulateMedia({ media: 'screen' });
    await doctor.getByRole('link', { name: 'Recepty pacjenta' }).click();
    await doctor.getByText('wykupiona częściowo').waitFor();
    expect(await doctor.getByRole('row').filter({ hasText: 'wykupiona częściowo' }).innerText()).toContain('0,5 z 1');
    await inspect(doctor, 'recepty-pacjenta');
  });

  it('cancels one with its reason', async () => {
    await doctor
      .getByRole('button', { name: /^Anuluj receptę/ })
      .first()
      .click();
    await doctor.getByLabel('Powód').fill('Pacjentka rezygnuje.');
    await doctor.getByRole('alertdialog').getByRole('button', { name: 'Anuluj receptę' }).click();
    await doctor.getByText('anulowana').waitFor();
  });

  it('repeats a medicine with no more keys than the budget allows', async () => {
    await openAnna();
    await doctor.evaluate(() => {
      const counted = window as unknown as { keys: number };
      counted.keys = 0;
      addEventListener('keydown', () => (counted.keys += 1), true);
    });
    await doctor.keyboard.press('r');
    await doctor
      .getByRole('button', { name: /1 tabl/ })
      .first()
      .waitFor();
    await doctor.keyboard.press('1');
    await allowed();
    await inspect(doctor, 'recepta-powtorzona');
    await doctor.keyboard.press('F8');
    await region(doctor, 'Wystawiono').waitFor();
    const keys = await doctor.evaluate(() => (window as unknown as { keys: number }).keys);
    expect(keys).toBeGreaterThan(0);
    expect(keys).toBeLessThanOrEqual(keysAtMost);
  });

  it('reads the same in Ukrainian', async () => {
    await doctor.getByRole('button', { name: 'Українська' }).click();
    await region(doctor, 'Виписано').waitFor();
    await inspect(doctor, 'recepta-wystawiona-uk');
    await pharmacy.getByRole('button', { name: 'Українська' }).click();
    await pharmacy.getByRole('heading', { name: 'Видані ліки' }).waitFor();
    await inspect(pharmacy, 'apteka-wydane-uk');
  });
});
