/** A whole platform with its demonstration people signed in, for contract tests of flows: only its HTTP is used. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type StartedPlatform, startPlatform } from '#apps/api/start.ts';
import { readSettings } from '#apps/settings.ts';
import { demonstrationPeople } from '#libs/population/index.ts';
import { demonstrationToken } from '#systems/oversight/accounts/index.ts';
import { prepareSandbox } from '#apps/sandbox.ts';
import { createClient } from '../../packages/client/src/index.ts';
import { signIn } from '../attacks/target.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ReturnType<typeof JSON.parse>;
}

export interface Caller {
  get(address: string): Promise<Answer>;
  post(address: string, body: object, headers?: Record<string, string>): Promise<Answer>;
  send(method: string, address: string, body?: object): Promise<Answer>;
}

export interface FlowStage {
  readonly url: string;
  readonly started: StartedPlatform;
  /** Gabinet: a physician of the patient's own practice. */
  readonly gabinet: Caller;
  /** IKP: the patient. */
  readonly ikp: Caller;
  readonly otherPatient: Caller;
  readonly pharmacy: Caller;
  /** The service bus: a system of a provider. */
  readonly bus: Caller;
  /** The service bus: the system of the practice that treats the patient. */
  readonly practice: Caller;
  /** Nobody. */
  readonly stranger: Caller;
  /** Logical ids. */
  readonly patient: string;
  readonly practitioner: string;
  close(): Promise<void>;
}

function callerOf(url: string, given: Record<string, string>): Caller {
  const send = async (method: string, address: string, body?: object, more: Record<string, string> = {}) => {
    const answer = await fetch(`${url}${address}`, {
      method,
      headers: { ...given, ...(body ? { 'content-type': 'application/json' } : {}), ...more },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    return { status: answer.status, headers: answer.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
  };
  return {
    send,
    get: (address) => send('GET', address),
    post: (address, body, headers) => send('POST', address, body, headers),
  };
}

export async function setFlowStage(): Promise<FlowStage> {
  const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-flows-'));
  const settings = readSettings({ EZDROWIE_HOME: home, PORT: '0', EZDROWIE_DEMO_PATIENTS: '3', LOG_LEVEL: 'silent' });
  const started = await startPlatform({ settings, say: () => undefined });
  const { url } = started;
  const token = await demonstrationToken({ baseUrl: url, home, profile: 'demo', client: 'demo-provider' });
  const as = async (login: string) => callerOf(url, await signIn(url, home, login));
  const people = demonstrationPeople();
  const anna = people.find(({ login }) => login === 'anna.wisniowiecka');
  const nowak = people.find(({ login }) => login === 'jan.nowak');
  const { clientId, scope, keyFiles } = await prepareSandbox(started.platform);
  const privateKey = readFileSync(keyFiles.pem, 'utf8');
  const ownToken = await createClient({ baseUrl: url, as: { clientId, scope, privateKey } }).token();
  return {
    ...{ url, started, patient: anna?.patientId ?? '', practitioner: nowak?.practitionerId ?? '' },
    gabinet: await as('jan.nowak'),
    ikp: await as('anna.wisniowiecka'),
    otherPatient: await as('jakub.zielinski'),
    pharmacy: await as('barbara.sowa'),
    bus: callerOf(url, { authorization: `Bearer ${token}` }),
    practice: callerOf(url, { authorization: `Bearer ${ownToken}` }),
    stranger: callerOf(url, {}),
    async close() {
      await started.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
