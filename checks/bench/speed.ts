/**
 * What a physician and other systems wait for, against its goals: e-Profil level 0, search inside documents, Patient
 * Summary, alerts, CDS Hooks; for the patient with about 5,000 entries and for one with about 50,000. Each with bytes
 * and SQL statements of an answer.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Instance } from '#apps/instance.ts';
import { defaultSeed, longLifeOf } from '#libs/population/index.ts';
import { measure, type Result } from './closed-loop.ts';
import { doctorOf, signedIn } from './doctor.ts';
import { statementsOf } from './statements.ts';

export interface SpeedOptions {
  readonly instance: Instance;
  readonly home: string;
  /** Of a machine client: summaries, alerts documents and hooks are asked for by systems. */
  readonly token: string;
  readonly seconds: number;
  readonly warm: number;
  /** Whether the platform counts its statements (platform-counting.ts). */
  readonly counts: boolean;
  say(line: string): void;
}

export const anna = `p-${defaultSeed}-1`;
export const longLived = longLifeOf(defaultSeed);
/** About so many entries. */
export const longest = 50_000;

interface Asked {
  readonly phase: string;
  readonly goal: number;
  readonly path: string;
  readonly body?: object;
  readonly by: 'doctor' | 'machine';
}

/** Goals are p95 at one connection, ms, for about 5,000 entries unless the name says otherwise. */
const questionsOf = (patient: string, entries: string, goals: { overview: number; search: number }): Asked[] => [
  {
    ...{ phase: `e-Profil level 0, ${entries}`, goal: goals.overview, by: 'doctor' },
    path: `/api/patient-profile/${patient}/overview`,
  },
  {
    ...{ phase: `e-Profil search, ${entries}`, goal: goals.search, by: 'doctor' },
    ...{ path: `/api/patient-profile/${patient}/search`, body: { text: 'stan stabilny' } },
  },
  { phase: `Patient/$summary, ${entries}`, goal: 80, by: 'machine', path: `/fhir/R4/Patient/${patient}/$summary` },
  {
    ...{ phase: `alerts document, ${entries}`, goal: 120, by: 'machine' },
    ...{ path: '/api/alerts/document', body: { patient } },
  },
  {
    ...{ phase: `CDS Hooks patient-view, ${entries}`, goal: 60, by: 'machine' },
    path: '/api/cds-services/ezdrowie-patient-view',
    body: {
      ...{ hook: 'patient-view', hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea' },
      context: { userId: 'Practitioner/1', patientId: patient },
    },
  },
];

export async function measureSpeed(options: SpeedOptions): Promise<Result[]> {
  const { instance, home, token } = options;
  const headers = {
    doctor: await signedIn(instance, doctorOf(home)),
    machine: { authorization: `Bearer ${token}` },
  };
  const few = questionsOf(anna, 'about 5,000 entries', { overview: 100, search: 200 });
  const many = questionsOf(longLived, 'about 50,000 entries', { overview: 250, search: 1000 });
  const results: Result[] = [];
  for (const asked of [...few, ...many]) {
    const request = requestOf(`${instance.baseUrl}${asked.path}`, headers[asked.by], asked.body);
    results.push(await measured(asked, request, 1, options));
    // An account may ask 1,200 times a minute, which a quick machine does in less.
    if (asked.by === 'doctor') await pause(20_000);
  }
  const [overview] = few as [Asked];
  const four = requestOf(`${instance.baseUrl}${overview.path}`, headers.doctor);
  results.push(await measured(overview, four, 4, options));
  return results;
}

/** One request; answers its bytes, as text. @throws Error when it was refused */
function requestOf(address: string, headers: Readonly<Record<string, string>>, body?: object) {
  const sent = body
    ? { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : { headers };
  return async (): Promise<number> => {
    const answer = await fetch(address, sent);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${address}: ${answer.status} ${text.slice(0, 200)}`);
    return Buffer.byteLength(text);
  };
}

async function measured(
  { phase, goal }: Asked,
  request: () => Promise<number>,
  workers: number,
  { instance, home, counts, seconds, warm, say }: SpeedOptions,
): Promise<Result> {
  const bytes = await request();
  const result = await measure(phase, workers, async () => void (await request()), {
    ...{ seconds, warm, pids: [instance.pid] },
  });
  const counted = counts && workers === 1 ? await statementsOf(instance.pid, home).perRequest(request) : undefined;
  const { p50, p95, firstFailure } = result;
  const met = workers > 1 ? '' : `, goal ${goal}: ${p95 <= goal ? 'met' : 'missed'}`;
  say(
    `${phase} (${workers}): p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)} ms, ${bytes} bytes, ` +
      `${counted ?? '?'} statements${met}${firstFailure ? `, FAILED: ${firstFailure}` : ''}`,
  );
  return { ...result, answer: { bytes, statements: counted, goal } };
}
