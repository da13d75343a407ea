/** Alerts in Gabinet: the counter over an open record, one action, an alert set aside, the rule's card; by keyboard. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, isAccessible, type Stage, setStage, settled, widths } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await setStage();
  page = await stage.enter('jan.nowak');
}, 180_000);
afterAll(() => stage?.close(), 30_000);

const counter = () => page.getByRole('complementary', { name: 'Alerty o pacjencie' });
const alert = (name: RegExp) => page.getByRole('article', { name });
const ramipril = /Recepta niezrealizowana: lek na serce/;
const notBought = () => alert(ramipril);

describe('alerts of a patient', { timeout: 90_000 }, () => {
  it('are counted in a corner of the open record, and opened by Alt+A', async () => {
    await page.goto(`${stage.url}/gabinet/pacjent/p-1-1`);
    await settled(page);
    expect(await counter().innerText()).toMatch(/alert/);
    await page.keyboard.press('Alt+a');
    await page.waitForURL(/\/alerty$/);
    await settled(page);
    expect(await page.getByRole('region', { name: 'Pacjent' }).innerText()).toContain('Penicylina');
    expect(await counter().count()).toBe(0);
    await inspect(page, 'gabinet-alerty');
  });

  it('say why, by what facts, and what was not checked', async () => {
    expect(await notBought().innerText()).toMatch(/Co zrobić:[\s\S]*Ramipryl 5 mg[\s\S]*Źródło/);
    expect(await page.getByRole('heading', { name: 'Czego nie sprawdzono' }).count()).toBe(1);
    expect(await page.getByText('nie są jeszcze zatwierdzone').count()).toBe(1);
  });

  it('do what they offer: a request in the record, and the decision beside the alert', async () => {
    const requests = () =>
      page.evaluate(async () => {
        const answer = await fetch('/fhir/R4/CommunicationRequest?patient=p-1-1&_summary=count');
        return ((await answer.json()) as { total: number }).total;
      });
    const before = await requests();
    await notBought()
      .getByRole('button', { name: /Zadzwoń do pacjenta/ })
      .press('Enter');
    await notBought().getByText('Podjęto działanie').waitFor();
    expect(await requests()).toBe(before + 1);
  });

  it('ask for a reason before they are set aside, and come back when that is undone', async () => {
    await notBought().getByRole('button', { name: 'Odłóż z powodem' }).click();
    await notBought().getByRole('button', { name: 'Odłóż alert' }).click();
    expect(await notBought().getByText('Wybierz powód').count()).toBe(1);
    await isAccessible(page, 'setting aside, with an error');
    await notBought()
      .getByRole('radio', { name: /Pacjent odmówił/ })
      .check();
    await notBought()
      .getByLabel(/Komentarz/)
      .fill('Boi się kaszlu');
    await notBought().getByRole('button', { name: 'Odłóż alert' }).click();
    await page.getByText(/Odłożone z powodem \(1\)/).click();
    expect(await notBought().innerText()).toMatch(/Pacjent odmówił[\s\S]*Boi się kaszlu[\s\S]*Jan Nowak/);
    await notBought().getByRole('button', { name: 'Cofnij' }).first().click();
    await expect.poll(() => page.getByText(/Odłożone z powodem/).count()).toBe(0);
    expect(await notBought().count()).toBe(1);
  });

  it('lead to the card of their rule', async () => {
    await notBought().getByRole('link', { name: 'Karta reguły' }).click();
    await page.getByRole('heading', { level: 1, name: ramipril }).waitFor();
    for (const name of ['Źródło', 'Właściciel', 'Próba na danych zmyślonych', 'Ostatnie 30 dni'])
      expect(await page.getByText(name, { exact: true }).count(), name).toBe(1);
    await inspect(page, 'gabinet-karta-reguly');
    await page.getByRole('link', { name: 'Wszystkie reguły' }).click();
    await page.getByRole('searchbox', { name: 'Szukaj reguły' }).fill('statyna');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('row').count()).toBeLessThan(20);
    await inspect(page, 'gabinet-reguly');
  });

  it('are there in English and Ukrainian', async () => {
    for (const [language, name] of [
      ['English', 'Not checked|What was not checked'],
      ['Українська', 'Що не перевірено'],
      ['Polski', 'Czego nie sprawdzono'],
    ] as const) {
      await page.goto(`${stage.url}/gabinet/pacjent/p-1-1/alerty`);
      await page
        .getByRole('button', { name: language })
        .or(page.getByRole('link', { name: language }))
        .click();
      await page.getByRole('heading', { name: new RegExp(name) }).waitFor();
      await page.setViewportSize({ width: widths.phone, height: 768 });
      await isAccessible(page, `alerts, ${language}`);
      await page.setViewportSize({ width: widths.desk, height: 768 });
    }
  });
});
