/**
 * mojeIKP: prescription codes and the plan of medicines without a connection, sealed on the device, gone when they have
 * to be. APP-2, APP-3, APP-6
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goInIkp, inspect, isAccessible, picture, type Stage, setStage, widths } from './stage.ts';

const login = 'anna.wisniowiecka';
let stage: Stage;
let page: Page;
let code = '';
let medicine = '';

beforeAll(async () => {
  stage = await setStage(3);
  page = await stage.enter(login, widths.phone);
  const found = await page.evaluate(() => fetch('/api/medicinal-products/search?q=ramipryl').then((one) => one.json()));
  const gtin = found.products[0].packages[0].gtin;
  const dosage = { amount: { value: 1, unit: 'tabl.' }, times: 2 };
  const prescriptions = [{ medicine: { kind: 'G', gtin }, quantity: 1, refundLevel: '100%', dosage }];
  const doctor = await stage.speaker('jan.nowak');
  const issued: { code: string; prescriptions: { medicine: { name: string } }[] } = await doctor(
    '/api/e-prescription/packages',
    { patient: 'p-1-1', prescriptions },
  );
  code = issued.code;
  medicine = issued.prescriptions[0]?.medicine.name ?? '';
}, 240_000);
afterAll(() => stage?.close(), 30_000);

/** What lies in the wallet's database: whether there is a key that may be taken out, and all bytes as text. */
const stored = () =>
  page.evaluate(
    () =>
      new Promise<{ key: boolean; extractable: boolean; text: string }>((resolve) => {
        const opening = indexedDB.open('ezdrowie-wallet', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('wallet');
        opening.onsuccess = () => {
          const all = opening.result.transaction('wallet').objectStore('wallet').getAll();
          all.onsuccess = () => {
            opening.result.close();
            const key = all.result.find((one) => one instanceof CryptoKey);
            const bytes = all.result.flatMap((one) => (one.sealed ? [...new Uint8Array(one.sealed)] : []));
            const text = String.fromCharCode(...bytes);
            resolve({ key: key !== undefined, extractable: key?.extractable ?? false, text });
          };
        };
      }),
  );
const keep = async () => {
  await goInIkp(page, 'Moje recepty');
  await page.getByRole('button', { name: 'Zapisuj na tym urządzeniu' }).click();
  await page.getByText('są zapisane na tym urządzeniu').waitFor();
  await expect.poll(async () => (await stored()).text.length, { timeout: 15_000 }).toBeGreaterThan(400);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
};
const isEmpty = async () => {
  expect(await stored()).toEqual({ key: false, extractable: false, text: '' });
};
const offline = (is: boolean) => page.context().setOffline(is);

describe('mojeIKP', { timeout: 120_000 }, () => {
  it('shows the code on the first page, and everything about it one tap away', async () => {
    await page.goto(`${stage.url}/ikp`);
    await page.getByRole('heading', { name: 'Recepta do wykupienia' }).waitFor();
    await page.getByText(`Kod ${code}`).first().waitFor();
    await page.getByRole('link', { name: 'Pokaż kod i kod QR' }).click();
    await page.getByRole('heading', { level: 1, name: 'Kod recepty' }).waitFor();
    await page.getByRole('img', { name: /^Kod QR recepty/ }).waitFor();
    await inspect(page, 'ikp-kod-recepty');
    await page.setViewportSize({ width: widths.phone, height: 768 });
  });

  it('can be installed', async () => {
    const manifest = await page.evaluate(() => fetch('/ikp/manifest.webmanifest').then((one) => one.json()));
    expect(manifest).toMatchObject({ start_url: '/ikp', scope: '/ikp', display: 'standalone' });
    for (const { src } of manifest.icons) expect((await page.request.get(stage.url + src)).status()).toBe(200);
    const worker = await page.evaluate(() => navigator.serviceWorker.ready.then(({ scope }) => scope));
    expect(worker).toBe(`${stage.url}/ikp`);
  });

  it('keeps nothing before it is asked to, and then only sealed', async () => {
    await isEmpty();
    await keep();
    await isAccessible(page, 'my prescriptions, kept');
    const { key, extractable, text } = await stored();
    expect({ key, extractable }).toEqual({ key: true, extractable: false });
    expect(text).not.toContain(code);
    expect(text).not.toContain(medicine.slice(0, 6));
  });

  it('opens without a connection with code, QR and how old that is', async () => {
    await offline(true);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Bez połączenia' }).waitFor();
    expect(await page.locator('.sgr-code-digits').innerText()).toBe(code);
    await page.getByRole('img', { name: /^Kod QR recepty/ }).waitFor();
    await page.getByText(/^Stan z: .*\(dzisiaj\)/).waitFor();
    await page.getByText(medicine).first().waitFor();
    await isAccessible(page, 'without a connection');
    await picture(page, 'mojeikp-bez-polaczenia', true);
    await page.clock.setSystemTime(Date.now() + 3 * 86_400_000);
    await page.reload();
    await page.getByText(/\(3 dni temu\)/).waitFor();
  });

  it('keeps it for thirty days and no longer', async () => {
    await page.clock.setSystemTime(Date.now() + 29 * 86_400_000);
    await page.reload();
    await page.getByText(/\(29 dni temu\)/).waitFor();
    await page.clock.setSystemTime(Date.now() + 30 * 86_400_000);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'e-Zdrowie teraz nie odpowiada' }).waitFor();
    await isEmpty();
  });

  it('leaves nothing on the device after signing out', async () => {
    await page.clock.setSystemTime(Date.now());
    await offline(false);
    await page.reload();
    await page.locator('main h1').waitFor();
    await keep();
    await page.getByRole('button', { name: 'Wyloguj się' }).click();
    await page.waitForURL(/sign-in\/koniec/);
    await isEmpty();
  });

  it('leaves nothing when the session was ended from elsewhere', async () => {
    page = await stage.enter(login, widths.phone);
    await keep();
    const mine: { id: string; current?: boolean }[] = await page.evaluate(async () => {
      const answer = await (await fetch('/api/accounts/sessions')).json();
      return answer.sessions ?? answer;
    });
    const elsewhere = await stage.speaker(login);
    await elsewhere(`/sessions/${mine.find(({ current }) => current)?.id}/revoke`);
    // What the platform has read of a session it believes for five seconds.
    await page.waitForTimeout(5_200);
    await page.goto(`${stage.url}/ikp`);
    await page.waitForURL(/sign-in/);
    await isEmpty();
  });
});

