/**
 * The physician's page of the e-Profil in a browser whose processor is slowed down four times (Chrome DevTools
 * Protocol): how long until it can be used, and how long each thing done on it takes to be seen.
 */
import type { CDPSession, Locator, Page } from 'playwright-core';
import type { Instance } from '#apps/instance.ts';
import { startBrowser } from '../browser.ts';
import { type Doctor, doctorOf } from './doctor.ts';
import { anna, longLived } from './speed.ts';

export interface PageOptions {
  readonly instance: Instance;
  readonly home: string;
  say(line: string): void;
}

const slower = 4;
const rounds = 7;
const goals = { usable: 1500, interaction: 200 };

/** Prints medians and worst of `rounds` rounds; the page is loaded anew each time, with its files in the cache. */
export async function measurePage({ instance, home, say }: PageOptions): Promise<void> {
  const browser = await startBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'pl-PL' });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await enter(page, instance.baseUrl, doctorOf(home));
    const devtools = await context.newCDPSession(page);
    for (const [patient, entries] of [
      [anna, 'about 5,000 entries'],
      [longLived, 'about 50,000 entries'],
    ] as const) {
      const found = await roundsOf(page, devtools, `${instance.baseUrl}/gabinet/pacjent/${patient}`);
      for (const [what, times] of found) {
        const sorted = [...times].sort((a, b) => a - b);
        const [median = 0, worst = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
        const goal = what.startsWith('usable') ? goals.usable : goals.interaction;
        const verdict = median <= goal ? 'met' : 'missed';
        say(`${entries}, ${what}: ${median.toFixed(0)} ms, worst ${worst.toFixed(0)}, goal ${goal}: ${verdict}`);
      }
    }
  } finally {
    await browser.close();
  }
}

async function enter(page: Page, baseUrl: string, { login, password, code }: Doctor): Promise<void> {
  await page.goto(`${baseUrl}/gabinet`);
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Hasło', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Wpisz kod' }).waitFor();
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await page.waitForURL((address) => address.pathname.startsWith('/gabinet'));
  await page.locator('main h1').waitFor({ state: 'attached' });
}

async function roundsOf(page: Page, devtools: CDPSession, address: string): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  const note = (what: string, time: number) => found.set(what, [...(found.get(what) ?? []), time]);
  for (let round = 0; round <= rounds; round++) {
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower });
    const usable = await untilUsable(page, address);
    if (round > 0) note('usable', usable);
    await page.waitForLoadState('networkidle');
    for (const [what, control] of interactions(page)) {
      const time = await untilSeen(control);
      if (round > 0) note(what, time);
    }
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  }
  return found;
}

/** From the beginning of the navigation, by the page's own clock, until the life line is drawn and nothing loads. */
async function untilUsable(page: Page, address: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(address, { waitUntil: 'commit' });
  const seen = await page.waitForFunction(
    () => {
      const drawn = document.querySelector('.ez-timeline .ez-mark, .ez-timeline .ez-bar');
      return drawn && !document.querySelector('[aria-busy="true"]') ? performance.now() : undefined;
    },
    undefined,
    { polling: 'raf' },
  );
  return (await seen.jsonValue()) as number;
}

const interactions = (page: Page): readonly (readonly [string, Locator])[] => {
  const button = (name: string) => page.locator('.ez-timeline-controls').getByRole('button', { name });
  return [
    ['zoom to a year', button('rok')],
    ['earlier', button('Wcześniej')],
    ['later', button('Później')],
    ['zoom to a month', button('miesiąc')],
    ['zoom to ten years', button('10 lat')],
    ['earlier by five years', button('Wcześniej')],
    ['open the slider of days', page.getByRole('button', { name: 'Jak było wiadomo (W)' })],
    ['open the filter', page.getByRole('button', { name: 'Filtruj (F)' })],
  ];
};

/** From the click until the next picture has been painted. */
const untilSeen = (control: Locator): Promise<number> =>
  control.evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        (element as HTMLElement).click();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
      }),
  );
