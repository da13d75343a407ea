/**
 * The Patient Summary through the browser: a physician looks, curates, signs, prints the card and opens the emergency
 * sheet; the patient gives a link with a PIN, a stranger opens it without an account, the patient sees it and ends it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goInIkp, inspect, isAccessible, picture, type Stage, setStage, settled, sourcesAnswered } from './stage.ts';

const has = (tool: string) => spawnSync(tool, ['--help']).error === undefined;
const tools = { text: has('pdftotext'), scanner: has('pdftoppm') && has('zbarimg') };
if (!tools.text || !tools.scanner)
  console.warn('SKIPPED: POPPLER-UTILS OR ZBAR-TOOLS MISSING, SO NO PRINTED CARD IS READ IN THIS RUN');

const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-summary-journey-'));
let stage: Stage;
let doctor: Page;
let patient: string;

beforeAll(async () => {
  stage = await setStage(3);
  doctor = await stage.enter('jan.nowak');
  await doctor.getByRole('searchbox').fill('wisniow an');
  await doctor.keyboard.press('Enter');
  await doctor.getByRole('link', { name: /Wiśniowiecka/ }).click();
  await doctor.getByRole('heading', { name: 'Problemy' }).waitFor();
  patient = new URL(doctor.url()).pathname.split('/').at(-1) ?? '';
  await sourcesAnswered(doctor, patient);
}, 180_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await stage?.close();
}, 30_000);

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const speak = (page: Page, language: string) =>
  page
    .getByRole('button', { name: language })
    .or(page.getByRole('link', { name: language }))
    .first()
    .click();

/** The words of a PDF on one line, and what its QR code says. */
function readPdf(bytes: Buffer) {
  const [file, scan] = [path.join(folder, 'card.pdf'), path.join(folder, 'card')];
  writeFileSync(file, bytes);
  const text = tools.text ? execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, ' ') : '';
  if (!tools.scanner) return { text, code: undefined };
  execFileSync('pdftoppm', ['-r', '200', '-png', '-singlefile', file, scan]);
  // Kept beside the pictures of the screens: what a person holds in hand.
  execFileSync('pdftoppm', ['-r', '110', '-png', '-singlefile', file, path.resolve('build/pictures/karta-pacjenta')]);
  return {
    text,
    code: execFileSync('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', `${scan}.png`], {
      encoding: 'utf8',
    }).trim(),
  };
}

