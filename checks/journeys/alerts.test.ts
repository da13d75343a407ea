/**
 * Alerts in Gabinet: the counter over an open record, one action, an alert set aside, the rule's card; a prescription
 * that is stopped before it is signed, the reason that the next doctor reads, the counter of a pharmacy, and the
 * officer who answers for rules; by keyboard.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, isAccessible, picture, type Stage, setStage, settled, widths } from './stage.ts';

let stage: Stage;
let page: Page;
let code = '';
let pesel = '';

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

/** What is asked of rules while Anna's prescription is written. */
const orders = '**/api/alerts/p-1-1/orders';
const stop = () => page.getByRole('alertdialog', { name: /^Zanim podpiszesz/ });
const allergic = /Lek, na który pacjent jest uczulony/;
const toAnna = async () => {
  await page.goto(`${stage.url}/gabinet/pacjent/p-1-1/recepta`);
  await page.getByRole('heading', { name: /^Powtórz/ }).waitFor();
  await settled(page);
};
const write = async (name: string, dosage: string) => {
  await page.keyboard.press('/');
  await page.keyboard.type(name, { delay: 15 });
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('input[id$="-dosage"]:focus').waitFor();
  await page.keyboard.type(dosage);
  await page.getByText(/^(Sprawdzone: można wystawić|Trzeba coś poprawić)/).waitFor();
};

describe('a prescription that is written', { timeout: 120_000 }, () => {
  it('is judged once per change, and what medication safety says is not said again', async () => {
    await toAnna();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/alerts/p-1-1/orders')) asked.push(request.postData() ?? '');
    });
    await write('amoksycylina', '2x1 przez 7 dni');
    const safety = page.getByRole('list', { name: 'Bezpieczeństwo leku' });
    await safety.getByText('Penicylina').or(safety.getByText(/uczul/i)).first().waitFor();
    await settled(page);
    // The dosage was typed key by key: what is ordered did not change.
    expect(asked).toHaveLength(1);
    expect(JSON.parse(asked[0] ?? '')).toMatchObject({ hook: 'order-select' });
    expect(await alert(allergic).count()).toBe(0);
    expect(await page.getByText(/uczulen/i).count()).toBeGreaterThan(0);
    await inspect(page, 'gabinet-recepta-alerty');
  });

  it('is stopped before it is signed, and goes on when the medicine is taken off', async () => {
    await page.keyboard.press('F8');
    await stop().waitFor();
    await inspect(page, 'gabinet-recepta-przerwana');
    await page.keyboard.press('Escape');
    await stop().waitFor({ state: 'detached' });
    await page.keyboard.press('F8');
    await stop().getByRole('button', { name: 'Usuń z recepty' }).press('Enter');
    await page.locator('[data-recepta]').waitFor({ state: 'detached' });
    expect(await stop().count()).toBe(0);
  });

  it('is signed all the same when the rules do not answer, and that is said', async () => {
    await page.route(orders, (route) => route.abort());
    await write('amlodypina', '1x1');
    await page.getByText(/^Alertów nie sprawdzono/).waitFor();
    await picture(page, 'gabinet-recepta-bez-alertow');
    await page.keyboard.press('F8');
    await page.getByRole('region', { name: 'Wystawiono' }).waitFor();
    await page.unroute(orders);
  });

  it('is signed against an alert only with a coded reason and words', async () => {
    await toAnna();
    await write('amoksycylina', '2x1 przez 7 dni');
    await page.keyboard.press('F8');
    await stop().getByRole('button', { name: 'Odłóż z powodem' }).press('Enter');
    await stop().getByRole('button', { name: 'Odłóż alert' }).press('Enter');
    for (const says of ['Wybierz powód', 'Napisz dlaczego']) await stop().getByText(says).waitFor();
    await isAccessible(page, 'an override without a reason');
    await stop()
      .getByRole('radio', { name: /Korzyść przeważa/ })
      .check();
    await stop()
      .getByLabel(/Komentarz/)
      .fill('Próby skórne ujemne');
    await stop().getByRole('button', { name: 'Odłóż alert' }).press('Enter');
    await page.getByRole('region', { name: 'Wystawiono' }).waitFor();
    code = (await page.locator('.rx-code').first().innerText()).replace(/\D/g, '');
    await page.goto(`${stage.url}/gabinet/pacjent/p-1-1`);
    pesel = (await page.locator('.ez-identity-pesel code').innerText()).replace(/\D/g, '');
  });

  it('leaves the reason to the next doctor', async () => {
    const next = await stage.enter('ewa.mazur');
    await next.getByRole('link', { name: /Pacjent spoza placówki/ }).click();
    await next.getByLabel('PESEL osoby, którą ratujesz').fill(pesel);
    await next.getByLabel('pacjent jest nieprzytomny').check();
    await next.getByLabel('Co się dzieje').fill('Nieprzytomna po wypadku, SOR.');
    await next.getByRole('button', { name: 'Otwórz na godzinę' }).click();
    await next.getByRole('heading', { name: 'Problemy' }).first().waitFor();
    await next.goto(`${stage.url}/gabinet/pacjent/p-1-1/alerty`);
    await next.getByText(/^Odłożone z powodem/).click();
    const set = next.getByRole('article', { name: allergic });
    expect(await set.innerText()).toMatch(/Korzyść przeważa[\s\S]*Próby skórne ujemne/);
    await inspect(next, 'gabinet-alert-odlozony');
    await next.context().close();
  });
});

