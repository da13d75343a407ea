/**
 * A doctor's day: the list, a visit with its note, what was found, one signature under everything; nothing is lost when
 * the window is closed or the connection goes, and nothing is sent as two. GAB-1, GAB-6, GAB-7, GAB-9, GAB-10.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, isAccessible, picture, type Stage, setStage, settled } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await setStage();
  page = await stage.enter('jan.nowak');
}, 180_000);
afterAll(() => stage?.close(), 30_000);

const day = () => page.getByRole('link', { name: 'Mój dzień' });
const visits = () => page.getByRole('table', { name: 'Wizyty dzisiaj, najpierw pilne' });
const note = (name: string) => page.getByRole('textbox', { name: new RegExp(`^${name}`) });
const diagnose = async (text: string, option: RegExp) => {
  await page.getByRole('combobox', { name: 'Dodaj rozpoznanie' }).fill(text);
  await page.getByRole('option', { name: option }).first().waitFor();
  await page.keyboard.press('Enter');
};
/** The first of those that are yet to be recorded. */
const openVisit = async () => {
  await page.goto(`${stage.url}/gabinet/dzien`);
  await settled(page);
  await visits().getByRole('row', { name: 'zaplanowana' }).first().getByRole('link').click();
  await page.getByRole('heading', { name: 'Do podpisania' }).waitFor();
};
/** What lies in the browser's store, as whoever takes the disk would read it. */
const onDisk = () =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve) => {
        request.onsuccess = () => resolve(request.result);
      });
    const database = await done(indexedDB.open('ezdrowie-outbox'));
    const all: { sealed: ArrayBuffer }[] = await done(database.transaction('entries').objectStore('entries').getAll());
    database.close();
    return all.map(({ sealed, ...rest }) => JSON.stringify(rest) + new TextDecoder().decode(sealed));
  });
/** Events of the doctor's facility in the platform, by their state. */
const events = async () => {
  const { rows } = await stage.database.query<{ number: string; state: string }>(
    'select number, state from medical_events.event',
  );
  return rows;
};

describe('my day', { timeout: 60_000 }, () => {
  it('lists the visits of today, urgent ones first, and is accessible', async () => {
    await day().click();
    await visits().waitFor();
    const rows = await visits().getByRole('row').allInnerTexts();
    expect(rows.length).toBeGreaterThan(3);
    expect(rows[1]).toContain('pilne');
    await inspect(page, 'gabinet-dzien');
  });
});