/** Another allergy comes into the record while the physician writes. */
const recordAllergy = (page: Page, text: string) =>
  page.evaluate(
    async ([id, said]) => {
      const { csrf } = await (await fetch('/api/accounts/session')).json();
      const active = { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' };
      const resource = {
        ...{ resourceType: 'AllergyIntolerance', clinicalStatus: { coding: [active] }, code: { text: said } },
        patient: { reference: `Patient/${id}` },
      };
      const headers = { 'content-type': 'application/fhir+json', 'x-csrf-token': csrf };
      const sent = { method: 'POST', headers, body: JSON.stringify(resource) };
      return (await fetch('/fhir/R4/AllergyIntolerance', sent)).status;
    },
    [patient, text],
  );

describe('the physician', { timeout: 120_000 }, () => {
  it('opens the summary from the profile: nobody has signed it yet', async () => {
    await doctor.getByRole('link', { name: 'Podsumowanie', exact: true }).first().click();
    await title(doctor, 'Podsumowanie pacjenta').waitFor();
    await doctor.getByText('Nikt jeszcze nie podpisał podsumowania tego pacjenta.').waitFor();
    await settled(doctor);
    expect(await doctor.getByRole('heading', { level: 2, name: 'Alergie i nietolerancje' }).count()).toBe(1);
    await inspect(doctor, 'gabinet-podsumowanie');
  });

  it('prints the short card: one A4, with a code that names nobody', async () => {
    const card = doctor.getByRole('link', { name: 'Karta pacjenta (PDF)' });
    const answer = await doctor.context().request.get(stage.url + ((await card.getAttribute('href')) ?? ''));
    expect(answer.status()).toBe(200);
    expect(answer.headers()['content-type']).toBe('application/pdf');
    const { text, code } = readPdf(await answer.body());
    if (tools.text) expect(text).toMatch(/Karta pacjenta.*Wiśniowiecka.*Uczulenia.*Penicylina/);
    if (tools.scanner) expect(code).toMatch(/\/sign-in\/podsumowanie$/);
  });

  it('leaves a line out with a reason, confirms one, adds, comments and looks, by keyboard', async () => {
    await doctor.getByRole('link', { name: 'Popraw i podpisz' }).click();
    await title(doctor, 'Popraw i podpisz podsumowanie').waitFor();
    await settled(doctor);
    // Whose summary it is stands above what is signed.
    await doctor
      .getByRole('region', { name: 'Pacjent' })
      .getByText(/Wiśniowiecka/)
      .waitFor();
    const named = doctor.getByRole('heading', { name: 'Problemy zdrowotne' });
    const problem = doctor.locator('section').filter({ has: named });
    await problem
      .getByRole('checkbox', { name: /^pomiń/ })
      .first()
      .focus();
    await doctor.keyboard.press('Space');
    await doctor.getByRole('checkbox', { name: /^potwierdzone z pacjentem ?: .*penicylin/i }).focus();
    await doctor.keyboard.press('Space');
    await doctor.getByRole('button', { name: 'Pokaż, jak będzie wyglądać' }).press('Enter');
    // Without a reason nothing is left out.
    await doctor.getByText('Podaj powód pominięcia każdego wpisu').waitFor();
    await doctor.getByRole('textbox', { name: /^Powód pominięcia/ }).fill('rozpoznanie nieaktualne');
    await doctor.getByLabel('Wpis własnymi słowami').fill('Nosi okulary');
    await doctor.keyboard.press('Enter');
    await doctor.getByLabel('Komentarz lekarza').fill('Pacjentka zna swoje leki.');
    await doctor.evaluate(() => scrollTo(0, 0));
    await inspect(doctor, 'gabinet-podsumowanie-podpis');
    await doctor.getByRole('button', { name: 'Pokaż, jak będzie wyglądać' }).press('Enter');
    await doctor.getByRole('heading', { name: 'Tak będzie wyglądać' }).waitFor();
    const seen = await doctor.locator('.ps-preview').innerText();
    for (const words of ['Nosi okulary', 'potwierdzone z pacjentem', 'rozpoznanie nieaktualne', 'zna swoje leki']) {
      expect(seen).toContain(words);
    }
    const focused = await doctor.evaluate(() => document.activeElement?.textContent);
    expect(focused).toBe('Tak będzie wyglądać');
    await isAccessible(doctor, 'gabinet-podsumowanie-podpis with its preview');
  });

  it('is told when the record has changed meanwhile, keeps what was typed, looks again and signs', async () => {
    expect(await recordAllergy(doctor, 'Lateks zmyślony')).toBe(201);
    await doctor.getByRole('button', { name: 'Podpisz', exact: true }).press('Enter');
    await doctor.getByText('Dane zmieniły się od otwarcia').waitFor();
    expect(await doctor.getByRole('textbox', { name: /^Powód pominięcia/ }).inputValue()).toBe(
      'rozpoznanie nieaktualne',
    );
    expect(await doctor.getByLabel('Komentarz lekarza').inputValue()).toBe('Pacjentka zna swoje leki.');
    await doctor.getByRole('checkbox', { name: /^pomiń ?: Lateks zmyślony/ }).waitFor();
    await doctor.getByRole('button', { name: 'Pokaż, jak będzie wyglądać' }).press('Enter');
    await doctor.getByRole('heading', { name: 'Tak będzie wyglądać' }).waitFor();
    await doctor.getByRole('button', { name: 'Podpisz', exact: true }).press('Enter');
    await doctor.getByText('Podsumowanie jest podpisane').waitFor();
    await doctor.getByText('podpis ważny').waitFor();
    await doctor.getByText('Od podpisania nic się nie zmieniło.').waitFor();
    await inspect(doctor, 'gabinet-podsumowanie-podpisane');
  });

  it('sees on the summary who signed, and what has changed since', async () => {
    expect(await recordAllergy(doctor, 'Pyłki zmyślone')).toBe(201);
    await doctor.getByRole('link', { name: 'Wróć do podsumowania' }).click();
    await title(doctor, 'Podsumowanie pacjenta').waitFor();
    await doctor.getByText('Zmiany od podpisania: 1').waitFor();
    expect(await doctor.getByText(/^Podpisał\(a\): /).innerText()).toContain('Nowak');
    await inspect(doctor, 'gabinet-podsumowanie-zmiany');
  });

  it('opens the emergency sheet, and both pages in English and Ukrainian', async () => {
    await doctor.getByRole('link', { name: 'Karta ratunkowa' }).click();
    await title(doctor, 'Karta ratunkowa').waitFor();
    await doctor.getByRole('heading', { name: 'Grupa krwi' }).waitFor();
    await inspect(doctor, 'gabinet-ratunek');
    for (const [language, blood, whole, allergies] of [
      ['English', 'Blood group', 'Whole summary', 'Allergies and intolerances'],
      ['Українська', 'Група крові', 'Увесь підсумок', 'Алергії та непереносимості'],
    ] as const) {
      await speak(doctor, language);
      await doctor.getByRole('heading', { name: blood }).waitFor();
      await doctor.getByRole('link', { name: whole }).click();
      await doctor.getByRole('heading', { level: 2, name: allergies }).waitFor();
      await isAccessible(doctor, `gabinet-podsumowanie in ${language}`);
      const titles = await doctor.getByRole('heading', { level: 2 }).allInnerTexts();
      expect(titles.filter((one) => /Leki|Szczepienia|Wyniki|Problemy/.test(one))).toEqual([]);
      await doctor.goBack();
    }
    await speak(doctor, 'Polski');
  });
});

describe('the patient and a stranger', { timeout: 120_000 }, () => {
  let anna: Page;
  let stranger: Page;
  let address: string;
  beforeAll(async () => {
    anna = await stage.enter('anna.wisniowiecka');
    const context = await anna.context().browser()?.newContext({ locale: 'pl-PL' });
    stranger = (await context?.newPage()) as Page;
  }, 60_000);

  it('gives a link with a PIN in “Moja karta”', async () => {
    await goInIkp(anna, 'Moja karta');
    await settled(anna);
    await anna.getByText('Utwórz link', { exact: true }).first().click();
    await anna.getByLabel('Dla kogo albo po co').fill('Wakacje we Włoszech');
    await anna.getByLabel(/^PIN/).fill('111111');
    await anna.getByRole('button', { name: 'Utwórz link' }).click();
    await anna.getByText('Ten PIN jest za łatwy').waitFor();
    await anna.getByLabel(/^PIN/).fill('739152');
    await anna.getByRole('button', { name: 'Utwórz link' }).click();
    await anna.getByText('Link jest gotowy').waitFor();
    address = (await anna.locator('.hl-address a').getAttribute('href')) ?? '';
    expect(address).toContain('/sign-in/podsumowanie#shlink:/');
    await inspect(anna, 'ikp-moja-karta');
    // What was asked for has the focus: it stands above the form.
    expect(await anna.evaluate(() => document.activeElement?.textContent)).toContain('Link jest gotowy');
  });

  it('downloads the card whose code is that link', async () => {
    const download = anna.waitForEvent('download');
    await anna.getByRole('button', { name: 'Pobierz kartę z tym kodem (PDF)' }).click();
    const { text, code } = readPdf(readFileSync(await (await download).path()));
    if (tools.text) expect(text).toContain('Potrzebny jest PIN od pacjenta');
    if (tools.scanner) expect(code).toBe(address);
  });

  it('is opened by a stranger with the right PIN only', async () => {
    await stranger.goto(address);
    await title(stranger, 'Podsumowanie zdrowia').waitFor();
    await stranger.getByLabel('Kto otwiera').fill('dr Rossi, Bergamo');
    await stranger.getByLabel('PIN od pacjenta').fill('000000');
    await stranger.getByRole('button', { name: 'Otwórz' }).click();
    await stranger.getByText('PIN jest nieprawidłowy. Pozostało prób: 9.').waitFor();
    expect(await stranger.content()).not.toContain('Penicylina');
    await inspect(stranger, 'link-pin');
    await stranger.getByLabel('PIN od pacjenta').fill('739152');
    await stranger.getByRole('button', { name: 'Otwórz' }).click();
    await stranger.getByText('Penicylina').first().waitFor();
    // How grave an allergy is and that a medicine is no longer taken must not be lost on the way.
    const seen = await stranger.locator('main').innerText();
    expect(seen).toMatch(/Penicylina\s+duże ryzyko, ciężka reakcja/);
    expect(seen).toMatch(/Gliklazyd[^\n]*\s+przerwane/);
    await inspect(stranger, 'link-otwarty');
  });

  it('speaks English and Ukrainian to whoever opens it', async () => {
    for (const [language, says] of [
      ['English', 'Who is opening it'],
      ['Українська', 'Хто відкриває'],
    ] as const) {
      await stranger.goto(address);
      await stranger.reload();
      await speak(stranger, language);
      await stranger.getByLabel(says).waitFor();
      await isAccessible(stranger, `link in ${language}`);
    }
    await speak(stranger, 'Polski');
  });

  it('shows the patient every attempt, and refuses the stranger in words once it is revoked', async () => {
    await anna.reload();
    await anna.getByText('Kto otwierał (2)').click();
    await anna.getByText('dr Rossi, Bergamo – otwarto').waitFor();
    await anna.getByText('dr Rossi, Bergamo – zły PIN').waitFor();
    await picture(anna, 'ikp-moja-karta-dziennik');
    await anna.getByRole('button', { name: 'Unieważnij: Wakacje we Włoszech' }).click();
    await anna.getByText('unieważniony').waitFor();
    await stranger.goto(address);
    await stranger.reload();
    await stranger.getByLabel('Kto otwiera').fill('dr Rossi, Bergamo');
    await stranger.getByLabel('PIN od pacjenta').fill('739152');
    await stranger.getByRole('button', { name: 'Otwórz' }).click();
    await stranger.getByText('Ten link już nie działa').waitFor();
    expect(await stranger.content()).not.toContain('Penicylina');
  });

  it('tells whoever scans a card without a link what it is', async () => {
    await stranger.goto(`${stage.url}/sign-in/podsumowanie`);
    await stranger.getByText('Sam nie pokazuje niczyich danych').waitFor();
    await isAccessible(stranger, 'link-bez-linku');
  });

  it('speaks English and Ukrainian to the patient', async () => {
    for (const [language, says] of [
      ['English', 'Allergies and intolerances'],
      ['Українська', 'Алергії та непереносимості'],
    ] as const) {
      await speak(anna, language);
      await anna.getByRole('heading', { level: 2, name: says }).waitFor();
      await isAccessible(anna, `ikp-moja-karta in ${language}`);
    }
  });
});
