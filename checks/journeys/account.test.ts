/**
 * The life of an account in a browser: the first sign-in by a code, guessing and what it does not do, a forgotten
 * password, another authenticator, a screen that locks.
 */
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentCode } from '#systems/oversight/accounts/second-factor.ts';
import { inspect, isAccessible, type Stage, setStage, settled } from './stage.ts';

let stage: Stage;
let page: Page;
let context: BrowserContext;
const login = 'zofia.wrzos';
const password = 'Kamień-Papier-Nożyce-8';
const another = 'Cztery słonie jadą rowerem 5';
let seed: Buffer;
let recoveryCodes: string[];

/** The letters that an authenticator is given, as bytes. RFC 4648 */
const bytesOf = (letters: string): Buffer => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...letters].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
};
/** The code shown now, usable once more: as if half a minute had passed since the last sign-in. */
const nextCode = async (): Promise<string> => {
  await stage.database.query('delete from accounts.used_step');
  return currentCode(seed, new Date()).code;
};
const secretShown = async () => bytesOf((await page.locator('.saz-secret').innerText()).replaceAll(' ', ''));
const givePassword = async (where: Page, given: string) => {
  await where.getByLabel('Login').fill(login);
  await where.getByLabel('Hasło', { exact: true }).fill(given);
  await where.keyboard.press('Enter');
};
const signIn = async (given: string) => {
  await page.goto(`${stage.url}/sign-in`);
  await givePassword(page, given);
  await page.getByRole('heading', { level: 1, name: 'Wpisz kod' }).waitFor();
  await page.keyboard.type(await nextCode());
  await page.keyboard.press('Enter');
  await page.waitForURL(/gabinet/);
  await settled(page);
};

beforeAll(async () => {
  stage = await setStage(3);
  const borrowed = await stage.enter('ewa.mazur');
  context = await borrowed
    .context()
    .browser()!
    .newContext({ viewport: { width: 1366, height: 768 }, locale: 'pl-PL' });
  await borrowed.context().close();
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
}, 180_000);
afterAll(() => stage?.close(), 30_000);

describe('the first sign-in', { timeout: 120_000 }, () => {
  it('begins with a code that two operators and three records stand behind', async () => {
    const [asks, decides] = [await stage.speaker('operator'), await stage.speaker('halina.wrona')];
    const grant = {
      ...{ kind: 'grant', givenName: 'Zofia', familyName: 'Wrzos', role: 'physician', practitioner: 'zofia-wrzos' },
      ...{ facility: 'facility-x', facilityName: 'Przychodnia Próbna', scope: 'poradnia', employment: 'employee' },
    };
    await stage.practises('zofia-wrzos');
    const { id } = (await asks('/requests', { ...grant, reason: 'zatrudnienie' })) as { id: string };
    await decides(`/requests/${id}/decision`, { decision: 'approve', login });
    for (const kind of ['confidentiality', 'rules', 'training'])
      await asks(`/requests/${id}/admissions`, { kind, done: '2026-01-02', evidence: 'teczka' });
    const { code } = (await asks(`/requests/${id}/activation`)) as { code: string };

    await page.goto(`${stage.url}/sign-in`);
    await page.getByRole('link', { name: 'Masz kod aktywacyjny?' }).click();
    await page.getByRole('heading', { level: 1, name: 'Pierwsze logowanie' }).waitFor();
    await inspect(page, 'pierwsze-logowanie');
    await page.getByLabel('Kod aktywacyjny').fill('aaaa-bbbb-cccc-dddd');
    await page.keyboard.press('Enter');
    await page.getByText('Ten kod nie pasuje').first().waitFor();
    await page.getByLabel('Kod aktywacyjny').fill(code.toUpperCase());
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Wybierz, czym się logujesz' }).waitFor();
    await inspect(page, 'pierwsze-logowanie-wybor');
  });

  it('ends with an own password, an own authenticator and ten recovery codes', async () => {
    seed = await secretShown();
    await page.getByLabel('Nowe hasło').fill('Warszawa123456');
    await page.getByLabel('Kod z aplikacji').fill(await nextCode());
    await page.getByRole('button', { name: 'Ustaw hasło i aplikację' }).click();
    await page.getByText('To hasło albo słowo jest znane').first().waitFor();
    await isAccessible(page, 'a known password');
    await page.getByLabel('Nowe hasło').fill(password);
    await page.getByRole('button', { name: 'Ustaw hasło i aplikację' }).click();
    await page.getByRole('heading', { level: 1, name: 'Zapisz kody zapasowe' }).waitFor();
    recoveryCodes = await page.locator('.saz-codes li').allInnerTexts();
    expect(recoveryCodes).toHaveLength(10);
    await inspect(page, 'pierwsze-logowanie-kody');
    await page.getByRole('link', { name: 'Mam je zapisane: zaloguj się' }).click();
    await signIn(password);
  });
});