describe('at the counter of a pharmacy', { timeout: 120_000 }, () => {
  it('the pharmacists’ rules speak of the medicine in hand, and holding it back blocks it', async () => {
    const pharmacy = await stage.enter('barbara.sowa');
    await pharmacy.locator('#rx-klucz:focus').waitFor();
    for (const typed of [code, pesel]) {
      await pharmacy.keyboard.type(typed);
      await pharmacy.keyboard.press('Enter');
    }
    const told = pharmacy.getByRole('region', { name: 'Alerty o tym leku' });
    const warned = told.getByRole('article', { name: /uczul/i });
    await warned.waitFor();
    // Of the rest of her record nothing: no diagnoses, no doctors' rules.
    expect(await told.getByRole('article').count()).toBe(1);
    expect(await told.getByText(/niezrealizowana/).count()).toBe(0);
    await inspect(pharmacy, 'apteka-alert');
    const refused = await pharmacy.evaluate(async () => (await fetch('/api/alerts/p-1-1')).status);
    expect(refused).toBe(403);
    await warned.getByRole('button', { name: /^Nie wydawaj/ }).press('Enter');
    await pharmacy.getByText(/^Zablokowana:/).waitFor();
    await inspect(pharmacy, 'apteka-wstrzymana');
    await pharmacy.context().close();
  });
});

