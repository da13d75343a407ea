/**
 * What is not of every day: a narcotic with a factor shown again, a compounded medicine that a pharmacy takes in hand,
 * a stopped batch, a mistake that is put right on both sides.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, isAccessible, type Stage, setStage, settled } from './stage.ts';

let stage: Stage;
let doctor: Page;
let pharmacy: Page;
let key = '';

beforeAll(async () => {
  stage = await setStage();
  pharmacy = await stage.enter('barbara.sowa');
  doctor = await stage.enter('jan.nowak');
}, 240_000);
afterAll(() => stage?.close(), 30_000);

const region = (page: Page, name: string | RegExp) => page.getByRole('region', { name });

async function write(): Promise<void> {
  await doctor.goto(`${stage.url}/gabinet`);
  await doctor.getByRole('searchbox', { name: 'PESEL albo imię i nazwisko' }).fill('wisniow an');
  await doctor.keyboard.press('Enter');
  await doctor.getByRole('link', { name: /Wiśniowiecka/ }).click();
  await doctor.getByRole('heading', { name: 'Problemy' }).waitFor();
  await settled(doctor);
  await doctor.keyboard.press('r');
  await doctor.getByRole('heading', { name: /^Powtórz/ }).waitFor();
}

async function add(text: string, dosage: string): Promise<void> {
  await doctor.keyboard.press('/');
  await doctor.keyboard.type(text, { delay: 15 });
  await doctor.keyboard.press('Enter');
  await doctor.locator('input[id$="-dosage"]:focus').waitFor();
  await doctor.keyboard.type(dosage);
}

const readKey = async () =>
  /(\d{44})/.exec((await doctor.getByRole('img', { name: /^Kod kreskowy/ }).getAttribute('aria-label')) ?? '')?.[1] ??
  '';

/** As a scanner does it: 44 digits. */
async function scan(digits: string): Promise<void> {
  await pharmacy.goto(`${stage.url}/gabinet`);
  await pharmacy.locator('#rx-klucz:focus').waitFor();
  await pharmacy.keyboard.type(digits);
  await pharmacy
    .getByText('Kod z opakowania')
    .or(pharmacy.getByRole('button', { name: 'Przyjmij do wykonania' }))
    .first()
    .waitFor();
}

describe('a narcotic', { timeout: 120_000 }, () => {
  it('needs an examination, and a factor when the last was shown long ago', async () => {
    await write();
    await add('N02AA01', '2x1 przez 10 dni');
    await doctor.locator('.rx-verdict-error').first().waitFor();
    await inspect(doctor, 'recepta-rpw');
    await doctor.getByLabel('Badanie, z którego wynika lek').selectOption('on-site');
    await doctor.getByLabel('Sprawdzone, lek jest potrzebny').check();
    await doctor.getByText('Sprawdzone: można wystawić.').waitFor();
    await stage.provenLongAgo();
    await doctor.keyboard.press('F8');
    await doctor.getByLabel('Kod z aplikacji').waitFor();
    await isAccessible(doctor, 'a code for a narcotic');
    await doctor.keyboard.type(await stage.nextCode('jan.nowak'));
    await doctor.keyboard.press('F8');
    await region(doctor, 'Wystawiono').waitFor();
  });
});

describe('a compounded medicine', { timeout: 120_000 }, () => {
  it('is written line by line', async () => {
    await write();
    await doctor.getByRole('button', { name: 'Lek recepturowy' }).click();
    await doctor.getByLabel('Postać').fill('maść');
    await doctor.getByLabel('Ile razem').fill('100 g');
    await doctor.getByLabel('Skład').fill('Acidum salicylicum 5 g\nVaselinum album');
    await doctor.getByRole('button', { name: 'Dodaj do recepty' }).click();
    await doctor.locator('input[id$="-dosage"]:focus').waitFor();
    await doctor.keyboard.type('2x1 aplikacja');
    await doctor.getByText('Sprawdzone: można wystawić.').waitFor();
    await inspect(doctor, 'recepta-recepturowa');
    await doctor.keyboard.press('F8');
    await region(doctor, 'Wystawiono').waitFor();
    key = await readKey();
  });

  it('is taken in hand by a pharmacy, and handed over', async () => {
    await scan(key);
    await pharmacy.getByRole('button', { name: 'Przyjmij do wykonania' }).click();
    await pharmacy.getByText('apteka przygotowuje lek').first().waitFor();
    await inspect(pharmacy, 'apteka-recepturowy');
    await pharmacy.keyboard.press('F8');
    await region(pharmacy, 'Wydano').waitFor();
    await pharmacy.getByText('Recepta jest zrealizowana w całości.').waitFor();
  });
});

