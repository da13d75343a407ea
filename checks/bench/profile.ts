/**
 * e-Profil level 0 as the clinician's page asks for it: signed in with both factors, the patient with about 5,000
 * entries.
 */
import type { Instance } from '#apps/instance.ts';
import { listDemonstrationAccounts } from '#systems/oversight/accounts/index.ts';
import { measure, type Result } from './closed-loop.ts';

export interface ProfileOptions {
  instance: Instance;
  home: string;
  seconds: number;
  warm: number;
  say(line: string): void;
}

/** Measures the overview at 1 and 4 connections; nothing when the demonstration people are not there. */
export async function measureProfile({ instance, home, seconds, warm, say }: ProfileOptions): Promise<Result[]> {
  const doctor = listDemonstrationAccounts({ home, profile: 'demo' }).find(({ login }) => login === 'jan.nowak');
  if (!doctor) return [];
  const post = (path: string, body: object) =>
    fetch(`${instance.baseUrl}/api/accounts${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: instance.baseUrl },
      body: JSON.stringify(body),
    });
  const { handle } = (await (await post('/sign-in', { login: doctor.login, password: doctor.password })).json()) as {
    handle: string;
  };
  const signedIn = await post('/second-factor', { handle, code: doctor.code });
  const cookie = (signedIn.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  if (!signedIn.ok) throw new Error(`sign-in: ${signedIn.status} ${await signedIn.text()}`);
  let events = 0;
  const overview = async () => {
    const answer = await fetch(`${instance.baseUrl}/api/patient-profile/p-1-1/overview`, { headers: { cookie } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`overview: ${answer.status} ${text.slice(0, 200)}`);
    if (events === 0) events = text.split('],[').length;
  };
  const results: Result[] = [];
  for (const workers of [1, 4]) {
    const phase = 'e-Profil level 0, about 5,000 entries';
    const result = await measure(phase, workers, overview, { seconds, warm, pids: [instance.pid] });
    say(
      `${phase} (${workers}): ${result.perSecond.toFixed(0)}/s, p95 ${result.p95.toFixed(1)} ms, ${result.firstFailure ?? `${events} marks`}`,
    );
    results.push(result);
  }
  return results;
}
