/**
 * A sandbox for vendors: a demonstration platform with a machine client of a practice, whose key lies in files beside
 * it. Nothing of it works anywhere else.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Operation } from '#core/http/operation.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { demonstrationPeople, firstCitizens } from '#libs/population/index.ts';
import { findInstance } from './instance.ts';
import type { Platform } from './platform.ts';

export const sandboxClient = 'sandbox-practice';
const marker = 'sandbox.json';
const credentialsOf = (home: string) => path.join(home, 'credentials');

/** What a vendor needs to begin; written to `<home>/sandbox.json` too. */
export interface Sandbox {
  readonly baseUrl: string;
  readonly tokenEndpoint: string;
  readonly clientId: string;
  readonly keyId: string;
  readonly algorithm: 'ES384';
  readonly scope: string;
  /** Private key, for the owner's eyes: PEM (PKCS#8) and JWK. */
  readonly keyFiles: { readonly pem: string; readonly jwk: string };
  /** Whose system the client is. */
  readonly facility: { readonly id: string; readonly name: string };
  readonly practitioner: { readonly id: string; readonly name: string };
  readonly patients: readonly { readonly pesel: string; readonly name: string }[];
}

/**
 * Forgets a sandbox. @throws Refusal `still-running`; `no-sandbox` when the folder is anything else: it is left alone.
 */
export async function resetSandbox(home: string): Promise<void> {
  if (!existsSync(home)) return;
  if (!existsSync(path.join(home, marker))) {
    throw new Refusal('invalid', 'no-sandbox', `${home} is no sandbox: it is left alone. Name another by --home.`);
  }
  if (await findInstance(home)) {
    throw new Refusal('conflict', 'still-running', `The sandbox in ${home} is running. Stop it first (Ctrl+C).`);
  }
  rmSync(home, { recursive: true, force: true });
}

/** From now on the folder is a sandbox, whatever becomes of the first start. @throws Refusal `no-sandbox` */
export function markSandbox(home: string): void {
  if (existsSync(path.join(home, marker))) return;
  if (existsSync(home)) {
    throw new Refusal('invalid', 'no-sandbox', `${home} is there and is no sandbox. Name another folder by --home.`);
  }
  mkdirSync(home, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(home, marker), '{}\n');
}

/** Makes the client of the sandbox, or finds it, and writes everything that a vendor needs beside it. */
export async function prepareSandbox({ accounts, settings, systems }: Platform): Promise<Sandbox> {
  const { home, baseUrl, demoPatients } = settings;
  const doctor = demonstrationPeople().find(({ role }) => role === 'physician');
  if (!doctor?.practitionerId || !doctor.facilityId || !doctor.facilityName)
    throw new Error('the demonstration has a physician with a place of work');
  const facility = { id: doctor.facilityId, name: doctor.facilityName };
  const keyFiles = keysIn(home);
  await accounts.registration.registerClient({
    ...{ id: sandboxClient, name: 'System przychodni (piaskownica)', provider: facility },
    metadata: {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES384',
      ...{ grant_types: ['client_credentials'], response_types: [], redirect_uris: [] },
      jwks: { keys: [{ ...publicJwk(keyFiles.jwk), alg: 'ES384', use: 'sig', kid: sandboxClient }] },
    },
    scopes: ['system/*.cruds'],
    // An hour: a developer's shell keeps working. In production five minutes.
    tokenSeconds: 3600,
  });
  const sandbox: Sandbox = {
    ...{ baseUrl, tokenEndpoint: `${baseUrl}/oidc/token`, clientId: sandboxClient, keyId: sandboxClient },
    ...{ algorithm: 'ES384', scope: 'system/*.cruds', keyFiles, facility },
    practitioner: { id: doctor.practitionerId, name: doctor.name },
    patients: [...firstCitizens(Math.min(5, demoPatients))].map(({ pesel, givenName, familyName }) => ({
      ...{ pesel, name: `${givenName} ${familyName}` },
    })),
  };
  writeFileSync(path.join(home, marker), `${JSON.stringify(sandbox, null, 2)}\n`);
  const operations = systems.flatMap((system) => system.operations);
  writeFileSync(path.join(home, 'requests.http'), sampleRequests(operations, sandbox));
  return sandbox;
}

/** A key pair on P-384, made once. */
function keysIn(home: string): Sandbox['keyFiles'] {
  const folder = credentialsOf(home);
  const files = { pem: path.join(folder, 'client-key.pem'), jwk: path.join(folder, 'client-key.jwk.json') };
  if (existsSync(files.jwk)) return files;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  writeFileSync(files.pem, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(files.jwk, JSON.stringify(privateKey.export({ format: 'jwk' })), { mode: 0o600 });
  return files;
}

function publicJwk(file: string): JsonWebKey {
  const privateKey = createPrivateKey({ key: JSON.parse(readFileSync(file, 'utf8')) as JsonWebKey, format: 'jwk' });
  return createPublicKey(privateKey).export({ format: 'jwk' });
}

/** The examples of the API as a file that editors send (JetBrains HTTP Client, REST Client). */
function sampleRequests(operations: readonly Operation[], { baseUrl }: Sandbox): string {
  const mine = operations.filter(({ access }) => access !== 'anyone' && access.roles.includes('machine'));
  const requests = mine.flatMap(({ name, method, path: address, examples = [] }) =>
    examples.map(({ summary, params = {}, query, body }) => {
      const place = address.replaceAll(/:(\w+)/g, (_, one: string) => encodeURIComponent(params[one] ?? ''));
      const head = `### ${name}: ${summary}\n${method} {{base}}/api${place}${query ? `?${new URLSearchParams(query)}` : ''}`;
      const sent = body === undefined ? '' : `\nContent-Type: application/json\n\n${JSON.stringify(body, null, 2)}`;
      return `${head}\nAuthorization: Bearer {{token}}${sent}\n`;
    }),
  );
  return `@base = ${baseUrl}\n# npx ezdrowie sandbox token\n@token = \n\n${requests.join('\n')}`;
}
