/** What both journeys stand on: a whole platform in this process, a browser, people who sign in, pictures and axe. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Database } from '../../core/db/database.ts';
import { makeNpwz } from '../../libs/polish-identifiers/npwz.ts';
import { makePesel } from '../../libs/polish-identifiers/pesel.ts';
import { ikp } from '../../apps/portals/places.ts';
import { polishDay } from '../../core/registers/days.ts';
import { madeFile } from '../../core/registers/table.ts';
import { startPlatform } from '../../apps/api/start.ts';
import { type Accounts, listDemonstrationAccounts } from '../../systems/oversight/accounts/index.ts';
import { startBrowser } from '../browser.ts';
import { journeySettings, preparedHome } from './prepared-home.ts';

export const widths = { phone: 320, desk: 1366 } as const;
const pictures = path.resolve('build/pictures');

export interface Stage {
  url: string;
  home: string;
  accounts: Accounts;
  /** What the platform has written, for tests that count it. */
  database: Pick<Database, 'query'>;
  /** Opens a window of its own and signs in with password and code, by keyboard as people do. */
  enter(login: string, width?: number, url?: string): Promise<Page>;
  /** A code of the authenticator that is good now, whether or not it was used before. */
  nextCode(login: string): Promise<string>;
  passwordOf(login: string): string;
  /** Calls the platform's operations as somebody who has signed in with password and code. */
  speaker(login: string): Promise<Speak>;
  /** Writes into the register of medical workers that somebody may practise. */
  practises(practitioner: string): Promise<void>;
  /** The id of an account. */
  accountOf(login: string): Promise<string>;
  /** As if the rights of staff had been granted so many days ago and reviewed never. */
  makeRightsOld(days: number): Promise<void>;
  /** As if the sessions of the platform had not been used for so many minutes. */
  leaveAlone(minutes: number): Promise<void>;
  /** The inspectorate stops a batch of a package, from today on. */
  stopBatch(gtin: string, batch: string): Promise<void>;
  /** As if nobody had shown a factor for an hour. */
  provenLongAgo(): Promise<void>;
  close(): Promise<void>;
}

/** Asks by POST: an operation of accounts (`/step-up`), or any other by its whole address (`/api/…`). */
export type Speak = (path: string, body?: object) => Promise<never>;

