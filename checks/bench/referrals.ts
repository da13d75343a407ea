/**
 * Referrals as a practice and a clinic make them: issued by PESEL, accepted by key, lists. The system of a provider
 * over HTTP, with a doctor of the demonstration; every answer is checked.
 */
import type { Instance } from '#apps/instance.ts';
import { demonstrationToken } from '#systems/oversight/accounts/index.ts';
import { openDatabase } from '#core/db/database.ts';
import { makePesel } from '#libs/polish-identifiers/pesel.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { httpClient, measure, type Result } from './closed-loop.ts';

export interface ReferralsOptions {
  readonly instance: Instance;
  readonly home: string;
  readonly token: string;
  readonly seconds: number;
  readonly warm: number;
  say(line: string): void;
}

const patients = 500;
const practice = 'org-1-0-family0';
const doctor = 'dr-1-0-family0-0';

const draft = {
  practitioner: doctor,
  ...{ kind: 'clinic', urgency: 'R', speciality: { code: '1100' }, purpose: 'Ból w klatce piersiowej przy wysiłku.' },
  diagnoses: [{ code: 'I20.8', name: 'Inne formy dławicy piersiowej' }, { code: 'I10' }],
};

export async function measureReferrals(options: ReferralsOptions): Promise<Result[]> {
  const { instance, seconds, warm, say } = options;
  const ask = await ofProvider(options);
  const pesels = await peselsOf(options);
  const waiting: string[] = [];
  let at = 0;
  const phases: [string, number[], () => Promise<void>][] = [
    [
      'issue a referral',
      [1, 4, 16],
      async () => {
        const pesel = pesels[at++ % pesels.length];
        const { key } = await ask('POST', '/referrals', { pesel, ...draft });
        waiting.push(String(key));
      },
    ],
    [
      'accept a referral by key',
      [1, 4, 16],
      async () => {
        const key = waiting.pop();
        // A pool that is used up is filled again, and counts as an acceptance the slower for it.
        const known = key ?? (await ask('POST', '/referrals', { pesel: pesels[at++ % pesels.length], ...draft })).key;
        const { state } = await ask('POST', '/accept', { key: known });
        if (state !== 'accepted') throw new Error(`state ${state}`);
      },
    ],
    ['list of accepted referrals, a page of 50', [1, 4], () => ask('GET', '/incoming').then(() => undefined)],
    [
      'referrals of a patient, a page of 50',
      [1, 4],
      () => ask('GET', '/patients/p-1-1/referrals').then(() => undefined),
    ],
  ];
  const results: Result[] = [];
  for (const [phase, loads, job] of phases) {
    for (const workers of loads) {
      const result = await measure(phase, workers, job, { seconds, warm, pids: [instance.pid] });
      say(
        `${phase} (${workers}): ${result.perSecond.toFixed(0)}/s, p95 ${result.p95.toFixed(1)} ms ${result.firstFailure ?? ''}`,
      );
      results.push(result);
    }
  }
  return results;
}

/** The system of a provider: the demonstration's client, said to be that of the practice. It has no limit of requests. */
async function ofProvider({ instance, home }: ReferralsOptions) {
  const { baseUrl, databaseUrl } = instance;
  const database = openDatabase(databaseUrl, { connections: 1 });
  await database.query('update accounts.client set provider = $1 where id = $2', [practice, 'demo-provider']);
  await database.close();
  const token = await demonstrationToken({ baseUrl, home, profile: 'demo', client: 'demo-provider' });
  return async (method: 'GET' | 'POST', path: string, body?: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${baseUrl}/api/e-referral${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 200)}`);
    return JSON.parse(text) as Record<string, unknown>;
  };
}

/** Patients with a PESEL, of whom referrals are made: each seldom has more than a few that wait. */
async function peselsOf({ instance, token }: ReferralsOptions): Promise<string[]> {
  const client = httpClient(`${instance.baseUrl}/fhir/R4`, token, 4);
  const pesels = Array.from({ length: patients }, (_, n) => makePesel('1970-01-01', 'female', n));
  for (const pesel of pesels) {
    const patient = {
      ...{ resourceType: 'Patient', name: [{ family: 'Pomiarowa', given: ['Anna'] }], birthDate: '1970-01-01' },
      identifier: [{ system: identifierSystems.pesel, value: pesel }],
    };
    await client.send('POST', '/Patient', JSON.stringify(patient));
  }
  client.close();
  return pesels;
}