describe('mistakes', { timeout: 120_000 }, () => {
  it('are put right by the doctor while nothing was dispensed', async () => {
    await write();
    await add('C08CA01', '1-0-0');
    await doctor.getByText('Sprawdzone: można wystawić.').waitFor();
    await doctor.keyboard.press('F8');
    await region(doctor, 'Wystawiono').waitFor();
    await doctor.getByRole('link', { name: 'Recepty pacjenta' }).click();
    await doctor
      .getByRole('link', { name: /^Popraw: / })
      .first()
      .click();
    await doctor.getByLabel('Powód poprawki').fill('Za mało opakowań.');
    await doctor.getByLabel('Opakowań').fill('2');
    await doctor.getByText('Sprawdzone: można wystawić.').waitFor();
    await inspect(doctor, 'recepta-poprawiana');
    await doctor.keyboard.press('F8');
    await region(doctor, 'Wystawiono').waitFor();
    key = await readKey();
  });

  it('a stopped batch is not dispensed, and another is', async () => {
    await scan(key);
    await pharmacy.locator('input[id$="-gtin"]:focus').waitFor();
    const gtin = await pharmacy.locator('input[id$="-gtin"]').inputValue();
    await stage.stopBatch(gtin, 'ZLA1');
    // The whole code of a package, as a scanner types it over what stands there.
    await pharmacy.keyboard.insertText(`(01)${gtin}(17)281231(10)ZLA1`);
    expect(await pharmacy.locator('input[id$="-lot"]').inputValue()).toBe('ZLA1');
    await pharmacy.locator('.ez-notice-critical').waitFor();
    await inspect(pharmacy, 'apteka-wycofana-seria');
    await pharmacy.keyboard.press('F8');
    await pharmacy.locator('.rx-dispense > .ez-notice-warning').waitFor();
    await pharmacy.locator('input[id$="-lot"]').fill('DOBRA2');
    await pharmacy.locator('input[id$="-quantity"]').fill('1');
    await pharmacy.keyboard.press('F8');
    await region(pharmacy, 'Wydano').waitFor();
  });

  it('are put right and taken back by the pharmacy', async () => {
    await pharmacy.getByRole('link', { name: 'Wydane leki' }).click();
    const row = pharmacy.getByRole('row').filter({ hasText: 'DOBRA2' });
    await row.getByRole('button', { name: /^Popraw: / }).click();
    await pharmacy.getByLabel('Powód poprawki').fill('Zła seria w zapisie.');
    await pharmacy.locator('input[id$="-lot"]').fill('DOBRA3');
    await inspect(pharmacy, 'apteka-poprawka');
    await pharmacy.keyboard.press('F8');
    await pharmacy.getByRole('cell', { name: 'DOBRA3' }).waitFor();
    await pharmacy.getByText('poprawione').waitFor();
    await pharmacy
      .getByRole('row')
      .filter({ hasText: 'DOBRA3' })
      .getByRole('button', { name: /^Wycofaj: / })
      .click();
    await pharmacy.getByLabel('Powód').fill('Pacjent nie odebrał.');
    await pharmacy.getByRole('alertdialog').getByRole('button', { name: 'Wycofaj wydanie' }).click();
    await pharmacy.getByText('wycofane').waitFor();
  });
});
