/**
 * Detection on the running platform: odd behaviour over real HTTP, the alert within seconds, and what follows from it:
 * a factor asked for, an account stopped, a client slowed down; each taken back by an operator. requirements 4.3, 4.4
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '#systems/oversight/detection/index.ts';
import { listDemonstrationAccounts } from '#systems/oversight/accounts/index.ts';
import { type Headers, startTarget, type Target } from './target.ts';

let target: Target;
let operator: Headers;
const strangers: string[] = [];
const acts = {
  probing: ['alert', 'step-up'],
  'mass-look-up': ['alert', 'lock', 'end-sessions'],
  'probing-by-client': ['alert', 'throttle'],
};

const ask = (url: string, headers: Headers, method = 'GET', body?: object) =>
  fetch(`${target.url}${url}`, {
    method,
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const read = async (url: string, headers: Headers) => {
  const answer = await ask(url, headers);
  return { status: answer.status, body: (await answer.json()) as { code?: string } };
};
const alerts = async (rule: string): Promise<Alert[]> =>
  ((await (await ask(`/api/detection/alerts?rule=${rule}`, operator)).json()) as { alerts: Alert[] }).alerts;

const passwordOf = (login: string): string =>
  listDemonstrationAccounts({ home: target.home, profile: 'demo' }).find((one) => one.login === login)?.password ?? '';
/** The first step of signing in. */
const password = (login: string) => ask('/api/accounts/sign-in', {}, 'POST', { login, password: passwordOf(login) });

/** Waits for something; how long it took, ms. */
async function until(is: () => Promise<boolean>, most: number): Promise<number> {
  const began = performance.now();
  while (performance.now() - began < most) {
    if (await is()) return performance.now() - began;
    await pause(150);
  }
  throw new Error(`not within ${most} ms`);
}

beforeAll(async () => {
  target = await startTarget((home) => writeFileSync(path.join(home, 'detection.json'), JSON.stringify({ acts })));
  operator = await target.session('operator');
  for (let number = 0; number < 24; number++) {
    const answer = await fetch(`${target.url}/fhir/R4/Patient`, {
      method: 'POST',
      headers: { ...target.machine, 'content-type': 'application/fhir+json' },
      body: JSON.stringify({ resourceType: 'Patient', name: [{ family: `Obcy ${number}` }] }),
    });
    strangers.push(((await answer.json()) as { id: string }).id);
  }
}, 180_000);
afterAll(() => target?.close());

describe('a person who tries one record after another', () => {
  it('is asked for a factor, and goes on after showing it', async () => {
    const login = 'anna.wisniowiecka';
    const browser = await target.session(login);
    expect((await read('/api/accounts/session', browser)).status).toBe(200);
    await Promise.all(strangers.slice(0, 18).map((id) => read(`/fhir/R4/Patient/${id}`, browser)));
    // How soon is for the bench to say: this machine also runs other tests.
    await until(async () => (await alerts('probing')).length > 0, 20_000);
    await until(async () => (await read('/api/accounts/session', browser)).body.code === 'session-locked', 20_000);
    const secret = passwordOf(login);
    expect((await ask('/api/accounts/unlock', browser, 'POST', { password: 'not the password' })).status).toBe(403);
    expect((await read('/api/accounts/session', browser)).status).toBe(401);
    expect((await ask('/api/accounts/unlock', browser, 'POST', { password: secret })).status).toBe(200);
    expect((await read('/api/accounts/session', browser)).status).toBe(200);
    const [alert] = await alerts('probing');
    expect(alert).toMatchObject({ state: 'new', subjectKind: 'account', done: [{ act: 'step-up' }] });
  }, 60_000);
});