describe('the plan of medicines', { timeout: 120_000 }, () => {
  it('says what to take today, can be ticked, and rings from the calendar without a clinical word', async () => {
    page = await stage.enter(login, widths.phone);
    const pharmacy = await stage.speaker('barbara.sowa');
    const { packages }: { packages: { prescriptions: { id: string; medicine: { gtin: string } }[] }[] } =
      await pharmacy('/api/e-prescription/collect', { code, pesel: '59031200028' });
    const [prescription] = packages[0]?.prescriptions ?? [];
    const items = [{ gtin: prescription?.medicine.gtin, quantity: 1, lot: 'A1', expires: '2028-01-01' }];
    await pharmacy(`/api/e-prescription/prescriptions/${prescription?.id}/dispenses`, { items });
    await keep();
    await goInIkp(page, 'Plan leków');
    await page.getByRole('heading', { name: 'Rano' }).waitFor();
    await page
      .getByRole('button', { name: /^Wzięte/ })
      .first()
      .click();
    await page.getByText('wzięte', { exact: true }).waitFor();
    await inspect(page, 'ikp-plan-lekow');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: /^Pobierz przypomnienia/ }).click();
    const stream = await (await download).createReadStream();
    const text = Buffer.concat(await stream.toArray()).toString();
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    expect(text).not.toContain(medicine.slice(0, 6));
    await page.reload();
    await page.getByText('wzięte', { exact: true }).waitFor();
  });
});
