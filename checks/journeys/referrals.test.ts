/** A referral from the open patient to the patient's account: issued by keyboard, accepted by code, given up, accepted. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goInIkp, inspect, picture, type Stage, setStage, settled } from './stage.ts';

let stage: Stage;
let doctor: Page;
let anna: Page;
let code = '';
let pesel = '';

beforeAll(async () => {
  stage = await setStage();
  doctor = await stage.enter('jan.nowak');
  anna = await stage.enter('anna.wisniowiecka');
}, 180_000);
afterAll(() => stage?.close(), 30_000);

describe('referring', { timeout: 90_000 }, () => {
  it('opens with what the record knows, and says what is missing at the field', async () => {
    await doctor.getByRole('searchbox').fill('wisniow an');
    await doctor.keyboard.press('Enter');
    await doctor.getByRole('link', { name: /Wiśniowiecka/ }).click();
    await doctor.getByRole('heading', { name: 'Problemy' }).waitFor();
    await doctor.keyboard.press('s');
    await doctor.getByRole('heading', { level: 1, name: 'Wystaw skierowanie' }).waitFor();
    await settled(doctor);
    pesel = (await doctor.locator('.ez-identity-pesel code').innerText()).replace(/\D/g, '');
    expect(await doctor.getByLabel('Cel skierowania i ważne informacje').inputValue()).toMatch(/Choruje na: .+Leki: /s);
    expect(await doctor.locator('.sgs-chosen').count()).toBeGreaterThanOrEqual(3);
    await inspect(doctor, 'gabinet-skieruj');
    await doctor.getByLabel('Rodzaj skierowania').selectOption('care-home');
    await doctor.getByLabel('Skala Barthel').waitFor();
    await doctor.keyboard.press('F8');
    await doctor.getByRole('alert').getByText('Uzupełnij: Skala Barthel').waitFor();
    await inspect(doctor, 'gabinet-skieruj-brakuje');
    await doctor.getByLabel('Rodzaj skierowania').selectOption('clinic');
    await doctor.getByLabel('Skala Barthel').waitFor({ state: 'detached' });
    await settled(doctor);
  });

  it('is issued by one key; the sheet has code and key', async () => {
    await doctor.keyboard.press('F8');
    await doctor.getByRole('heading', { name: 'Co się działo' }).waitFor();
    code = await doctor.locator('.sgs-code strong').innerText();
    expect(code).toMatch(/^\d{4}$/);
    await inspect(doctor, 'gabinet-skierowanie');
    await doctor.emulateMedia({ media: 'print' });
    await picture(doctor, 'gabinet-skierowanie-druk');
    await doctor.emulateMedia({ media: 'screen' });
    await doctor.getByRole('link', { name: 'Skierowania pacjenta' }).click();
    await doctor.getByRole('heading', { level: 1, name: 'Skierowania' }).waitFor();
    await inspect(doctor, 'gabinet-skierowania-pacjenta');
  });
});

describe('the patient', { timeout: 90_000 }, () => {
  it('sees it at once with its code, and is told when a provider has accepted it', async () => {
    await goInIkp(anna, 'Moje skierowania');
    await settled(anna);
    await inspect(anna, 'ikp-skierowania');
    await anna.getByText(code).first().waitFor();
    await doctor.getByRole('link', { name: 'Skierowania', exact: true }).first().click();
    await doctor.getByLabel('Kod albo klucz').fill(code);
    await doctor.getByLabel('PESEL pacjenta').fill(pesel);
    await doctor.keyboard.press('Enter');
    await doctor.getByRole('button', { name: 'Przyjmij do realizacji' }).waitFor();
    await inspect(doctor, 'gabinet-przyjmij');
    await doctor.getByRole('button', { name: 'Przyjmij do realizacji' }).click();
    await doctor.getByText('Przyjęto:').waitFor();
    await inspect(doctor, 'gabinet-skierowania-placowki');
    await anna.reload();
    await settled(anna);
    // The newest stands first.
    await anna.locator('main .ez-card').first().getByText('przyjęte, w realizacji').waitFor();
  });

  it('gives the provider up with a reason, and reads what happened', async () => {
    await anna.locator('main h3 a').first().click();
    await anna.getByRole('button', { name: 'Rezygnuję z tej placówki' }).click();
    await anna.getByLabel('Powód').fill('Za daleko od domu');
    await anna.keyboard.press('Enter');
    await anna.getByText('Pacjent zrezygnował z placówki').waitFor();
    expect(await anna.locator('.sgs-big-code').innerText()).toBe(code);
    await inspect(anna, 'ikp-skierowanie');
  });
});
