/**
 * Looking for something in a long record, by keyboard: a word inside a discharge letter, a filter said as a sentence,
 * a past day and the way back to today.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, isAccessible, type Stage, setStage, settled, sourcesAnswered, widths } from './stage.ts';

const anna = 'p-1-1';
let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await setStage(4);
  // The demonstration comes in at once; here everything came in on the day of which it speaks.
  await stage.database.query(
    `update record.resource r set updated = case when r.starts > '-infinity' and r.starts < extract(epoch from now())
        then to_timestamp(r.starts) else timestamptz '2011-01-01' end
      where r.patient = (select p.patient from record.resource p where p.id = $1 limit 1)`,
    [anna],
  );
  page = await stage.enter('jan.nowak');
  await page.goto(`${stage.url}/gabinet/pacjent/${anna}`);
  await heading('Problemy').waitFor();
  await sourcesAnswered(page, anna);
}, 240_000);
afterAll(() => stage?.close(), 30_000);

const heading = (name: string | RegExp) => page.getByRole('heading', { name });
const numbers = (text: string) => [...text.replace(/\s/g, '').matchAll(/\d+/g)].map(([number]) => Number(number));
const focused = () => page.evaluate(() => document.activeElement?.id ?? '');
/** The profile of today without a filter, whatever the address said before. */
async function openAgain(): Promise<void> {
  await page.goto(`${stage.url}/gabinet/pacjent/${anna}`);
  await heading('Problemy').waitFor();
  await settled(page);
}
/** Entries that the life line draws, counts before and after the view, or has without a date. */
async function drawn(): Promise<number> {
  const words = await page.locator('.ez-timeline [role=status]').innerText();
  return numbers(words.split(':').slice(1).join(':')).reduce((sum, one) => sum + one, 0);
}

describe('searching inside documents', { timeout: 60_000 }, () => {
  it('finds a word of a discharge letter in another form, by keyboard, and keeps it out of the address', async () => {
    await page.keyboard.press('/');
    await page.waitForFunction(() => document.activeElement?.id === 'pp-szukaj');
    await page.keyboard.type('duszności');
    await page.keyboard.press('Enter');
    await page.getByText(/Znaleziono \d+ wpis/).waitFor();
    expect(page.url()).not.toMatch(/duszno/i);
    expect((await page.locator('mark').first().innerText()).toLowerCase()).toMatch(/^duszno/);
    await inspect(page, 'gabinet-szukaj');
  });

  it('opens a hit, and Back shows the same answers', async () => {
    const letter = page
      .getByRole('region', { name: /^dokumenty/ })
      .getByRole('link')
      .first();
    await letter.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/dokument\//);
    await settled(page);
    await page.goBack();
    await page.getByText(/Znaleziono \d+ wpis/).waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('duszności');
  });

  it('says in words what cannot be searched for, and that nothing was found', async () => {
    const field = page.getByRole('searchbox');
    await field.fill('-zawał');
    await field.press('Enter');
    await page.getByText('Wpisz co najmniej jedno słowo').waitFor();
    await isAccessible(page, 'gabinet-szukaj with an error');
    await field.fill('hipopotam');
    await field.press('Enter');
    await page.getByText('Żaden zapis nie zawiera tych słów').waitFor();
    await field.press('Escape');
    await heading('Problemy').waitFor();
  });
});

describe('filters', { timeout: 60_000 }, () => {
  it('are said as a sentence with counts, and hold for the life line as for the table', async () => {
    await openAgain();
    const whole = await drawn();
    await page.keyboard.press('f');
    const facility = page.getByRole('combobox', { name: 'Placówka' });
    await facility.waitFor();
    await facility.selectOption({ index: 1 });
    await facility.press('Tab');
    await page.getByRole('button', { name: 'Szukaj', exact: true }).press('Enter');
    const sentence = page.getByText(/^Pokazuję: .+ z .+ wpisów\.$/);
    await sentence.waitFor();
    await page.getByRole('link', { name: /^Usuń filtr/ }).waitFor();
    const [matching, total] = numbers((await sentence.innerText()).split(',').at(-1) ?? '');
    expect(total).toBe(whole);
    expect(matching).toBeLessThan(whole);
    await expect.poll(drawn).toBe(matching);
    expect(new URL(page.url()).searchParams.get('placowka')).toMatch(/^[\w.-]+$/);
    await inspect(page, 'gabinet-filtr');
    await page.keyboard.press('Escape');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('t');
    await heading('Linia życia jako tabela').waitFor();
    await page
      .getByText(`z ${matching}`.replace(/\B(?=(\d{3})+(?!\d))/g, ' '))
      .or(page.getByText(String(matching)))
      .first()
      .waitFor();
    await page.keyboard.press('t');
    await page.getByRole('link', { name: /^Usuń filtr/ }).press('Enter');
    await expect.poll(drawn).toBe(whole);
  });
});

describe('as it was known', { timeout: 90_000 }, () => {
  it('goes back by keyboard, says so on every level, and returns to today', async () => {
    await openAgain();
    const today = await drawn();
    await page.keyboard.press('w');
    const slider = page.getByRole('slider', { name: 'Jak było wiadomo' });
    await slider.focus();
    expect(await focused()).toBe('pp-slider');
    for (let month = 0; month < 30; month++) await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowLeft');
    const banner = page.getByText(/^Tak było wiadomo .+ To nie jest dzisiejszy stan\.$/);
    await banner.waitFor();
    await settled(page);
    const day = new URL(page.url()).searchParams.get('stan') as string;
    expect(day).toMatch(/^202[0-9]-/);
    await expect.poll(drawn).toBeLessThan(today);
    await inspect(page, 'gabinet-jak-bylo-wiadomo');
    await page.keyboard.press('Escape');
    const event = page.getByRole('region', { name: 'Problemy' }).getByRole('link').first();
    await event.press('Enter');
    await heading('Problemy').waitFor({ state: 'detached' });
    await banner.waitFor();
    expect(new URL(page.url()).searchParams.get('stan')).toBe(day);
    await page.emulateMedia({ media: 'print' });
    expect(await banner.isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('link', { name: 'Wróć do dziś' }).press('Enter');
    await banner.waitFor({ state: 'detached' });
    await page.goto(`${stage.url}/gabinet/pacjent/${anna}`);
    await expect.poll(drawn).toBe(today);
  });

  it('answers a day before all data, a day to come and nonsense with what to choose', async () => {
    for (const [day, words] of [
      ['1999-01-01', 'Tego dnia nie było jeszcze'],
      ['2999-01-01', 'Ten dzień jeszcze nie nadszedł'],
      ['wczoraj', 'Nie rozumiemy tego dnia'],
    ]) {
      await page.goto(`${stage.url}/gabinet/pacjent/${anna}?stan=${day}`);
      await page.getByText(words as string).waitFor();
      await isAccessible(page, `gabinet as of ${day}`);
    }
    await page.getByRole('link', { name: 'Wróć do dziś' }).first().press('Enter');
    await heading('Problemy').waitFor();
  });

  it('leaves the overview of today on one screen', async () => {
    await page.setViewportSize({ width: widths.desk, height: 768 });
    await settled(page);
    const bottom = await page.locator('.pp-overview').evaluate((grid) => grid.getBoundingClientRect().bottom);
    expect(bottom).toBeLessThanOrEqual(768);
  });
});
