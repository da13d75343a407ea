/** The demonstration's physician, signed in with both factors. */
import type { Instance } from '#apps/instance.ts';
import { listDemonstrationAccounts } from '#systems/oversight/accounts/index.ts';

export interface Doctor {
  readonly login: string;
  readonly password: string;
  readonly code: string;
}

/** @throws Error when the demonstration people are not there */
export function doctorOf(home: string): Doctor {
  const doctor = listDemonstrationAccounts({ home, profile: 'demo' }).find(({ login }) => login === 'jan.nowak');
  if (!doctor) throw new Error('The bench of the profile needs the people of the demonstration.');
  return doctor;
}

/** What a request of the signed-in physician carries. */
export async function signedIn(
  { baseUrl }: Instance,
  { login, password, code }: Doctor,
): Promise<Record<string, string>> {
  const post = (path: string, body: object) =>
    fetch(`${baseUrl}/api/accounts${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: baseUrl },
      body: JSON.stringify(body),
    });
  const { handle } = (await (await post('/sign-in', { login, password })).json()) as { handle: string };
  const answer = await post('/second-factor', { handle, code });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  const { csrf } = (await answer.json()) as { csrf: string };
  const cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  return { cookie, 'x-csrf-token': csrf, origin: baseUrl };
}