/** Brings up the demonstration with a few patients, the fixed people among them, and a browser. */
export async function setStage(patients = 8): Promise<Stage> {
  const home = await preparedHome(patients);
  mkdirSync(pictures, { recursive: true });
  const platform = await startPlatform({ settings: journeySettings(home, patients), say: () => undefined });
  const browser = await startBrowser();
  const door = { url: platform.url, home, database: platform.platform.database };
  return {
    ...{ url: platform.url, home, accounts: platform.platform.accounts, database: platform.platform.database },
    enter: (login, width = widths.desk, url = platform.url) => enter({ ...door, browser, url, login, width }),
    nextCode: (login) => nextCode(door, login),
    passwordOf: (login) => accountOf(home, login).password,
    speaker: (login) => speaker(door, login),
    async practises(practitioner) {
      const who = {
        practitioner,
        pesel: makePesel('1975-05-05', 'female', 4321),
        profession: 'lekarz',
        specialities: [],
      };
      const licence = { ...who, npwz: makeNpwz(765_432), status: 'valid' as const, ends: null };
      await platform.platform.identities.workers.tell([licence], new Date('2020-01-01'));
    },
    async accountOf(login) {
      const text = 'select id from accounts.account where login = $1';
      return (await platform.platform.database.query<{ id: string }>(text, [login])).rows[0]?.id ?? '';
    },
    async makeRightsOld(days) {
      const text = 'update accounts.position set granted_at = now() - make_interval(days => $1), reviewed_at = null';
      await platform.platform.database.query(text, [days]);
    },
    async leaveAlone(minutes) {
      const { database } = platform.platform;
      await database.query(`update accounts.session set last_used_at = last_used_at - make_interval(mins => $1)`, [
        minutes,
      ]);
      // What the platform has read of a session it believes for five seconds.
      await new Promise((resolve) => setTimeout(resolve, 5_100));
    },
    async stopBatch(gtin, batch) {
      const today = polishDay(new Date());
      const file = `# stan-na-dzien: ${today}
Numer decyzji;Rodzaj;Data decyzji;Obowiązuje od;GTIN;Nazwa;Serie;Zakres;Powód
TEST/1/${batch};wycofanie;${today};${today};${gtin};Lek zmyślony;${batch};pacjenci;Zmyślona wada
`;
      const register = platform.platform.registers.find(({ kind }) => kind === 'rdg');
      await register?.load(madeFile('decyzje.csv', () => [file]));
    },
    async provenLongAgo() {
      const { database } = platform.platform;
      await database.query(`update accounts.session set proven_at = now() - interval '1 hour'`);
      await new Promise((resolve) => setTimeout(resolve, 5_100));
    },
    async close() {
      await browser.close();
      await platform.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Where people sign in, where the demonstration keeps their secrets, and what has noted their codes. */
interface Door {
  url: string;
  home: string;
  database: Pick<Database, 'query'>;
}

interface Entering extends Door {
  browser: Browser;
  login: string;
  width: number;
}

function accountOf(home: string, login: string) {
  const found = listDemonstrationAccounts({ home, profile: 'demo' }).find((one) => one.login === login);
  if (!found) throw new Error(`the demonstration has no account ${login}`);
  return found;
}

/** A code opens one session, so a second sign-in within half a minute would have to wait: here its use is forgotten. */
async function nextCode({ home, database }: Door, login: string): Promise<string> {
  const text = 'delete from accounts.used_step where account = (select id from accounts.account where login = $1)';
  await database.query(text, [login]);
  return accountOf(home, login).code;
}

async function speaker(door: Door, login: string): Promise<Speak> {
  const { url, home } = door;
  let headers: Record<string, string> = { 'content-type': 'application/json' };
  const send = async (path: string, body: object = {}) => {
    const address = url + (path.startsWith('/api/') ? path : `/api/accounts${path}`);
    const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer;
  };
  const { handle } = await (await send('/sign-in', { login, password: accountOf(home, login).password })).json();
  const answer = await send('/second-factor', { handle, code: await nextCode(door, login) });
  const [session = ''] = answer.headers.getSetCookie();
  headers = { ...headers, cookie: session.split(';')[0] ?? '', 'x-csrf-token': (await answer.json()).csrf };
  return async (path, body) => (await send(path, body)).json() as Promise<never>;
}

async function enter({ browser, login, width, ...door }: Entering): Promise<Page> {
  const { url, home } = door;
  const context = await browser.newContext({ viewport: { width, height: 768 }, locale: 'pl-PL' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const { role, password } = accountOf(home, login);
  const portal = { patient: '/ikp', physician: '/gabinet', pharmacist: '/gabinet', operator: '/operacje' }[role];
  await page.goto(url + portal);
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Hasło', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Wpisz kod' }).waitFor();
  await page.keyboard.type(await nextCode(door, login));
  await page.keyboard.press('Enter');
  await page.waitForURL((address) => address.pathname.startsWith(portal));
  await page.locator('main h1').waitFor({ state: 'attached' });
  return page;
}

/** Opening a profile asks the NFZ in the background: who counts entries waits until it has answered. */
export async function sourcesAnswered(page: Page, patient: string): Promise<void> {
  await page.waitForFunction(
    async (path) => {
      const { outside } = await (await fetch(path)).json();
      return outside.every(({ state }: { state: string }) => state !== 'asking');
    },
    `/api/patient-profile/${patient}/overview`,
    { polling: 250 },
  );
}

/** Waits until nothing on the page is still loading. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await expect.poll(() => page.locator('[aria-busy="true"]').count(), { timeout: 20_000 }).toBe(0);
}

/** A picture of the screen as it is, for the eyes of a reviewer: build/pictures/<name>-<width>.png */
export async function picture(page: Page, name: string, fullPage = false): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  await page.screenshot({ path: path.join(pictures, `${name}-${width}.png`), fullPage });
}

/** axe finds nothing serious or critical, and the page does not scroll sideways. WCAG 2.2 AA, 1.4.10 */
export async function isAccessible(page: Page, name: string): Promise<void> {
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const said = grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
  expect(said, `${name}: axe`).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${name}: sideways scroll in px`).toBeLessThanOrEqual(0);
}

/** Looks at one screen at both widths: axe, reflow, picture; leaves the window as wide as it was. */
export async function inspect(page: Page, name: string): Promise<void> {
  for (const width of [widths.phone, widths.desk]) {
    await page.setViewportSize({ width, height: 768 });
    await isAccessible(page, `${name} at ${width} px`);
    await picture(page, name, width === widths.phone);
  }
}

/** Goes to a place of IKP by its navigation, as a person does: a hub first where the place lies in one. */
export async function goInIkp(page: Page, label: string): Promise<void> {
  const { hub } = ikp.places.find((place) => place.label === label) ?? {};
  const within = hub && ikp.hubs?.[hub];
  const link = (navigation: string, name: string) =>
    page.getByRole('navigation', { name: navigation }).getByRole('link', { name, exact: true });
  // A hub with one place is called like the place.
  const isWithin = within !== undefined && (await link('Główne', within).count()) > 0;
  if (isWithin) await link('Główne', within).click();
  await link(isWithin ? within : 'Główne', label).click();
  await page.getByRole('heading', { level: 1, name: label }).waitFor();
}
