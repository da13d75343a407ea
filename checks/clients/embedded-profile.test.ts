/**
 * The e-Profil in the page of another system, in a real browser (decision 0050): a registered origin embeds it after a
 * SMART launch, one that is not registered cannot; and the e-Profil as the SMART app that Gabinet opens.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Stage, setStage } from '../journeys/stage.ts';
import { type FhirClientApp, startFhirClientApp } from './fhirclient-app.ts';

const client = 'his-szpital';
let stage: Stage;
let app: FhirClientApp;
let hospital: { url: string; server: Server };
let stranger: typeof hospital;
let doctor: Page;

/** A page of a hospital's system: it shows the frame, and hands over the token that its app was given. */
async function startPage(): Promise<typeof hospital> {
  const server = createServer((request, response) => {
    if (request.url === '/page.js') {
      response.setHeader('content-type', 'text/javascript');
      return response.end(`addEventListener('message', ({ data, source, origin }) => {
        if (data.type !== 'e-profil/ready') return;
        const { token, patient } = JSON.parse(document.body.dataset.handed);
        source.postMessage({ type: 'e-profil/open', token, patient }, origin);
      });`);
    }
    const { tokenResponse = {} } = (app.state() ?? {}) as {
      tokenResponse?: { access_token?: string; patient?: string };
    };
    const handed = JSON.stringify({ token: tokenResponse.access_token, patient: tokenResponse.patient });
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>HIS</title><body data-handed='${handed}'><h1>System szpitala</h1>
      <script src="/page.js"></script>
      <iframe title="e-Profil" src="${stage.url}/gabinet/osadzony/${client}" width="1200" height="800"></iframe>`);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

beforeAll(async () => {
  stage = await setStage(3);
  const scope = 'openid fhirUser launch patient/*.rs';
  app = await startFhirClientApp({ clientId: client, scope, iss: `${stage.url}/fhir/R4` });
  [hospital, stranger] = [await startPage(), await startPage()];
  await stage.accounts.registration.registerClient({
    ...{ id: client, name: 'System szpitala', scopes: ['patient/*.rs'], tokenSeconds: 300 },
    metadata: {
      ...{ token_endpoint_auth_method: 'none', grant_types: ['authorization_code'], response_types: ['code'] },
      redirect_uris: [`${app.url}/back`],
    },
    launchUri: `${app.url}/launch`,
  });
  await stage.database.query('update accounts.client set frame_origins = $1 where id = $2', [[hospital.url], client]);
  doctor = await stage.enter('jan.nowak');
}, 300_000);
afterAll(async () => {
  await app?.close();
  for (const one of [hospital, stranger]) {
    one?.server.closeAllConnections();
    one?.server.close();
  }
  await stage?.close();
}, 120_000);

async function launch(name: string): Promise<void> {
  await doctor.goto(`${stage.url}/gabinet`);
  await doctor.getByRole('searchbox').fill('wisniow an');
  await doctor.keyboard.press('Enter');
  await doctor.getByRole('link', { name: /Wiśniowiecka/ }).click();
  await doctor.getByRole('link', { name: 'Otwórz aplikację' }).click();
  await doctor.getByRole('button', { name: `Otwórz: ${name}` }).click();
  await doctor.getByRole('button', { name: 'Zgadzam się', exact: true }).click();
}

it('is shown in a page of the registered origin, by the token of the launch, without a cookie', async () => {
  await launch('System szpitala');
  await doctor.getByRole('heading', { name: 'Wiśniowiecka' }).waitFor();
  const asked: { cookie: string | undefined; bearer: boolean }[] = [];
  doctor.on('request', (request) => {
    const { cookie, authorization = '' } = request.headers();
    const bearer = authorization.startsWith('Bearer ');
    if (request.url().includes('/api/patient-profile/')) asked.push({ cookie, bearer });
  });
  await doctor.goto(hospital.url);
  const frame = doctor.frameLocator('iframe');
  await frame.getByRole('heading', { name: 'Linia życia' }).waitFor({ timeout: 30_000 });
  await frame.getByText('Wiśniowiecka').first().waitFor();
  // Only what reads is there.
  expect(await frame.getByRole('link', { name: /Recepta|Rozpocznij wizytę/ }).count()).toBe(0);
  expect(asked.length).toBeGreaterThan(0);
  for (const one of asked) expect(one).toEqual({ cookie: undefined, bearer: true });
  // No id of the patient in the address of the frame.
  expect(doctor.frames().map((one) => one.url())).toContain(`${stage.url}/gabinet/osadzony/${client}`);
}, 120_000);

it('is not shown in a page of any other origin', async () => {
  const { headers } = await fetch(`${stage.url}/gabinet/osadzony/${client}`);
  expect(headers.get('content-security-policy')).toContain(`frame-ancestors ${hospital.url}`);
  expect(headers.get('x-frame-options')).toBeNull();
  const unknown = await fetch(`${stage.url}/gabinet/osadzony/nobody`);
  expect(unknown.headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`);
  await doctor.goto(stranger.url);
  await doctor.getByRole('heading', { name: 'System szpitala' }).waitFor();
  await doctor.waitForTimeout(2_000);
  expect(
    await doctor
      .frameLocator('iframe')
      .getByText('e-Profil')
      .count()
      .catch(() => 0),
  ).toBe(0);
  expect(doctor.frames().map((one) => one.url())).not.toContain(`${stage.url}/gabinet/osadzony/${client}`);
}, 60_000);

it('is a SMART app: Gabinet launches it, the clinician says yes, the profile of that patient opens', async () => {
  await launch('e-Profil Pacjenta');
  await doctor.waitForURL(/\/gabinet\/e-profil\/powrot$/, { timeout: 30_000 });
  await doctor.getByRole('heading', { name: 'Linia życia' }).waitFor({ timeout: 30_000 });
  await doctor.goto(`${stage.url}/gabinet/e-profil/uruchom?iss=https://evil.example/fhir&launch=x`);
  await doctor.getByText('nie jest połączony').waitFor();
}, 120_000);
