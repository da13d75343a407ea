/** A patient chooses a nurse, the practice takes the declaration, the patient sees it; vaccinations of both sides. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, type Stage, setStage, settled } from './stage.ts';

let stage: Stage;
let jakub: Page;
let doctor: Page;

beforeAll(async () => {
  stage = await setStage();
  jakub = await stage.enter('jakub.zielinski');
  doctor = await stage.enter('jan.nowak');
}, 180_000);
afterAll(() => stage?.close(), 30_000);

const open = async (page: Page, path: string, heading: string) => {
  await page.goto(`${stage.url}${path}`);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await settled(page);
};

describe('declarations', { timeout: 120_000 }, () => {
  it('shows the patient whom they chose', async () => {
    await open(jakub, '/ikp/poz', 'Moja przychodnia');
    await jakub.getByText('lek. Jan Nowak').first().waitFor();
    await inspect(jakub, 'ikp-my-primary-care');
  });

  it('lets the patient choose a facility, a person, and confirm', async () => {
    const waiting = jakub.getByRole('button', { name: /Wycofaj/ });
    if ((await waiting.count()) > 0) await waiting.first().click();
    await settled(jakub);
    await jakub.getByRole('link', { name: /^Wybierz.*Pielęgniarka/ }).click();
    await jakub.getByRole('heading', { level: 1, name: 'Wybierz pielęgniarkę POZ' }).waitFor();
    await jakub.getByRole('searchbox').fill('Kielce');
    await jakub.keyboard.press('Enter');
    await jakub.getByRole('radio').first().check();
    await jakub.getByRole('radio', { name: /^piel\./ }).check();
    await jakub.getByText('Ta zmiana jest bezpłatna.').waitFor();
    await inspect(jakub, 'ikp-choose-primary-care');
    await jakub.getByRole('button', { name: 'Złóż deklarację' }).click();
    await jakub.getByRole('heading', { level: 1, name: 'Moja przychodnia' }).waitFor();
    await jakub.getByText('czeka na odpowiedź').waitFor();
  });

  it('lets the practice answer, and the patient sees it', async () => {
    await open(doctor, '/gabinet/deklaracje', 'Deklaracje POZ');
    await doctor.getByRole('button', { name: /^Odrzuć.*Jakub Zieliński/ }).click();
    await doctor.getByLabel('Powód odrzucenia').waitFor();
    await inspect(doctor, 'gabinet-declarations');
    await doctor.getByRole('button', { name: /^Przyjmij.*Jakub Zieliński/ }).click();
    await expect.poll(() => doctor.getByRole('button', { name: /^Przyjmij.*Jakub Zieliński/ }).count()).toBe(0);
    await open(jakub, '/ikp/poz', 'Moja przychodnia');
    expect(await jakub.getByText('czeka na odpowiedź').count()).toBe(0);
    expect(await jakub.getByText('obowiązuje', { exact: true }).count()).toBe(2);
  });
});

describe('vaccinations', { timeout: 120_000 }, () => {
  it('shows the calendar of a child to the doctor, who writes down why a dose waits', async () => {
    await doctor.goto(`${stage.url}/gabinet/pacjent/p-1-3`);
    await doctor.getByRole('heading', { name: 'Problemy' }).waitFor();
    await doctor.getByRole('link', { name: 'Szczepienia' }).first().click();
    await doctor.getByRole('heading', { level: 1, name: 'Szczepienia' }).waitFor();
    await doctor.getByRole('heading', { name: 'Podane szczepienia' }).waitFor();
    await inspect(doctor, 'gabinet-vaccinations');
    await doctor.getByText('Zapisz, dlaczego nie szczepimy').click();
    await doctor.getByLabel('Odmowa').check();
    await doctor.getByLabel('Powód', { exact: true }).fill('rodzice nie chcą');
    await doctor.getByRole('button', { name: 'Zapisz' }).click();
    await doctor.getByText('Powód: rodzice nie chcą').first().waitFor();
  });

  it('shows the patient their own', async () => {
    await open(jakub, '/ikp/szczepienia', 'Szczepienia');
    await jakub.getByRole('heading', { name: 'Podane szczepienia' }).waitFor();
    await inspect(jakub, 'ikp-vaccinations');
  });
});
