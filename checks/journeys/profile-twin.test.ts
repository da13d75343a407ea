/**
 * The patient's twin of the e-Profil: the same levels in plain words, on a phone and on a desk, in three languages; and
 * shown in the room by a physician, from which nothing leads to anybody else. PRO-6, ux/design.md 5.8
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goInIkp, inspect, isAccessible, type Stage, setStage, sourcesAnswered, settled, widths } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await setStage(4);
  page = await stage.enter('anna.wisniowiecka', widths.phone);
}, 240_000);
afterAll(() => stage?.close(), 90_000);

const heading = (name: string | RegExp) => page.getByRole('heading', { name });
const level = (of: Page) => of.locator('h1').innerText();
const body = (of: Page) => of.locator('main').innerText();

/** Neither codes nor dates of machines: what stands in `main` is read by a person. */
async function isPlain(of: Page, name: string): Promise<void> {
  const text = await body(of);
  const raw = [
    ...text.matchAll(/\d{4}-\d{2}-\d{2}|(?<![\w,])[A-Z]\d{2}\.\d(?!\w)|\d{3,5}-\d(?!\d)|urn:|undefined|NaN/g),
  ];
  expect(
    raw.map(([found]) => found),
    name,
  ).toEqual([]);
}

describe('level 0, my health in brief', { timeout: 120_000 }, () => {
  it('says what I am treated for, my medicines, allergies, results, carers, what is new and what is missing', async () => {
    await page.getByRole('link', { name: 'Moje zdrowie', exact: true }).click();
    await heading('Na co się leczę').waitFor();
    for (const name of [
      'Moje leki z recept',
      'Ostatnie wyniki',
      'Kto się mną opiekuje',
      /^Co nowego od/,
      /^Czego brak/,
    ])
      expect(await heading(name).count(), String(name)).toBe(1);
    const text = await body(page);
    expect(text).toMatch(/Moje uczulenia[\s\S]*Penicylina/);
    expect(text).toMatch(/Cukrzyca typu 2 – za dużo cukru we krwi/);
    expect(text).toMatch(/Nie wykupiono leku:\s*Ramipryl/);
    expect(text).toMatch(/7,9\s%\s+powyżej normy/);
    await isPlain(page, 'level 0');
    await inspect(page, 'ikp-zdrowie');
    await page.setViewportSize({ width: widths.phone, height: 768 });
  });

  it('prints on two sheets with the name of the person', async () => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.pp-print-only').first().innerText()).toMatch(/Anna Wiśniowiecka.*PESEL.*stan z:/);
    const sheet = await page.pdf({
      format: 'A4',
      margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' },
    });
    expect(sheet.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeLessThanOrEqual(2);
    await page.emulateMedia({ media: 'screen' });
  });
});

describe('the levels below', { timeout: 120_000 }, () => {
  it('explains one illness: what it is, what was measured, what I take, when to act, what comes next', async () => {
    await page.getByRole('link', { name: 'Cukrzyca typu 2' }).click();
    await heading('Co to jest: za dużo cukru we krwi').waitFor();
    for (const name of ['Co mierzono', 'Co na to biorę', 'Kiedy reagować', 'Co dalej', 'Co się działo'])
      expect(await heading(name).count(), name).toBe(1);
    expect(await body(page)).toMatch(/Opis choroby jest nasz i ogólny[\s\S]*nie do użytku klinicznego/);
    await isPlain(page, 'level 1');
    await inspect(page, 'ikp-problem');
    await page.setViewportSize({ width: widths.phone, height: 768 });
  });

  it('puts a result on its line with range, goal and where doctors worry, the table last', async () => {
    const line = page.locator('.ez-number-line');
    if ((await line.count()) === 0) await page.getByRole('link', { name: /HbA1c/ }).first().click();
    await line.waitFor();
    // The goal comes with another answer than the result.
    const said = () => line.innerText();
    await expect.poll(said).toMatch(/7,9\s*%[\s\S]*powyżej normy[\s\S]*Norma tego laboratorium: od 4 do 6\s%/);
    await expect.poll(said).toMatch(/Twój cel: do 7\s%/);
    await expect.poll(said).toMatch(/Od tego miejsca lekarze się niepokoją: od 9\s%/);
    const order = await page.locator('main h2, main summary').allInnerTexts();
    expect(order.map((one) => one.trim()).slice(0, 4)).toEqual([
      'Jak się zmieniało',
      'Co to znaczy',
      'Co teraz',
      'Pokaż liczby w tabeli',
    ]);
    await isPlain(page, 'a result');
    await inspect(page, 'ikp-wynik-linia');
    await page.setViewportSize({ width: widths.phone, height: 768 });
  });

  it('says where one is, and both the trail and Back lead to the illness', async () => {
    const trail = page.getByRole('navigation', { name: 'Gdzie jesteś' });
    expect(await trail.innerText()).toMatch(/Moje zdrowie w skrócie[\s\S]*Cukrzyca typu 2[\s\S]*HbA1c/);
    await page.goBack();
    await heading('Co mierzono').waitFor();
    await page.goForward();
    await page.locator('.ez-number-line').waitFor();
    await trail.getByRole('link', { name: 'Cukrzyca typu 2' }).click();
    await heading('Co mierzono').waitFor();
  });

  it('shows the whole life as a vertical time line that counts every entry, with the open year in the address', async () => {
    await goInIkp(page, 'Moje zdrowie').catch(() => undefined); // its h1 is longer than its word in the navigation
    await page.getByRole('link', { name: 'Zobacz całą historię' }).click();
    await heading('Moja historia').waitFor();
    await sourcesAnswered(
      page,
      await page.evaluate(async () => (await (await fetch('/api/accounts/session')).json()).patient),
    );
    await page.reload();
    await heading('Moja historia').waitFor();
    await page.locator('.pp-moments li').first().waitFor();
    const counted = await page.locator('.pp-year > p').allInnerTexts();
    const sum = counted.flatMap((one) => one.match(/\d+/g) ?? []).reduce((all, one) => all + Number(one), 0);
    const total = await page.evaluate(async () => {
      const { patient } = await (await fetch('/api/accounts/session')).json();
      return (await (await fetch(`/api/patient-profile/${patient}/overview`)).json()).lifeLine.total;
    });
    expect(sum).toBe(total);
    await isAccessible(page, 'history at 320 px');
    await page.getByRole('link', { name: '2022', exact: true }).click();
    await page.waitForURL(/rok=2022/);
    await page.locator('.pp-moments').getByText('2022').first().waitFor();
    await page.goBack();
    await page.waitForURL(/historia$/);
  });

  it('is walked by keyboard alone', async () => {
    await page.goto(`${stage.url}/ikp/zdrowie`);
    const link = page.getByRole('link', { name: 'Nadciśnienie tętnicze pierwotne' });
    await link.waitFor();
    await link.focus();
    await page.keyboard.press('Enter');
    await heading('Co to jest: za wysokie ciśnienie').waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  });
});

