/**
 * Records as they really come: elements missing, days partial, impossible or to come, codes that nobody knows, the same
 * thing twice. What is made of them (profile, summary, alerts) answers, and the summary is valid by IPS 2.0.
 * `LOOSE_SEED` draws others.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demonstrationPeople, type Entry, populationGroups, type Resource } from '#libs/population/index.ts';
import { wrongWith } from '#systems/documents/patient-summary/fixtures.ts';
import { type Answer, type FlowStage, setFlowStage } from './flows/stage.ts';
import { Chance } from './fuzz/chance.ts';

const patients = 12;
const seed = Number(process.env.LOOSE_SEED ?? 7);
/** The population begins with the fixed people, who stand in the demonstration already. */
const fixedPeople = 3;
const mostOfOne = 70;

let stage: FlowStage;
const ids: string[] = [];
const written = { loose: 0, refused: 0 };

beforeAll(async () => {
  stage = await setFlowStage();
  const groups = [...populationGroups({ patients: fixedPeople + patients, seed })];
  for (const [number, bundles] of groups.entries()) {
    const resources = bundles.flatMap(({ entry }) => entry.map(({ resource }: Entry) => resource as Resource));
    if (number === 0) for (const one of resources) await put(one);
    if (number > fixedPeople) await writeLoosely(resources, new Chance(seed, number));
  }
}, 240_000);
afterAll(() => stage?.close(), 60_000);

const put = (resource: Resource) => stage.bus.send('PUT', `/fhir/R4/${resource.resourceType}/${resource.id}`, resource);

async function writeLoosely(resources: readonly Resource[], chance: Chance): Promise<void> {
  const patient = resources.find(({ resourceType }) => resourceType === 'Patient');
  if (!patient) throw new Error('a group of the population has no patient');
  expect((await put(patient)).status).toBe(201);
  ids.push(String(patient.id));
  await put(visitOf(String(patient.id)));
  const others = resources.filter((one) => one !== patient);
  const step = Math.max(1, Math.floor(others.length / mostOfOne));
  for (const one of others.filter((_, at) => at % step === 0)) {
    const resource = loosened(one, chance);
    const { status } = await put(resource);
    written[status === 201 ? 'loose' : 'refused']++;
    if (status !== 201) expect(status).toBeLessThan(500);
    else if (chance.once(10)) await put({ ...resource, id: `${resource.id}-again` });
  }
}

/** At the practice of the demonstration's physician, who treats the patient since. */
function visitOf(patient: string): Resource {
  const nowak = demonstrationPeople().find(({ login }) => login === 'jan.nowak');
  return {
    ...{ resourceType: 'Encounter', id: `visit-${patient}`, status: 'finished' },
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    ...{ subject: { reference: `Patient/${patient}` }, period: { start: '2026-11-02T10:00:00+01:00' } },
    serviceProvider: { reference: `Organization/${nowak?.facilityId}` },
  } as Resource;
}

const kept = new Set(['resourceType', 'id', 'subject', 'patient', 'beneficiary', 'for', 'individual']);
const days = ['1895', '2026-02', '2031-07-01', '2199-12-31T23:59:59Z', '2026-11-20T08:00:00+14:00', '1900-01-01'];

/** Some elements gone, some days and codes replaced; the patient whom it is about stays. */
function loosened(resource: Resource, chance: Chance): Resource {
  const left = Object.entries(resource).filter(([element]) => kept.has(element) || !chance.once(9));
  return Object.fromEntries(left.map(([element, value]) => [element, replaced(value, chance)])) as Resource;
}

function replaced(value: unknown, chance: Chance): unknown {
  if (typeof value === 'string') return /^\d{4}-\d\d/.test(value) && chance.once(6) ? chance.pick(days) : value;
  if (Array.isArray(value)) return value.map((one) => replaced(one, chance));
  if (typeof value !== 'object' || value === null) return value;
  const holder = value as { [element: string]: unknown };
  if (typeof holder.code === 'string' && 'system' in holder && chance.once(8)) {
    return chance.pick([
      { ...holder, code: 'NIEZNANY-1' },
      { system: 'urn:oid:1.2.3.4.5', code: '17', display: 'Kod, którego nikt nie zna <b>' },
      { code: holder.code },
    ]);
  }
  return Object.fromEntries(
    Object.entries(holder)
      .filter(([element]) => !['display', 'text', 'unit'].includes(element) || !chance.once(5))
      .map(([element, one]) => [element, replaced(one, chance)]),
  );
}

describe('of loosely kept records', () => {
  it('most is stored, and what is refused is refused in words', () => {
    expect(ids).toHaveLength(patients);
    expect(written.loose).toBeGreaterThan(written.refused);
  });

  it('summaries are valid by IPS', { timeout: 120_000 }, async () => {
    for (const id of ids) {
      const { status, body } = await stage.bus.get(`/fhir/R4/Patient/${id}/$summary`);
      expect(status, JSON.stringify(body).slice(0, 300)).toBe(200);
      expect(wrongWith(body), id).toEqual([]);
    }
  });

  it('every page of a physician answers', { timeout: 120_000 }, async () => {
    for (const id of ids) for (const address of await addressesOf(id)) await answers(address);
  });

  it('alerts answer, as data and as a document', { timeout: 120_000 }, async () => {
    for (const patient of ids) {
      await answers(`/api/alerts/${patient}`);
      const { status, body } = await patiently(() => stage.gabinet.post('/api/alerts/document', { patient }));
      expect([status, body.resourceType]).toEqual([200, 'Bundle']);
    }
  });
});

/** No account may ask more than 1,200 times a minute: a quick machine has to wait. */
async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  const answer = await ask();
  if (answer.status !== 429) return answer;
  await pause(Number(answer.headers.get('retry-after')) * 1000);
  return patiently(ask);
}

async function answers(address: string): Promise<ReturnType<typeof JSON.parse>> {
  const { status, body } = await patiently(() => stage.gabinet.get(address));
  expect(status, `${address}: ${JSON.stringify(body).slice(0, 300)}`).toBe(200);
  return body;
}

async function addressesOf(id: string): Promise<string[]> {
  const below = (address: string) => `/api/patient-profile/${id}/${address}`;
  const { problems } = await answers(below('overview'));
  const { rows } = await answers(below('timeline'));
  type Linked = { link: { type: string; id: string } };
  return [
    ...['facets', 'knowledge', 'disputes'].map(below),
    ...(problems as Linked[]).map(({ link }) => below(`problems/${link.id}`)),
    ...(rows as Linked[]).slice(0, 20).map(({ link }) => below(`events/${link.type}/${link.id}`)),
    `/api/patient-summary/${id}?language=pl`,
  ];
}
