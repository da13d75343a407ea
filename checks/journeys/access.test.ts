/** Who lets whom in: emergency access with its notice and end, a one-time code, delegation with preview, acting. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goInIkp, inspect, type Stage, setStage, settled } from './stage.ts';

let stage: Stage;
let anna: Page;
let jakub: Page;
let stranger: Page;
let pesels: { anna: string; jakub: string };

const peselOf = (page: Page) =>
  page.evaluate(async () => {
    const session = await (await fetch('/api/accounts/session')).json();
    const patient = await (await fetch(`/fhir/R4/Patient/${session.patient}`)).json();
    return String(patient.identifier[0].value);
  });

beforeAll(async () => {
  stage = await setStage();
  anna = await stage.enter('anna.wisniowiecka');
  jakub = await stage.enter('jakub.zielinski');
  stranger = await stage.enter('ewa.mazur');
  pesels = { anna: await peselOf(anna), jakub: await peselOf(jakub) };
}, 180_000);
afterAll(() => stage?.close(), 30_000);

const go = async (page: Page, name: string) => {
  await goInIkp(page, name);
  await settled(page);
};
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).first();

describe('emergency access', { timeout: 90_000 }, () => {
  it('demands a reason, opens the record for an hour with the time in sight, and ends', async () => {
    await stranger.getByRole('link', { name: /Pacjent spoza placówki/ }).click();
    await heading(stranger, 'Pacjent spoza placówki').waitFor();
    await inspect(stranger, 'gabinet-spoza-placowki');
    await stranger.getByRole('button', { name: 'Otwórz na godzinę' }).click();
    await stranger.getByRole('link', { name: 'Wybierz powód.' }).waitFor();
    await inspect(stranger, 'gabinet-ratowanie-bledy');
    await stranger.getByLabel('PESEL osoby, którą ratujesz').fill(pesels.anna);
    await stranger.getByLabel('pacjent jest nieprzytomny').check();
    await stranger.getByLabel('Co się dzieje').fill('Nieprzytomna po wypadku, SOR.');
    await stranger.getByRole('button', { name: 'Otwórz na godzinę' }).click();
    await heading(stranger, 'Problemy').waitFor();
    expect(await stranger.getByRole('timer').innerText()).toMatch(/Zostało (60|59) minut/);
    await inspect(stranger, 'gabinet-dostep-ratunkowy');
  });

  it('tells the patient at once: on top of consents and of who looked', async () => {
    await go(anna, 'Zgody i upoważnienia');
    await anna.getByText('Nieprzytomna po wypadku, SOR.').waitFor();
    await inspect(anna, 'ikp-zgody');
    await go(anna, 'Kto oglądał moje dane');
    await heading(anna, 'Bez Twojej zgody, bo chodziło o życie').waitFor();
    const line = anna.locator('.sau-line', { hasText: 'Bez Twojej zgody: chodziło o życie' }).first();
    expect(await line.innerText()).toMatch(/Cel: ratowanie życia/);
    await inspect(anna, 'ikp-kto-ogladal-ratunek');
  });

  it('is over when the doctor ends it', async () => {
    await stranger.getByRole('button', { name: 'Zakończ dostęp' }).click();
    await stranger.getByRole('searchbox').waitFor();
    const status = await stranger.evaluate(async () => (await fetch('/api/patient-profile/p-1-1/overview')).status);
    expect(status).toBe(404);
  });
});

describe('one-time code', { timeout: 60_000 }, () => {
  it('is read out by the patient and opens the record to the doctor', async () => {
    await go(anna, 'Zgody i upoważnienia');
    await anna.getByRole('button', { name: 'Utwórz kod' }).click();
    const code = await anna.locator('.saa-code').innerText();
    await stranger.getByRole('link', { name: /Pacjent spoza placówki/ }).click();
    await stranger.getByLabel('PESEL pacjenta').fill(pesels.anna);
    await stranger.getByLabel('Kod od pacjenta').fill(code.toLowerCase());
    await stranger.getByRole('button', { name: 'Otwórz dokumentację' }).click();
    await heading(stranger, 'Problemy').waitFor();
  });
});

describe('delegation', { timeout: 90_000 }, () => {
  it('shows what the person will see before it is given', async () => {
    await go(anna, 'Zgody i upoważnienia');
    await anna.getByRole('link', { name: 'Dodaj osobę zaufaną' }).click();
    await heading(anna, 'Dodaj osobę zaufaną').waitFor();
    await anna.getByRole('button', { name: 'Zobacz to, co zobaczy' }).click();
    await anna.getByRole('link', { name: 'Zaznacz, co ta osoba ma widzieć.' }).waitFor();
    await inspect(anna, 'ikp-upowaznij-bledy');
    await anna.getByLabel('PESEL osoby zaufanej').fill(pesels.jakub);
    await anna.getByLabel('Nazwisko osoby zaufanej').fill('Zieliński');
    await anna.getByLabel('cała dokumentacja').focus();
    await anna.keyboard.press('Space');
    await anna.getByLabel('Ostatni dzień dostępu').fill(`${new Date().getFullYear() + 1}-06-30`);
    await anna.getByRole('button', { name: 'Zobacz to, co zobaczy' }).click();
    await heading(anna, /To zobaczy/).waitFor();
    await inspect(anna, 'ikp-upowaznij-podglad');
    await anna.getByRole('button', { name: 'Daj dostęp' }).click();
    await anna.getByText('Jakub Zieliński').first().waitFor();
  });

  it('lets the trusted person act, always seeing for whom, and not what is the patient’s own', async () => {
    await go(jakub, 'Zgody i upoważnienia');
    await jakub.getByRole('button', { name: /Działaj za tę osobę/ }).click();
    await jakub.getByText('Działasz za:').waitFor();
    await settled(jakub);
    const navigation = jakub.getByRole('navigation', { name: 'Główne' });
    expect(await navigation.getByRole('link', { name: 'Moje konto' }).count()).toBe(0);
    await go(jakub, 'Moje leki');
    await jakub.getByText('1 tabletka 2 razy na dobę, rano i wieczorem').waitFor();
    await inspect(jakub, 'ikp-dzialasz-za');
  });

  it('holds no longer once it is taken back', async () => {
    await go(anna, 'Zgody i upoważnienia');
    await anna.getByRole('button', { name: /Odbierz dostęp/ }).click();
    await anna.getByRole('button', { name: /Odbierz dostęp/ }).waitFor({ state: 'detached' });
    const status = await jakub.evaluate(async () => (await fetch('/api/patient-profile/p-1-1/overview')).status);
    expect(status).toBe(404);
    await jakub.getByRole('button', { name: 'Wróć do swojego konta' }).click();
    await heading(jakub, 'Dzień dobry, Jakub').waitFor();
  });

  it('hides an item', async () => {
    await go(anna, 'Zgody i upoważnienia');
    await anna.getByRole('link', { name: 'Ukryj coś' }).click();
    await anna
      .getByRole('button', { name: /^Ukryj/ })
      .first()
      .click();
    await anna.getByText('ukryte', { exact: true }).waitFor();
    await inspect(anna, 'ikp-ukryj');
  });
});

describe('review', { timeout: 60_000 }, () => {
  it('waits for an officer, whose verdict reaches the patient', async () => {
    const officer = await stage.enter('operator');
    await go(officer, 'Dostępy ratunkowe');
    await officer.getByText('Nieprzytomna po wypadku, SOR.').waitFor();
    await officer.getByLabel('był powód', { exact: true }).check();
    await officer.getByLabel('Uzasadnienie').fill('Wpis SOR potwierdza wypadek.');
    await inspect(officer, 'operacje-dostepy-ratunkowe');
    await officer.getByRole('button', { name: 'Zapisz ocenę' }).click();
    await officer.getByText('Nic nie czeka na sprawdzenie.').waitFor();
    await go(anna, 'Zgody i upoważnienia');
    await anna.getByText('Inspektor sprawdził: był powód.').waitFor();
  });
});
