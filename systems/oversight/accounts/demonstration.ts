/**
 * The demonstration: accounts of synthetic people and one machine client. Their secrets are derived from, or kept
 * beside, a random secret of this installation (`<home>/demo`), so that none of them works anywhere else. Outside the
 * demonstration profile everything here refuses, and a platform in production does not know these accounts even in the
 * same database.
 */
import { hkdfSync } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { Refusal } from '#core/refusal/refusal.ts';
import { type Runtime, systemRuntime } from '#core/runtime/runtime.ts';
import { type PersonRole, practises } from './roles.ts';
import type { Exception } from './policy/rules.ts';
import { refuse } from './refusals.ts';
import type { Registration } from './registration.ts';
import { secretFile } from './sealing.ts';
import { base32, currentCode } from './second-factor.ts';

export type Profile = 'demo' | 'production';

/** One of the synthetic people who can sign in, as the population names them. */
export interface DemonstrationPerson {
  readonly login: string;
  readonly role: PersonRole;
  readonly name: string;
  readonly patientId?: string;
  readonly practitionerId?: string;
  readonly facilityId?: string;
  readonly facilityName?: string;
  /** Further facilities of somebody who practises. */
  readonly facilities?: readonly { readonly facilityId: string; readonly facilityName: string }[];
}

export interface DemonstrationAccount {
  readonly login: string;
  readonly password: string;
  readonly totpSecret: string;
  /** The code of now, and for how many seconds it is shown. */
  readonly code: string;
  readonly codeSeconds: number;
  readonly role: PersonRole;
  readonly name: string;
  /** `Patient/…` or `Practitioner/…`. */
  readonly person?: string;
  readonly facility?: string;
  readonly facilityName?: string;
}

interface Place {
  readonly home: string;
  readonly profile: Profile;
  readonly runtime?: Runtime;
}

const forEver = { owner: 'demonstration', until: '9999-12-31' };
/**
 * Where a demonstration is weaker than a platform in production, shown as a red line to its operators: newcomers have
 * no security key, and the demonstration people's passwords belong to the installation.
 */
export const demonstrationExceptions: readonly Exception[] = [
  {
    setting: 'operators.deviceBoundPasskey',
    value: 0,
    reason: 'Demonstration: newcomers have no security key at hand.',
    ...forEver,
  },
  {
    setting: 'staff.password.maxAgeDays',
    value: 3650,
    reason: 'Demonstration: the platform makes the passwords of synthetic people.',
    ...forEver,
  },
];

export const demonstrationClient = 'demo-provider';
const folder = (home: string): string => join(home, 'demo');
const peopleFile = (home: string): string => join(folder(home), 'people.json');
const keyFile = (home: string, client: string): string => join(folder(home), `${client}.key.json`);

/** @throws Refusal `demonstration-only` */
function demonstrationOnly(profile: Profile): void {
  if (profile !== 'demo') throw refuse('demonstration-only');
}

/** Password and seed of a person: functions of this installation's secret and the login. */
function credentials(home: string, login: string, runtime: Runtime): { password: string; seed: Buffer } {
  const secret = secretFile(join(folder(home), 'secret'), () => runtime.randomBytes(32));
  const derive = (what: string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, '', `ezdrowie/demonstration/${what}/${login}`, length));
  const letters = base32(derive('password', 10)).toLowerCase();
  return { password: `Demo1-${letters.match(/.{4}/g)?.join('-')}`, seed: derive('second factor', 20) };
}

