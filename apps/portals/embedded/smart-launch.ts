/**
 * The e-Profil as a SMART app: `launch` and `iss` come from the system that opens it, the clinician says yes at our
 * sign-in, and the code becomes a token for that patient. https://hl7.org/fhir/smart-app-launch/app-launch.html
 */
import type { Handed } from './handed.ts';

const kept = 'e-profil-launch';
export const client = 'e-profil';
export const scope = 'openid fhirUser launch patient/*.rs';

interface Kept {
  readonly state: string;
  readonly verifier: string;
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

const drawn = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

const redirectUri = (): string => `${location.origin}/gabinet/e-profil/powrot`;

/** Where the browser goes to ask the clinician; undefined when another server than ours launches. */
export async function authorizationAddress(search: URLSearchParams): Promise<string | undefined> {
  const iss = search.get('iss')?.replace(/\/$/, '');
  const launch = search.get('launch');
  if (iss !== `${location.origin}/fhir/R4` || !launch) return undefined;
  const { authorization_endpoint: endpoint } = (await (
    await fetch(`${iss}/.well-known/smart-configuration`)
  ).json()) as {
    authorization_endpoint: string;
  };
  const asked: Kept = { state: drawn(), verifier: drawn() };
  sessionStorage.setItem(kept, JSON.stringify(asked));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(asked.verifier));
  const address = new URL(endpoint);
  address.search = new URLSearchParams({
    ...{ response_type: 'code', client_id: client, redirect_uri: redirectUri(), scope, launch, aud: iss },
    ...{ state: asked.state, code_challenge: base64url(new Uint8Array(digest)), code_challenge_method: 'S256' },
  }).toString();
  return address.href;
}

/** What the code of the answer is good for; undefined when it is no answer to what this window asked. */
export async function takeCode(search: URLSearchParams): Promise<Handed | undefined> {
  const { state, verifier } = JSON.parse(sessionStorage.getItem(kept) ?? '{}') as Partial<Kept>;
  sessionStorage.removeItem(kept);
  const code = search.get('code');
  if (!code || !verifier || search.get('state') !== state) return undefined;
  const answer = await fetch('/oidc/token', {
    method: 'POST',
    credentials: 'omit',
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', code, client_id: client },
      ...{ redirect_uri: redirectUri(), code_verifier: verifier },
    }),
  });
  if (!answer.ok) return undefined;
  const { access_token: token, patient } = (await answer.json()) as { access_token?: string; patient?: string };
  return token && patient ? { token, patient } : undefined;
}