describe('a clinician who opens many patients of others', () => {
  it('is stopped, and an operator lets them in again', async () => {
    const browser = await target.session('ewa.mazur');
    await Promise.all(strangers.map((id) => read(`/fhir/R4/Patient/${id}`, browser)));
    await until(async () => (await alerts('mass-look-up')).length > 0, 20_000);
    await until(async () => (await read('/api/accounts/session', browser)).status === 401, 20_000);
    expect((await password('ewa.mazur')).status).toBe(401);
    const [alert] = await alerts('mass-look-up');
    expect(JSON.stringify(alert)).not.toMatch(new RegExp(strangers.join('|')));
    expect(alert?.done[0]).toMatchObject({ act: 'lock', until: expect.any(String) });
    expect((await ask(`/api/detection/alerts/${alert?.id}/revert`, operator, 'POST')).status).toBe(200);
    expect((await ask(`/api/detection/alerts/${alert?.id}/revert`, operator, 'POST')).status).toBe(422);
    expect((await password('ewa.mazur')).status).toBe(200);
  }, 60_000);
});

describe('a provider’s system that looks for what it may not have', () => {
  it('is slowed down to one request a minute, until an operator takes it back', async () => {
    for (let number = 0; number < 20; number++) await read(`/fhir/R4/Observation/nic-${number}`, target.machine);
    await until(async () => (await read('/fhir/R4/Patient?_count=1', target.machine)).status === 429, 20_000);
    const [alert] = await alerts('probing-by-client');
    expect(alert).toMatchObject({ subject: 'demo-provider', subjectKind: 'client' });
    await ask(`/api/detection/alerts/${alert?.id}/revert`, operator, 'POST');
    await until(async () => (await read('/fhir/R4/Patient?_count=1', target.machine)).status === 200, 10_000);
  }, 60_000);
});

describe('the queue of alerts', () => {
  const act = async (id: string, name: string, body?: object) => {
    const answer = await ask(`/api/detection/alerts/${id}/${name}`, operator, 'POST', body);
    return { status: answer.status, code: ((await answer.json()) as { code?: string } | null)?.code };
  };

  it('takes an alert from new to a verdict with a reason, step by step', async () => {
    const { id } = (await alerts('probing-by-client'))[0] as Alert;
    const verdict = { verdict: 'false', reason: 'Dostawca testował nowe oprogramowanie.' };
    expect(await act(id, 'close', verdict)).toMatchObject({ status: 409, code: 'not-in-that-state' });
    expect((await act(id, 'take')).status).toBe(200);
    expect((await act(id, 'take')).status).toBe(409);
    expect((await act(id, 'give-back')).status).toBe(200);
    expect((await act(id, 'take')).status).toBe(200);
    expect((await act(id, 'close', { verdict: 'false', reason: 'krótko' })).status).toBe(400);
    expect((await act(id, 'close', verdict)).status).toBe(200);
    expect((await act(id, 'close', verdict)).status).toBe(409);
    const [alert] = await alerts('probing-by-client');
    expect(alert).toMatchObject({ state: 'false', reason: verdict.reason });
    const { rules } = (await (await ask('/api/detection/rules', operator)).json()) as {
      rules: { name: string; acts: string[]; last30Days: Record<string, number> }[];
    };
    expect(rules.find(({ name }) => name === 'probing-by-client')).toMatchObject({
      ...{ acts: ['alert', 'throttle'], last30Days: { false: 1 } },
    });
  });

  it('is the operators’ alone, and every act stands in the trail', async () => {
    const patient = await target.session('jakub.zielinski');
    for (const headers of [patient, target.machine])
      expect((await ask('/api/detection/alerts', headers)).status).toBe(403);
    for (const kind of [
      'raise-alert',
      'respond-lock',
      'respond-throttle',
      'respond-step-up',
      'take-alert',
      'close-alert',
      'revert-response',
    ]) {
      const { events } = (await (await ask(`/api/audit-trail/events?kind=${kind}`, operator)).json()) as {
        events: object[];
      };
      expect(events.length, kind).toBeGreaterThan(0);
    }
    expect(
      (await ask('/api/detection/alerts/00000000-0000-0000-0000-000000000000/take', operator, 'POST')).status,
    ).toBe(404);
    expect((await ask('/api/detection/alerts?state=nonsense', operator)).status).toBe(400);
  });
});