/** Adds the accounts of the people and the machine client `demo-provider`; what is there already stays as it is. */
export async function seedDemonstration(
  { people }: { people: readonly DemonstrationPerson[] },
  { home, profile, runtime = systemRuntime, registration }: Place & { registration: Registration },
): Promise<void> {
  demonstrationOnly(profile);
  for (const person of people) {
    const { password, seed } = credentials(home, person.login, runtime);
    await registration.register({
      login: person.login,
      name: person.name,
      password,
      secondFactor: seed,
      ...(person.patientId ? { patient: person.patientId } : {}),
      ...(person.practitionerId ? { practitioner: person.practitionerId } : {}),
      positions: positionsOf(person),
    });
  }
  mkdirSync(folder(home), { recursive: true, mode: 0o700 });
  const draft = `${peopleFile(home)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(people, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, peopleFile(home));
  await registration.registerClient({
    id: demonstrationClient,
    name: 'System świadczeniodawcy (demonstracja)',
    metadata: {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES384',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      jwks: { keys: [await publicKey(home)] },
    },
    scopes: ['system/*.cruds'],
    // Twelve hours, so that a developer's shell keeps working; in production five minutes (openid.ts).
    tokenSeconds: 12 * 3600,
    // Measurements and imports of the demonstration are no attack.
    perMinute: 0,
  });
}

function positionsOf({ role, facilityId, facilityName, facilities = [] }: DemonstrationPerson) {
  if (!practises(role)) return [{ role, facility: null, facilityName: null }];
  const first = facilityId && facilityName ? [{ facilityId, facilityName }] : [];
  return [...first, ...facilities].map((one) => ({ role, facility: one.facilityId, facilityName: one.facilityName }));
}

async function publicKey(home: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES384', { extractable: true });
  const fresh = Buffer.from(JSON.stringify(await exportJWK(privateKey)));
  const { kty, crv, x, y } = JSON.parse(secretFile(keyFile(home, demonstrationClient), () => fresh).toString()) as JWK;
  return { kty, crv, x, y, alg: 'ES384', use: 'sig', kid: demonstrationClient } as JWK;
}

/**
 * The demonstration people with what they need to sign in now: `npx ezdrowie accounts`. Needs no running server.
 * @throws Refusal `demonstration-only`, `no-demonstration`
 */
export function listDemonstrationAccounts({ home, profile, runtime = systemRuntime }: Place): DemonstrationAccount[] {
  demonstrationOnly(profile);
  const people = JSON.parse(readDemonstration(peopleFile(home))) as DemonstrationPerson[];
  return people.map((person) => {
    const { password, seed } = credentials(home, person.login, runtime);
    const { code, secondsLeft } = currentCode(seed, runtime.now());
    const { login, role, name, patientId, practitionerId, facilityId: facility, facilityName } = person;
    const reference = practitionerId ? `Practitioner/${practitionerId}` : patientId && `Patient/${patientId}`;
    return {
      login,
      password,
      totpSecret: base32(seed),
      code,
      codeSeconds: secondsLeft,
      role,
      name,
      ...(reference ? { person: reference } : {}),
      ...(facility ? { facility } : {}),
      ...(facilityName ? { facilityName } : {}),
    };
  });
}

/**
 * Asks the running server for an access token of a demonstration client: `npx ezdrowie token demo-provider`.
 * @throws Refusal `demonstration-only`, `no-demonstration`, `server-not-running`, `token-refused`
 */
export async function demonstrationToken({
  baseUrl,
  home,
  client,
  profile,
  scope = 'system/*.cruds',
  runtime = systemRuntime,
}: Place & { baseUrl: string; client: string; scope?: string }): Promise<string> {
  demonstrationOnly(profile);
  if (!/^[a-z0-9-]{1,64}$/.test(client))
    throw new Refusal('invalid', 'no-such-client', `There is no client ${client}.`);
  const key = await importJWK(JSON.parse(readDemonstration(keyFile(home, client))) as JWK, 'ES384');
  const now = Math.floor(runtime.now().getTime() / 1000);
  const assertion = await new SignJWT({ jti: runtime.newId() })
    .setProtectedHeader({ alg: 'ES384', typ: 'JWT', kid: client })
    .setIssuer(client)
    .setSubject(client)
    .setAudience(baseUrl)
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .sign(key);
  const response = await post(`${baseUrl}/oidc/token`, {
    grant_type: 'client_credentials',
    client_id: client,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    scope,
  });
  const answer = (await response.json().catch(() => ({}))) as { access_token?: string; error_description?: string };
  if (answer.access_token) return answer.access_token;
  throw new Refusal(
    'unauthenticated',
    'token-refused',
    `The server gave no token: ${answer.error_description ?? response.status}.`,
  );
}

async function post(address: string, form: Record<string, string>): Promise<Response> {
  try {
    return await fetch(address, {
      method: 'POST',
      body: new URLSearchParams(form),
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    const { origin } = new URL(address);
    throw new Refusal(
      'unavailable',
      'server-not-running',
      `No server answers at ${origin}. Start it first: npm start.`,
    );
  }
}

function readDemonstration(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Refusal(
      'not-found',
      'no-demonstration',
      'There is no demonstration here yet. Start the platform first: npm start.',
    );
  }
}