describe('a screen that nobody uses', { timeout: 60_000 }, () => {
  it('warns a minute before, then is empty but for one question, and a code brings it back', async () => {
    await page.clock.install();
    await page.goto(`${stage.url}/gabinet/bezpieczenstwo`);
    await page.getByRole('button', { name: 'Zmień hasło' }).waitFor();
    await settled(page);
    await page.clock.fastForward('14:10');
    await page.getByText('Czy nadal tu jesteś?').waitFor();
    await page.clock.fastForward('01:00');
    const locked = page.getByRole('heading', { level: 1, name: 'Ekran jest zablokowany' });
    await locked.waitFor().catch(async () => expect(await page.locator('body').innerText()).toBe('a lock screen'));
    expect(await page.getByText('Klucze dostępu').count()).toBe(0);
    await inspect(page, 'ekran-zablokowany');
    await page.getByLabel('Kod z aplikacji', { exact: true }).fill('000000');
    await page.keyboard.press('Enter');
    await page.getByText('To nie pasuje').first().waitFor();
    await page.getByRole('radio', { name: 'Hasłem' }).check();
    await page.getByLabel('Hasło', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Bezpieczeństwo konta' }).waitFor();
    await page.clock.resume();
  });

  it('locks at the server too, and what was being written is still there afterwards', async () => {
    const named = await context.newPage();
    named.setDefaultTimeout(20_000);
    await named.goto(`${stage.url.replace('127.0.0.1', 'localhost')}/sign-in?return=/gabinet/bezpieczenstwo`);
    await givePassword(named, password);
    await named.getByRole('heading', { level: 1, name: 'Wpisz kod' }).waitFor();
    await named.keyboard.type(await nextCode());
    await named.keyboard.press('Enter');
    await named.getByRole('button', { name: 'Dodaj klucz dostępu' }).click();
    const kept = named.waitForResponse((answer) => /drafts/.test(answer.url()) && answer.request().method() === 'PUT');
    await named.getByLabel('Nazwa klucza').fill('Klucz w szufladzie');
    await kept;
    await stage.leaveAlone(20);
    await named.getByLabel('Kod z aplikacji').fill('123456');
    await named.getByRole('button', { name: 'Dodaj klucz', exact: true }).click();
    await named.getByRole('heading', { level: 1, name: 'Ekran jest zablokowany' }).waitFor();
    await named.getByLabel('Kod z aplikacji', { exact: true }).fill(await nextCode());
    await named.keyboard.press('Enter');
    await named.getByRole('button', { name: 'Dodaj klucz dostępu' }).click();
    await expect.poll(() => named.getByLabel('Nazwa klucza').inputValue()).toBe('Klucz w szufladzie');
    await named.close();
  });
});

describe('guessing by others', { timeout: 60_000 }, () => {
  it('pauses strange devices and not the person’s own, who is told', async () => {
    const strange = await (await context.browser()!.newContext({ locale: 'pl-PL' })).newPage();
    await strange.goto(`${stage.url}/sign-in`);
    for (let count = 0; count < 5; count++) {
      const answer = strange.waitForResponse(/sign-in$/);
      await givePassword(strange, `zgaduję ${count}`);
      expect((await answer).status()).toBe(401);
      await strange.getByRole('button', { name: 'Dalej' }).and(strange.locator(':not([aria-busy="true"])')).waitFor();
    }
    await givePassword(strange, password);
    await strange.getByText('Login lub hasło nie pasują').first().waitFor();
    await isAccessible(strange, 'a paused sign-in');
    await strange.context().close();
    await page.getByRole('button', { name: 'Wyloguj' }).first().click();
    await page.waitForURL(/sign-in/);
    await signIn(password);
    await page.getByText('Coś zmieniło się na Twoim koncie.').waitFor();
    await page.getByRole('link', { name: 'Zobacz, co' }).click();
    await page.getByText('Ktoś pomylił hasło kilka razy.').waitFor();
    await inspect(page, 'gabinet-bezpieczenstwo');
  });
});

describe('what opens the account', { timeout: 120_000 }, () => {
  it('is another authenticator after a change, and another password', async () => {
    await page.goto(`${stage.url}/gabinet/bezpieczenstwo`);
    await page.getByRole('button', { name: 'Zmień aplikację do kodów' }).click();
    const proof = await nextCode();
    const old = seed;
    seed = await secretShown();
    await page.getByLabel('Kod z nowej aplikacji').fill(currentCode(seed, new Date()).code);
    await page.getByLabel('Kod z dotychczasowej aplikacji').fill(proof);
    await isAccessible(page, 'another authenticator');
    await page.getByRole('button', { name: 'Zmień aplikację', exact: true }).click();
    await page.getByText('Od teraz kody pokazuje nowa aplikacja').waitFor();
    expect(seed.equals(old)).toBe(false);

    await page.getByRole('button', { name: 'Zmień hasło' }).click();
    await page.getByLabel('Dotychczasowe hasło').fill(password);
    await page.getByLabel('Nowe hasło').fill(`${password}!`);
    await page.getByLabel('Kod z aplikacji').fill(await nextCode());
    await page.getByRole('button', { name: 'Zmień hasło' }).click();
    await page.getByText('Nowe hasło jest prawie takie').first().waitFor();
    await inspect(page, 'zmiana-hasla');
    await page.getByLabel('Nowe hasło').fill(another);
    await page.getByLabel('Kod z aplikacji').fill(await nextCode());
    await page.getByRole('button', { name: 'Zmień hasło' }).click();
    await page.getByText('Hasło zmienione.').waitFor();
  });

  it('is set anew by a recovery code and the authenticator when it was forgotten', async () => {
    await page.goto(`${stage.url}/sign-in/odzyskaj`);
    await inspect(page, 'odzyskanie-hasla');
    await page.getByLabel('Login').fill(login);
    await page.getByLabel('Kod zapasowy').fill(recoveryCodes[0] ?? '');
    await page.getByLabel('Kod z aplikacji').fill(await nextCode());
    await page.getByLabel('Nowe hasło').fill('Mokre pole wieczorem latem 7');
    await page.getByRole('button', { name: 'Ustaw hasło' }).click();
    await page.getByRole('heading', { level: 1, name: 'Masz nowe hasło' }).waitFor();
    await signIn('Mokre pole wieczorem latem 7');
  });

  it('may be asked for by an administrator: the next sign-in changes the password before all else', async () => {
    await (await stage.speaker('operator'))(`/staff/${await stage.accountOf(login)}/password-change`, {
      reason: 'kartka na monitorze',
    });
    await stage.leaveAlone(0);
    await page.goto(`${stage.url}/sign-in`);
    await givePassword(page, 'Mokre pole wieczorem latem 7');
    await page.getByRole('heading', { level: 1, name: 'Wpisz kod' }).waitFor();
    await page.keyboard.type(await nextCode());
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Jeszcze jedna rzecz' }).waitFor();
    await inspect(page, 'zmiana-hasla-na-polecenie');
    await page.getByLabel('Dotychczasowe hasło').fill('Mokre pole wieczorem latem 7');
    await page.getByLabel('Nowe hasło').fill('Zielone rowery przez Poznań 9');
    await page.getByLabel('Kod z aplikacji').fill(await nextCode());
    await page.getByRole('button', { name: 'Zmień hasło' }).click();
    await page.waitForURL(/gabinet/);
  });
});