describe('the safety officer', { timeout: 120_000 }, () => {
  let officer: Page;
  const card = (name: RegExp | string) =>
    officer.locator('.ez-card').filter({ has: officer.getByRole('heading', { name }) });

  it('sees where rules stand, what specialities bear, and what doctors said', async () => {
    officer = await stage.enter('operator');
    await officer.getByRole('link', { name: 'Reguły alertów', exact: true }).click();
    await officer.getByRole('heading', { level: 1, name: 'Reguły alertów' }).waitFor();
    await officer.getByRole('table', { name: 'Wszystkie reguły' }).waitFor();
    // What was shown is written within two seconds: the figures are read again until they are there.
    await expect
      .poll(
        async () => {
          await officer.reload();
          await settled(officer);
          return officer.getByRole('table', { name: /^Budżet/ }).count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await officer.getByText('Próby skórne ujemne').waitFor();
    await inspect(officer, 'operacje-reguly-alertow');
    await officer.getByRole('searchbox', { name: 'Szukaj reguły' }).fill('niezrealizowana: lek na serce');
    await officer.keyboard.press('Enter');
    await officer.waitForURL(/szukaj=/);
    await officer.getByRole('table', { name: 'Wszystkie reguły' }).getByRole('link', { name: ramipril }).press('Enter');
    await officer.getByRole('heading', { level: 1, name: ramipril }).waitFor();
    await inspect(officer, 'operacje-regula');
  });

  it('takes a rule out with a reason, after a question; doctors see it no more, its card says why', async () => {
    const change = card('Zmień regułę');
    await change.getByRole('button', { name: 'Zmień' }).press('Enter');
    await change.getByText('Wybierz, co zmienić.').waitFor();
    await change.getByRole('radio', { name: /^Wycofana/ }).check();
    await change.getByLabel(/^Powód/).fill('Źródło wycofano.');
    await change.getByRole('button', { name: 'Zmień' }).press('Enter');
    const asked = officer.getByRole('alertdialog', { name: 'Zmienić regułę?' });
    await asked.getByText(/Nikt jej nie widzi/).waitFor();
    await isAccessible(officer, 'a question before a rule is changed');
    await asked.getByRole('button', { name: 'Tak, zmień' }).press('Enter');
    await asked.waitFor({ state: 'detached' });
    await card('Gdzie stoi').getByText('wycofana').waitFor();
    // Another process believes what it has read for two seconds.
    const seen = async () => {
      const answer = await page.evaluate(async () => (await fetch('/api/alerts/p-1-1')).json());
      return (answer as { alerts: { rule: string }[] }).alerts.map(({ rule }) => rule);
    };
    await expect.poll(seen).not.toContain('unfilled-heart-failure');
    await officer.getByText('Historia zmian (1)').click();
    await officer.getByText(/Źródło wycofano/).waitFor();
  });

  it('opens a review that is due in 14 days, and ends it with a conclusion', async () => {
    const harm = card('Zgłoś szkodę');
    await harm.getByLabel(/^Co się stało/).fill('Alert przyszedł za późno.');
    await harm.getByRole('button', { name: /^Otwórz przegląd/ }).press('Enter');
    const review = card(/^Przegląd: zgłoszona szkoda/);
    await review.getByText('za 14 dni').waitFor();
    await inspect(officer, 'operacje-przeglad');
    await review.getByRole('button', { name: 'Zakończ przegląd' }).press('Enter');
    await review.getByText('Napisz co najmniej 5 znaków.').waitFor();
    await review.getByLabel(/^Wniosek/).fill('Skrócono próg do 7 dni.');
    await review.getByRole('button', { name: 'Zakończ przegląd' }).press('Enter');
    await review.waitFor({ state: 'detached' });
    await officer.getByText('Zakończone przeglądy (1)').click();
    await officer.getByText(/Skrócono próg/).waitFor();
  });

  it('brings the rule back on demand only, and reads all that in three languages', async () => {
    const change = card('Zmień regułę');
    await change.getByRole('radio', { name: /^Poziom 3/ }).check();
    await change.getByLabel(/^Powód/).fill('Nowe źródło.');
    await change.getByRole('button', { name: 'Zmień' }).press('Enter');
    await officer.getByRole('alertdialog').getByRole('button', { name: 'Tak, zmień' }).press('Enter');
    await card('Gdzie stoi').getByText('obniżona').waitFor();
    for (const [language, name] of [
      ['English', 'Where it stands'],
      ['Українська', 'Де стоїть правило'],
      ['Polski', 'Gdzie stoi'],
    ] as const) {
      await officer
        .getByRole('button', { name: language })
        .or(officer.getByRole('link', { name: language }))
        .click();
      await officer.getByRole('heading', { name }).waitFor();
      await isAccessible(officer, `a rule before the officer, ${language}`);
    }
  });
});
