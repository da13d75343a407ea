/**
 * `npm run bench:questions [-- --patients 50]`: ten clinical questions about each of fifty generated patients, asked
 * through Gabinet's page; prints the share answered right, acts and seconds. A report: figures go to docs/usability.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startPlatform } from '#apps/api/start.ts';
import { readSettings } from '#apps/settings.ts';
import { demonstrationToken, listDemonstrationAccounts } from '#systems/oversight/accounts/index.ts';
import type { Page } from 'playwright-core';
import { startBrowser } from '../browser.ts';
import { type Asked, askAbout, reportOf } from './ask.ts';
import { expectAll, factsOfFirst } from './patients.ts';

const { values } = parseArgs({ options: { patients: { type: 'string', default: '50' } } });
const patients = Number(values.patients);
const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-questions-'));
const settings = readSettings({ EZDROWIE_HOME: home, PORT: '0', EZDROWIE_DEMO_PATIENTS: String(patients) });
const { url, ...platform } = await startPlatform({ settings, say: (line) => console.log(line) });
const browser = await startBrowser();
try {
  const now = new Date();
  const token = await demonstrationToken({ baseUrl: url, home, profile: 'demo', client: 'demo-provider' });
  const facts = await factsOfFirst(patients, now.toISOString().slice(0, 10), `${url}/fhir/R4`, token);
  await expectAll(`${url}/fhir/R4`, token, facts, now);
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'pl-PL' });
  page.setDefaultTimeout(15_000);
  await signIn(page);
  const answers: Asked[] = [];
  for (const one of facts) {
    const said = await askAbout(page, url, one);
    for (const { right, question, missing, acts } of said)
      if (!right) console.log(`WRONG ${one.id} (${acts} acts) ${question} missing: ${missing.join(' | ')}`);
    answers.push(...said);
  }
  console.log(reportOf(answers));
} finally {
  await browser.close();
  await platform.close();
  rmSync(home, { recursive: true, force: true });
}

/** As the demonstration's doctor, with both factors. */
async function signIn(page: Page): Promise<void> {
  const doctor = listDemonstrationAccounts({ home, profile: 'demo' }).find(({ login }) => login === 'jan.nowak');
  if (!doctor) throw new Error('the demonstration has no jan.nowak');
  await page.goto(`${url}/gabinet`);
  await page.getByLabel('Login').fill(doctor.login);
  await page.getByLabel('Hasło', { exact: true }).fill(doctor.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Wpisz kod' }).waitFor();
  await page.keyboard.type(doctor.code);
  await page.keyboard.press('Enter');
  await page.waitForURL((address) => address.pathname.startsWith('/gabinet'));
}