describe('a visit', { timeout: 90_000 }, () => {
  it('opens with who it is and their allergies, and is accessible', async () => {
    const anna = visits().getByRole('link', { name: /Wiśniowiecka/ });
    await anna.click();
    await page.getByRole('heading', { name: 'Do podpisania' }).waitFor();
    expect(await page.getByRole('region', { name: /^Pacjent/ }).innerText()).toMatch(/Wiśniowiecka[\s\S]*Penicylina/);
    await inspect(page, 'gabinet-wizyta');
  });

  it('says what is missing before anything can be signed', async () => {
    await page.keyboard.press('F8');
    const alert = page.getByRole('alert');
    await alert.getByText('Dodaj co najmniej jedno rozpoznanie').waitFor();
    await isAccessible(page, 'gabinet-wizyta with an error');
  });

  it('loses no word when the window is closed in the middle', async () => {
    await note('Powód wizyty').fill('Kontrola ciśnienia. RR w domu do 150.');
    await note('Badanie').pressSequentially('/serce ');
    expect(await note('Badanie').inputValue()).toContain('Czynność serca miarowa');
    await diagnose('nadciśn', /^I10/);
    await page.getByText(/^Zapisano \d/).waitFor();
    expect(await onDisk()).toHaveLength(1);
    for (const text of await onDisk()) expect(text).not.toMatch(/Kontrola|Wiśniowiecka|diagnoses/);
    const address = page.url();
    const context = page.context();
    await page.close({ runBeforeUnload: false });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(address);
    await page.getByText('Wczytaliśmy to, co było napisane wcześniej').waitFor();
    expect(await note('Powód wizyty').inputValue()).toBe('Kontrola ciśnienia. RR w domu do 150.');
    await page.getByRole('list', { name: 'Rozpoznania wizyty' }).getByText('I10').first().waitFor();
  });

  it('is signed with two keys, after the doctor has read it with the eyes of the patient', async () => {
    await page.getByRole('textbox', { name: 'Ciśnienie skurczowe (mmHg)' }).fill('146');
    await page.getByRole('textbox', { name: 'Ciśnienie rozkurczowe (mmHg)' }).fill('92');
    await page.keyboard.press('F8');
    await page.getByText('Przeczytaj to jeszcze raz oczami pacjenta').waitFor();
    await page.getByRole('button', { name: 'Podpisz 1 dokument' }).waitFor();
    await inspect(page, 'gabinet-wizyta-podpis');
    // The focus is on the button: F8, Enter.
    await page.getByRole('button', { name: 'Podpisz 1 dokument' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Wizyta jest zapisana.').waitFor();
    await settled(page);
    expect((await events()).map(({ state }) => state)).toEqual(['registered']);
    await inspect(page, 'gabinet-wizyta-zapisana');
  });

  it('stands in the patient’s account as a visit', async () => {
    const patient = await stage.enter('anna.wisniowiecka');
    await patient.goto(`${stage.url}/ikp/wizyty`);
    await patient.getByText('Porada').first().waitFor();
    await patient.context().close();
  });
});

describe('without a connection', { timeout: 120_000 }, () => {
  it('keeps signing: the document waits where one sees it, and is recorded once when the connection is back', async () => {
    await openVisit();
    await note('Zalecenia').fill('Odpoczynek, płyny, kontrola za trzy dni.');
    await diagnose('J06', /^J06/);
    await page.getByText(/^Zapisano \d/).waitFor();
    await page.context().setOffline(true);
    await note('Badanie').fill('Gardło zaczerwienione.');
    await page.keyboard.press('F8');
    await page.getByRole('button', { name: 'Podpisz 1 dokument' }).click();
    await page.getByText('Podpisano. Wyślemy, gdy wróci połączenie.').waitFor();
    await page.getByText(/1 podpisany dokument czeka na połączenie/).waitFor();
    await isAccessible(page, 'gabinet-wizyta without a connection');
    await picture(page, 'gabinet-bez-polaczenia');
    expect(await events()).toHaveLength(1);
    await page.context().setOffline(false);
    await page.getByText('Wizyta jest zapisana.').waitFor();
    expect((await events()).map(({ state }) => state)).toEqual(['registered', 'registered']);
  });

  it('sends nothing twice when the answer was lost on the way, nor needs the outbox to open with the page', async () => {
    await page.route('**/api/accounts/outbox-key', (route) => route.abort('connectionreset'));
    await page.goto(`${stage.url}/gabinet/dzien`);
    await settled(page);
    await visits().getByRole('row', { name: 'zaplanowana' }).first().getByRole('link').click();
    // Said, not left blank; who does not wait tries again at once.
    await page.getByText('Nie mamy połączenia z e-Zdrowiem.').waitFor();
    await page.unroute('**/api/accounts/outbox-key');
    await page.getByRole('button', { name: 'Spróbuj ponownie' }).click();
    await page.getByRole('heading', { name: 'Do podpisania' }).waitFor();
    await diagnose('J06', /^J06/);
    await page.keyboard.press('F8');
    let lost = 0;
    await page.route('**/api/medical-events/events', async (route) => {
      if (lost++ > 0) return route.continue();
      // The platform does it; the browser never hears of it.
      await route.fetch();
      await route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Podpisz 1 dokument' }).click();
    await page.getByText('Wizyta jest zapisana.').waitFor();
    expect(lost).toBeGreaterThan(1);
    expect(await events()).toHaveLength(3);
    await page.unroute('**/api/medical-events/events');
  });
});