describe('in other languages', { timeout: 120_000 }, () => {
  it.each([
    ['English', 'en', 'My health in brief', 'What it is: too much sugar in the blood'],
    ['Українська', 'uk', 'Моє здоров’я коротко', 'Що це: забагато цукру в крові'],
  ])('speaks %s, and marks recorded names as Polish', async (language, code, title, illness) => {
    await page.goto(`${stage.url}/ikp/zdrowie`);
    await page
      .getByRole('button', { name: language })
      .or(page.getByRole('link', { name: language }))
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: new RegExp(title.replace(/['’]/, '.')) }).waitFor();
    await page.locator('[lang="pl"]', { hasText: 'Metformina' }).first().waitFor();
    await inspect(page, `ikp-zdrowie-${code}`);
    await page.getByRole('link', { name: 'Cukrzyca typu 2' }).click();
    await heading(illness).waitFor();
    await isAccessible(page, `level 1 in ${code}`);
  });
});

describe('shown in the room', { timeout: 120_000 }, () => {
  let physician: Page;

  it('opens the patient’s own screen from the physician’s overview, with a banner and no way to anybody else', async () => {
    physician = await stage.enter('jan.nowak');
    await physician.goto(`${stage.url}/gabinet/pacjent/p-1-1`);
    await physician.getByRole('link', { name: 'Pokaż tak, jak widzi pacjent' }).click();
    await physician.getByRole('heading', { name: 'Na co się leczę' }).waitFor();
    expect(await level(physician)).toBe('Moje zdrowie w skrócie');
    await physician.getByText('Widok pacjenta', { exact: true }).waitFor();
    await settled(physician);
    const links = await physician.locator('a[href]').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    const away = links.filter((href) => !/^#|pacjent\/p-1-1(\/|$)|\/pomoc$|\/deklaracja-dostepnosci$/.test(href ?? ''));
    expect(away).toEqual([]);
    await isPlain(physician, 'the room');
    await inspect(physician, 'gabinet-widok-pacjenta');
  });

  it('goes down to the illness, and Escape leads back to the physician’s page of the same level', async () => {
    await physician.getByRole('link', { name: 'Cukrzyca typu 2' }).click();
    await physician.getByRole('heading', { name: 'Co to jest: za dużo cukru we krwi' }).waitFor();
    await isAccessible(physician, 'level 1 in the room');
    const room = new URL(physician.url()).pathname;
    await physician.keyboard.press('Escape');
    await physician.waitForURL(({ pathname }) => pathname === room.replace('/widok', ''));
    await physician.getByRole('link', { name: 'Pokaż tak, jak widzi pacjent' }).click();
    await physician.waitForURL(({ pathname }) => pathname === room);
  });

  it('is refused to a physician who does not treat the patient, and audited as the physician’s reading', async () => {
    const stranger = await stage.enter('ewa.mazur');
    await stranger.goto(`${stage.url}/gabinet/pacjent/p-1-1/widok`);
    await stranger.getByText('Nie możemy tego pokazać').waitFor();
    expect(await stranger.content()).not.toContain('Metformina');
    await stranger.context().close();
    await physician.context().close();
    await page.goto(`${stage.url}/ikp/kto-ogladal`);
    await page
      .locator('.sau-line', { hasText: /Jan Nowak/ })
      .first()
      .waitFor();
  });
});
