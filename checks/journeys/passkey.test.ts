/**
 * Looking after the ways of signing in: a passkey with the browser's virtual authenticator, recovery codes, and closing
 * the account elsewhere.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goInIkp, inspect, isAccessible, type Stage, setStage, settled } from './stage.ts';

let stage: Stage;
let page: Page;
let byName: string;
const login = 'anna.wisniowiecka';

beforeAll(async () => {
  stage = await setStage(3);
  // Passkeys belong to a name, not to the numbers of a machine.
  byName = stage.url.replace('127.0.0.1', 'localhost');
  page = await stage.enter(login, 1366, byName);
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('WebAuthn.enable');
  await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
}, 180_000);
afterAll(() => stage?.close(), 30_000);

const open = async () => {
  await goInIkp(page, 'Bezpieczeństwo');
  await settled(page);
};
const giveCode = async () => {
  await page.getByLabel('Kod z aplikacji').fill(await stage.nextCode(login));
};
const signOut = async () => {
  await page.getByRole('button', { name: 'Wyloguj' }).first().click();
  await page.waitForURL(/sign-in/);
  await page.goto(`${byName}/ikp`);
  await page.getByLabel('Login').waitFor();
};

describe('account security', { timeout: 120_000 }, () => {
  it('shows what there is, at both widths', async () => {
    await open();
    await page.getByText('Nie masz jeszcze klucza dostępu.').waitFor();
    await page.getByText('to okno').waitFor();
    await inspect(page, 'ikp-bezpieczenstwo');
  });

  it('adds a passkey with fresh proof, and refuses a wrong code without ending the session', async () => {
    await page.getByRole('button', { name: 'Dodaj klucz dostępu' }).click();
    await page.getByLabel('Nazwa klucza').fill('Mój telefon');
    await page.getByLabel('Kod z aplikacji').fill('000000');
    await page.getByRole('button', { name: 'Dodaj klucz', exact: true }).click();
    await page.getByText('Ten kod nie pasuje').first().waitFor();
    await giveCode();
    await page.getByRole('button', { name: 'Dodaj klucz', exact: true }).click();
    await page.getByText('Klucz „Mój telefon” dodany').waitFor();
    await isAccessible(page, 'a passkey more');
  });

  it('signs in by the passkey alone', async () => {
    await signOut();
    await isAccessible(page, 'sign-in with a passkey');
    await page.getByRole('button', { name: 'Zaloguj się kluczem dostępu' }).click();
    await page.getByRole('heading', { name: 'Dzień dobry, Anna' }).waitFor();
    await open();
    await page.getByText('zalogowano kluczem dostępu').waitFor();
  });

  it('makes recovery codes by the proof of the passkey, shown once, and one of them replaces the phone', async () => {
    await page.getByRole('button', { name: 'Utwórz kody' }).click();
    await page.getByRole('button', { name: 'Potwierdź kluczem dostępu' }).click();
    const codes = page.locator('.saz-codes li');
    await codes.first().waitFor();
    expect(await codes.count()).toBe(10);
    await inspect(page, 'ikp-kody-zapasowe');
    const code = await codes.first().innerText();
    await signOut();
    await page.getByLabel('Login').fill(login);
    await page.getByLabel('Hasło', { exact: true }).fill(stage.passwordOf(login));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Użyj kodu zapasowego' }).click();
    await page.getByLabel('Kod zapasowy').fill(code.toUpperCase());
    await isAccessible(page, 'sign-in with a recovery code');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Dzień dobry, Anna' }).waitFor();
    await open();
    await page.getByText('Zostało 9 kodów.').waitFor();
  });

  it('closes the account elsewhere', async () => {
    const elsewhere = await stage.enter(login);
    await page.reload();
    await settled(page);
    await page
      .getByRole('button', { name: /^Zakończ: / })
      .first()
      .click();
    await page
      .getByRole('button', { name: /^Zakończ: / })
      .first()
      .waitFor({ state: 'detached' });
    // Another process may believe for five seconds what it read.
    await elsewhere.waitForTimeout(5_500);
    await elsewhere.reload();
    await elsewhere.waitForURL(/sign-in/);
    await elsewhere.context().close();
  });

  it('removes the passkey, which then opens nothing', async () => {
    await page.getByRole('button', { name: 'Usuń klucz „Mój telefon”' }).click();
    await giveCode();
    await page.getByRole('button', { name: 'Usuń klucz', exact: true }).click();
    await page.getByText('Klucz „Mój telefon” usunięty').waitFor();
    await signOut();
    await page.getByRole('button', { name: 'Zaloguj się kluczem dostępu' }).click();
    await page.getByText('Ten klucz dostępu nie otwiera żadnego konta').first().waitFor();
  });
});

describe('on an address of numbers', { timeout: 60_000 }, () => {
  it('tells where passkeys work', async () => {
    const window = await stage.enter('jan.nowak');
    await window.getByRole('link', { name: /bezpieczeństwo konta/ }).click();
    await window.getByRole('link', { name: /localhost/ }).waitFor();
    await isAccessible(window, 'security in Gabinet');
    await window.context().close();
  });
});
