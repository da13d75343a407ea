/** Adding people and machine clients. No account comes to be without its second factor: there is no way to say it. */
import type { Database, Tx } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { lifeStore } from './life/life-store.ts';
import { refuse } from './refusals.ts';
import { parseScope } from './scopes.ts';
import type { Account, MachineClient, Position } from './model.ts';
import { openIdStore } from './openid-store.ts';
import type { PasswordJudge } from './password-judge.ts';
import type { Passwords } from './passwords.ts';
import type { Keyring } from './sealing.ts';
import { accountStore } from './store.ts';

export interface NewAccount {
  readonly login: string;
  readonly name: string;
  readonly password: string;
  /** At least 128 bits. */
  readonly secondFactor: Buffer;
  readonly patient?: string;
  readonly practitioner?: string;
  readonly positions: readonly Omit<Position, 'number' | 'ends'>[];
}

export interface RegistrationNeeds {
  database: Database;
  runtime: Runtime;
  keys: Keyring;
  passwords: Passwords;
  judge: PasswordJudge;
  /** Whether what is registered belongs to the demonstration, and is unknown to a platform in production. */
  demonstration: boolean;
}

export type Registration = ReturnType<typeof registration>;

export function registration(needs: RegistrationNeeds) {
  const { database, runtime, demonstration } = needs;
  return {
    /** See register. */
    register: (person: NewAccount) => register(needs, person),
    /** @throws Refusal `client-not-valid` when a scope or a way of authentication is not offered here. */
    async registerClient(
      client: Omit<MachineClient, 'demonstration' | 'disabledAt'>,
      tx: Tx = database,
    ): Promise<void> {
      demandScopes(client.scopes);
      if ('jwks_uri' in client.metadata) {
        const says = 'The address of keys is no metadata here: keys are fetched by machines/client-keys.ts.';
        throw new Refusal('invalid', 'client-not-valid', says);
      }
      demandAddresses(client);
      const store = openIdStore(tx, { demonstration });
      await store.saveClient({ ...client, demonstration, disabledAt: null }, runtime.now());
    },
    demandScopes,
    /** Stops an account: its sessions end and no token of it is accepted, within a minute everywhere. */
    async block(account: string): Promise<void> {
      await accountStore(database, { demonstration }).block(account, runtime.now());
    },
  };
}

/** @throws Refusal `client-not-valid` for a scope that would grant nothing, or is not enforced here. */
function demandScopes(scopes: readonly string[]): void {
  const unknown = scopes.find((scope) => !parseScope(scope));
  if (unknown === undefined) return;
  const says = `Not a SMART scope (version 2), or with a query that is not enforced: ${unknown.slice(0, 200)}.`;
  throw new Refusal('invalid', 'client-not-valid', says);
}

/** Apps are sent to these addresses with what others must not read. @throws Refusal `client-not-valid` */
function demandAddresses({ metadata, launchUri }: Pick<MachineClient, 'metadata' | 'launchUri'>): void {
  const redirects = (metadata.redirect_uris as unknown[] | undefined) ?? [];
  for (const address of [...redirects, ...(launchUri ? [launchUri] : [])]) {
    const url = typeof address === 'string' ? URL.parse(address) : null;
    const local = url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
    // An app on a phone has a scheme of its own: its name backwards, which always has a dot (RFC 8252).
    const native = url !== null && /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/.test(url.protocol);
    if (url && !url.hash && !url.username && (url.protocol === 'https:' || local || native)) continue;
    const says = `Not an address that an app can be sent to: ${String(address).slice(0, 200)}. Use https.`;
    throw new Refusal('invalid', 'client-not-valid', says);
  }
}

/**
 * Adds a person, or gives a demonstration person the credentials asked for. Repeating it changes nothing.
 * @throws Refusal `login-taken`, `password-…`, `weak-second-factor`, `no-position`
 */
async function register(needs: RegistrationNeeds, person: NewAccount): Promise<string> {
  const { database, runtime, keys, passwords, demonstration } = needs;
  await check(needs, person);
  const known = await accountStore(database, { demonstration }).accountOfLogin(person.login);
  if (known && !(known.demonstration && demonstration)) {
    throw new Refusal('conflict', 'login-taken', 'This login is taken.');
  }
  if (known && (await hasCredentials(needs, known, person))) return known.id;
  const id = known?.id ?? runtime.newId();
  const password = await passwords.hash(person.password);
  const secondFactor = await keys.seal('second factor', id, person.secondFactor);
  await database.transaction(async (tx) => {
    const store = accountStore(tx, { demonstration });
    if (known) {
      await store.changeCredentials(id, { password, secondFactor }, runtime.now());
      return;
    }
    const { login, name, patient = null, practitioner = null } = person;
    const secrets = { password, secondFactor, passkeyOnly: false };
    const account = { id, login, name, patient, practitioner, ...secrets, demonstration, blockedAt: null };
    if (!(await lifeStore(tx).useIdentifier(keys.mark('identifier', login))))
      throw new Refusal('conflict', 'login-taken', 'This login is taken.');
    if (!(await store.addAccount(account, runtime.now()))) throw refuse('has-account');
    for (const [number, position] of person.positions.entries()) await store.addPosition(id, { ...position, number });
  });
  return id;
}

async function hasCredentials(
  { keys, passwords }: RegistrationNeeds,
  account: Account,
  { password, secondFactor }: NewAccount,
): Promise<boolean> {
  if (!account.password || !account.secondFactor) return false;
  try {
    const known = await keys.open('second factor', account.id, account.secondFactor);
    if (!known.equals(secondFactor)) return false;
  } catch {
    return false; // sealed by a master key that is gone
  }
  return passwords.verify(account.password, password);
}

async function check({ judge }: RegistrationNeeds, person: NewAccount): Promise<void> {
  const staff = person.positions.some(({ role }) => role !== 'patient');
  const fault = await judge.fault(person.password, { login: person.login, names: [person.name], staff });
  if (fault) throw new Refusal('rule-broken', fault.code, fault.says);
  if (person.secondFactor.length < 16) {
    throw new Refusal('rule-broken', 'weak-second-factor', 'The seed of the second factor has at least 128 bits.');
  }
  if (person.positions.length === 0) {
    throw new Refusal(
      'rule-broken',
      'no-position',
      'An account has at least one position: a role, and for staff a facility.',
    );
  }
}
