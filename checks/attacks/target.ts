/** What attacks are tried on: a whole platform on its port, a victim whom nobody cares for, and people who may not see. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPlatform } from '#apps/api/start.ts';
import { readSettings } from '#apps/settings.ts';
import { demonstrationToken, listDemonstrationAccounts } from '#systems/oversight/accounts/index.ts';

export type Headers = Record<string, string>;

/** A word that stands in every resource of the victim and nowhere else. */
export const canary = 'Kanarkowska7f3';
const pesel = '44051401359';

export interface Target {
  readonly url: string;
  readonly home: string;
  /** Headers of a machine that may do everything: it makes the victim. */
  readonly machine: Headers;
  /** Signs in by both factors; headers of the session. */
  session(login: string): Promise<Headers>;
  readonly victim: Victim;
  close(): Promise<void>;
}

/** Ids of what is the victim's. */
export interface Victim {
  readonly patient: string;
  readonly observation: string;
  readonly encounter: string;
  readonly condition: string;
  readonly group: string;
  readonly list: string;
  readonly organization: string;
  readonly practitioner: string;
  readonly pesel: string;
}

/** `prepare` may put settings into its folder. */
export async function startTarget(prepare: (home: string) => void = () => undefined): Promise<Target> {
  const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-attacks-'));
  prepare(home);
  const settings = readSettings({ EZDROWIE_HOME: home, PORT: '0', EZDROWIE_DEMO_PATIENTS: '3', LOG_LEVEL: 'silent' });
  const started = await startPlatform({ settings, say: () => undefined });
  const { url } = started;
  const token = await demonstrationToken({ baseUrl: url, home, profile: 'demo', client: 'demo-provider' });
  const machine = { authorization: `Bearer ${token}` };
  return {
    url,
    home,
    machine,
    session: (login) => signIn(url, home, login),
    victim: await makeVictim(url, machine),
    async close() {
      await started.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Signs in by both factors; headers of the session. */
export async function signIn(url: string, home: string, login: string): Promise<Headers> {
  const account = listDemonstrationAccounts({ home, profile: 'demo' }).find((one) => one.login === login);
  if (!account) throw new Error(`the demonstration has no account ${login}`);
  const post = (address: string, body: object) =>
    fetch(`${url}/api/accounts/${address}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const { handle } = (await (await post('sign-in', { login, password: account.password })).json()) as {
    handle: string;
  };
  const answer = await post('second-factor', { handle, code: account.code });
  const { csrf } = (await answer.json()) as { csrf: string };
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  if (!csrf) throw new Error(`${login} could not sign in: ${answer.status}`);
  return { cookie, 'x-csrf-token': csrf };
}

async function makeVictim(url: string, machine: Headers): Promise<Victim> {
  const create = async (resource: { resourceType: string } & Record<string, unknown>): Promise<string> => {
    const answer = await fetch(`${url}/fhir/R4/${resource.resourceType}`, {
      method: 'POST',
      headers: { ...machine, 'content-type': 'application/fhir+json' },
      body: JSON.stringify(resource),
    });
    const { id } = (await answer.json()) as { id?: string };
    if (!id) throw new Error(`${resource.resourceType} of the victim was not made: ${answer.status}`);
    return id;
  };
  const organization = await create({ resourceType: 'Organization', name: 'Przychodnia Inna' });
  const practitioner = await create({ resourceType: 'Practitioner', name: [{ family: 'Inny' }] });
  const patient = await create({
    resourceType: 'Patient',
    identifier: [{ system: 'urn:oid:2.16.840.1.113883.3.4424.1.1.616', value: pesel }],
    name: [{ family: canary, given: ['Ofiara'] }],
    birthDate: '1944-05-14',
  });
  const subject = { reference: `Patient/${patient}` };
  const note = [{ text: canary }];
  const code = { coding: [{ system: 'http://loinc.org', code: '8867-4' }], text: canary };
  const encounter = await create({
    resourceType: 'Encounter',
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject,
    serviceProvider: { reference: `Organization/${organization}` },
    participant: [{ individual: { reference: `Practitioner/${practitioner}` } }],
    period: { start: '2026-01-01', end: '2026-01-01' },
  });
  const performer = [{ reference: `Practitioner/${practitioner}` }];
  const about = { reference: `Encounter/${encounter}` };
  const observation = await create({
    resourceType: 'Observation',
    ...{ status: 'final', code, subject, encounter: about, performer, note, effectiveDateTime: '2026-01-01' },
    valueQuantity: { value: 71, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
  });
  const condition = await create({ resourceType: 'Condition', code, subject, encounter: about, note });
  const entry = [{ item: { reference: `Observation/${observation}` } }];
  const list = await create({ resourceType: 'List', status: 'current', mode: 'working', subject, entry, note });
  const member = [{ entity: subject }];
  const group = await create({ resourceType: 'Group', type: 'person', actual: true, name: canary, member });
  return { patient, observation, encounter, condition, group, list, organization, practitioner, pesel };
}
