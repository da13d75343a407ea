/**
 * The operators' journeys: one asks, another approves and hands over the code; an account is locked; an entry of the
 * trail is found; a review is closed; the register is printed. By keyboard, in three languages.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, isAccessible, picture, type Stage, setStage, settled } from './stage.ts';

let stage: Stage;
let asks: Page;
let decides: Page;

beforeAll(async () => {
  stage = await setStage(3);
  asks = await stage.enter('operator');
  decides = await stage.enter('halina.wrona');
}, 180_000);
afterAll(() => stage?.close(), 30_000);

const go = async (page: Page, name: string, title: string = name) => {
  await page.getByRole('navigation', { name: 'Główne' }).getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
  await settled(page);
};
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).first();

describe('the first page', { timeout: 60_000 }, () => {
  it('counts what waits and shows in red where the policy is weaker', async () => {
    await heading(asks, 'Pulpit').waitFor();
    await asks.getByRole('link', { name: /osłabienia polityki/ }).waitFor();
    await inspect(asks, 'operacje-pulpit');
    await asks.getByRole('link', { name: /osłabienia polityki/ }).click();
    await heading(asks, 'Polityka bezpieczeństwa').waitFor();
    await asks.getByText('Słabiej niż domyślnie: operatorzy logują się kluczem sprzętowym').waitFor();
    await isAccessible(asks, 'operacje-polityka');
    await asks.getByRole('button', { name: /^Teraz/ }).click();
    await asks.waitForURL(/kolumna=value/);
  });
});

describe('a request', { timeout: 120_000 }, () => {
  it('says what is missing, and is sent by one operator', async () => {
    await go(asks, 'Wnioski');
    await asks.getByText('Żaden wniosek tu nie czeka.').waitFor();
    await asks.getByRole('link', { name: 'Złóż wniosek' }).click();
    await asks.getByRole('button', { name: 'Złóż wniosek' }).click();
    await asks.getByRole('link', { name: 'Napisz, do jakich danych ma być dostęp.' }).waitFor();
    expect(await asks.title()).toMatch(/^Błąd:/);
    await inspect(asks, 'operacje-wniosek-bledy');
    await asks.getByLabel('Imię').fill('Zofia');
    await asks.getByLabel('Nazwisko').fill('Wiśniowiecka-Brzęczyszczykiewicz');
    await asks.getByLabel('Nazwa placówki').fill('Przychodnia Zdrowie');
    await asks.getByLabel('Identyfikator placówki').fill('facility-1');
    await asks.getByLabel('Zakres upoważnienia').fill('dokumentacja pacjentów poradni');
    await asks.getByLabel('Zatrudnienie').selectOption('contractor');
    await asks.getByLabel('Ostatni dzień uprawnień').fill(dayIn(100));
    await asks.getByLabel('Powód').fill('zastępstwo');
    await asks.getByRole('button', { name: 'Złóż wniosek' }).click();
    await heading(asks, 'Nadanie uprawnień: Zofia Wiśniowiecka-Brzęczyszczykiewicz').waitFor();
    await inspect(asks, 'operacje-wnioski');
  });

  it('is not decided by whoever asked', async () => {
    await asks.getByLabel('Identyfikator (login)').fill('zofia.wisniowiecka');
    await asks.getByRole('button', { name: 'Zatwierdź wniosek' }).click();
    await asks.getByText('Zdecyduje inna osoba').waitFor();
  });

  it('is approved by another by keyboard, after a wrong identifier', async () => {
    await go(decides, 'Wnioski');
    await decides.getByRole('link', { name: /^Zofia/ }).waitFor();
    await decides.keyboard.press('j');
    const login = decides.getByLabel('Identyfikator (login)');
    await login.fill('Zofia W');
    await decides.getByRole('button', { name: 'Zatwierdź wniosek' }).click();
    await decides.getByText('Nadaj identyfikator').waitFor();
    expect(await login.evaluate((field) => field === document.activeElement)).toBe(true);
    await login.fill('zofia.wisniowiecka');
    await decides.getByRole('button', { name: 'Zatwierdź wniosek' }).press('Enter');
    await heading(decides, 'Dopuszczenie do pracy z danymi').waitFor();
    await inspect(decides, 'operacje-wdrozenie');
  });

  it('ends in a code that is shown once, when what must be recorded is recorded', async () => {
    for (const left of [2, 1, 0]) {
      await decides.getByLabel('Gdzie jest dokument').fill('teczka 12');
      await decides.getByRole('button', { name: 'Odnotuj' }).click();
      await expect.poll(() => decides.getByText(': brak').count(), { timeout: 10_000 }).toBe(left);
    }
    await decides.getByRole('button', { name: 'Wydaj kod aktywacji' }).click();
    await decides.getByText('Kod aktywacji dla zofia.wisniowiecka').waitFor();
    expect(await decides.locator('.saz-activation').innerText()).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
    await isAccessible(decides, 'activation code');
    await decides.reload();
    await settled(decides);
    expect(await decides.locator('.saz-activation').count()).toBe(0);
  });

  it('stands in the register of authorised persons', async () => {
    await go(decides, 'Rejestr osób', 'Rejestr osób upoważnionych');
    await decides.getByText('Zofia Wiśniowiecka-Brzęczyszczykiewicz').waitFor();
    await inspect(decides, 'operacje-rejestr');
    const [file] = await Promise.all([
      decides.waitForEvent('download'),
      decides.getByRole('link', { name: 'Pobierz CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('rejestr-osob-upowaznionych.csv');
  });
});

describe('an account', { timeout: 90_000 }, () => {
  it('is found by the beginning of a surname, which stands in no address', async () => {
    await go(decides, 'Konta', 'Konta pracowników');
    await decides.keyboard.press('/');
    await decides.keyboard.type('jan.no');
    await decides.keyboard.press('Enter');
    await decides.getByRole('link', { name: /Jan Nowak/ }).waitFor();
    expect(decides.url()).not.toMatch(/jan/i);
    await expect.poll(() => decides.locator('tbody tr').count()).toBe(1);
    await inspect(decides, 'operacje-konta');
  });

  it('is locked at once, with a reason', async () => {
    const doctor = await stage.enter('jan.nowak');
    await decides.getByRole('link', { name: /Jan Nowak/ }).click();
    await heading(decides, 'Otwarte sesje').waitFor();
    await inspect(decides, 'operacje-konto');
    await decides.getByRole('button', { name: 'Zablokuj konto' }).click();
    await decides.getByRole('button', { name: 'Zablokuj', exact: true }).click();
    await decides.getByText('Napisz, dlaczego to robisz.').waitFor();
    await decides.getByLabel('Powód').fill('zgubiony telefon');
    await decides.getByRole('button', { name: 'Zablokuj', exact: true }).click();
    await decides.getByText('Konto zablokowane. Sesje').waitFor();
    await decides.getByRole('link', { name: 'Wniosek o odblokowanie' }).waitFor();
    const status = async () => doctor.evaluate(async () => (await fetch('/api/accounts/session')).status);
    await expect.poll(status, { timeout: 15_000 }).toBe(401);
    await doctor.context().close();
  });
});

describe('the trail', { timeout: 90_000 }, () => {
  it('shows what a person did, then one entry, sealed', async () => {
    await go(decides, 'Dziennik');
    await decides.getByLabel('Operacja').fill('suspend-account');
    await decides.keyboard.press('Enter');
    await expect.poll(() => decides.locator('tbody tr').count()).toBe(1);
    await inspect(decides, 'operacje-dziennik');
    await decides.locator('tbody th a').click();
    await heading(decides, 'zmiana: suspend-account').waitFor();
    await expect
      .poll(
        async () => {
          await decides.reload();
          await settled(decides);
          return decides.getByText('zapieczętowany').count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await inspect(decides, 'operacje-wpis');
    await decides.getByRole('link', { name: 'Wszystkie wpisy tej osoby' }).click();
    await decides.waitForURL(/osoba=/);
  });

  it('is searched for a patient’s sake without the PESEL in an address, and the patient sees it', async () => {
    const anna = await stage.enter('anna.wisniowiecka');
    const pesel = await anna.evaluate(async () => {
      const session = await (await fetch('/api/accounts/session')).json();
      const patient = await (await fetch(`/fhir/R4/Patient/${session.patient}`)).json();
      return String(patient.identifier[0].value);
    });
    await go(decides, 'Dziennik');
    await decides.getByText('Szukaj w sprawie pacjenta').click();
    await decides.getByLabel('PESEL pacjenta').fill(pesel);
    await decides.getByRole('button', { name: 'Pokaż wpisy o pacjencie' }).click();
    await decides.getByText('Pokazujesz wpisy o jednym pacjencie').waitFor();
    expect(decides.url()).not.toContain(pesel);
    await isAccessible(decides, 'trail about a patient');
    const who = await anna.evaluate(async () => (await fetch('/api/audit-trail/accesses')).json());
    expect(JSON.stringify(who)).toContain('Halina Wrona');
    await anna.context().close();
  });
});

describe('a review', { timeout: 60_000 }, () => {
  it('keeps or ends a right that nobody looked at for a quarter, but never one’s own', async () => {
    await stage.makeRightsOld(100);
    await go(decides, 'Uprawnienia', 'Przegląd uprawnień');
    await heading(decides, 'Przegląd uprawnień').waitFor();
    await inspect(decides, 'operacje-przeglad-uprawnien');
    const before = await decides.locator('tbody tr').count();
    await decides.getByRole('button', { name: 'Zachowaj: Halina Wrona' }).click();
    await decides.getByText('Twoje uprawnienia przejrzy inna osoba.').waitFor();
    await decides
      .getByRole('button', { name: /^Zachowaj: .*Ewa Mazur/ })
      .first()
      .click();
    await decides.getByText(/^Zachowane: .*Ewa Mazur/).waitFor();
    await expect.poll(() => decides.locator('tbody tr').count()).toBe(before - 1);
    await decides.getByRole('link', { name: 'Role', exact: true }).click();
    await heading(decides, 'Role').waitFor();
    await isAccessible(decides, 'operacje-role');
  });
});

describe('an alert', { timeout: 120_000 }, () => {
  it('comes within seconds of an attack, is taken and closed with a reason', async () => {
    for (let n = 0; n < 8; n++) {
      await fetch(`${stage.url}/api/accounts/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login: 'ewa.mazur', password: `zgadywanie-${n}` }),
      });
    }
    await go(decides, 'Alerty');
    const found = decides.getByRole('link', { name: 'Zgadywanie hasła jednego konta' }).first();
    await expect
      .poll(
        async () => {
          await decides.reload();
          await settled(decides);
          return found.count();
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(0);
    await inspect(decides, 'operacje-alerty');
    await decides.getByText('Reguły i jak często mają rację').click();
    await isAccessible(decides, 'operacje-alerty-reguly');
    await found.click();
    await decides.getByRole('button', { name: 'Biorę' }).click();
    await decides.getByRole('button', { name: 'Zamknij alert' }).click();
    await decides.getByText('Wybierz ocenę.').waitFor();
    await decides.getByLabel('fałszywy alarm: reguła się pomyliła').check();
    await decides.getByLabel('Uzasadnienie').fill('Ćwiczenie zespołu bezpieczeństwa.');
    await inspect(decides, 'operacje-alert');
    await decides.getByRole('button', { name: 'Zamknij alert' }).click();
    await decides.getByText('Ćwiczenie zespołu bezpieczeństwa.').waitFor();
    await go(decides, 'Alerty');
    await decides.getByLabel('Stan').selectOption('false');
    await decides.getByRole('button', { name: 'Szukaj' }).click();
    await found.waitFor();
  });
});

describe('clients and the platform', { timeout: 90_000 }, () => {
  it('stops a client and lets it go on', async () => {
    await go(decides, 'Klienci');
    await isAccessible(decides, 'operacje-klienci');
    await decides.getByRole('link', { name: /System świadczeniodawcy/ }).click();
    await heading(decides, 'Klucze i certyfikaty').waitFor();
    await heading(decides, 'Bramka zgodności').waitFor();
    await inspect(decides, 'operacje-klient');
    await decides.getByRole('button', { name: 'Zatrzymaj klienta' }).click();
    await decides.getByLabel('Powód').fill('wyciek klucza');
    await decides.getByRole('button', { name: 'Zatrzymaj', exact: true }).click();
    await decides.getByText('Klient zatrzymany. Odmawiamy').waitFor();
    await decides.getByRole('button', { name: 'Wznów' }).click();
    await decides.getByText('Klient znów działa').waitFor();
    await decides.getByRole('link', { name: 'Klienci', exact: true }).first().click();
    await decides.getByRole('link', { name: 'Dodaj klienta' }).click();
    await decides.getByRole('button', { name: 'Dodaj klienta' }).click();
    await decides.getByRole('link', { name: 'Wpisz nazwę.' }).waitFor();
    await inspect(decides, 'operacje-nowy-klient');
  });

  it('shows the queue, the followers of the feed and the index', async () => {
    await go(decides, 'Platforma', 'Stan platformy');
    await decides.getByText('Odbiorcy strumienia zmian').waitFor();
    await inspect(decides, 'operacje-platforma');
  });
});

describe('every screen', { timeout: 120_000 }, () => {
  it('stands in Ukrainian at 320 px, in English, and in the dark', async () => {
    await asks.getByRole('button', { name: 'Українська' }).click();
    await asks.locator('html[lang=uk]').waitFor();
    for (const address of ['', '/konta', '/alerty', '/dziennik']) {
      await asks.goto(`${stage.url}/operacje${address}`);
      await asks.locator('html[lang=uk]').waitFor();
      await inspect(asks, `operacje${address.replace(/\W+/g, '-')}-uk`);
    }
    await asks.getByRole('button', { name: 'English' }).click();
    await heading(asks, 'Audit trail').waitFor();
    await asks.emulateMedia({ colorScheme: 'dark' });
    await asks.goto(`${stage.url}/operacje/dziennik`);
    await isAccessible(asks, 'the trail in the dark');
    await picture(asks, 'operacje-dziennik-ciemny');
  });
});

const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
