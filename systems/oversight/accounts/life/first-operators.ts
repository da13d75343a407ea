/**
 * The first two operators of a production installation. Every right needs two people, so without these nobody could be
 * given any. Made by a command on the machine, and only while there is no operator at all. security/requirements C-03,
 * C-04, C-08.
 */
import type { Call } from '#core/access/actor.ts';
import { platformActor } from '#core/access/actor.ts';
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database, Tx } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { type AccountLifeNeeds, issueActivation, nothingSaid } from './account-life.ts';
import { lifeStore } from './life-store.ts';
import { admissionKinds, type AccountRequest } from './model.ts';

export interface FirstOperator {
  readonly givenName: string;
  readonly familyName: string;
  readonly login: string;
}

export interface FirstOperatorsNeeds extends AccountLifeNeeds {
  database: Database;
  audit: AuditTrail;
}

/** A code to be handed over sealed; it opens the first sign-in, once, for a day. */
export interface HandedOver {
  readonly login: string;
  readonly code: string;
  readonly expires: string;
}

const scope = 'administracja platformy (pierwszy operator)';

/**
 * Grants two people the role of operator; each makes an own security key by the code.
 * @throws Refusal `not-in-demonstration`, `operators-exist`, `two-people`, `identifier-used`
 */
export async function firstOperators(
  needs: FirstOperatorsNeeds,
  people: readonly FirstOperator[],
  evidence: string,
): Promise<HandedOver[]> {
  const { database, audit, runtime, demonstration } = needs;
  if (demonstration)
    throw new Refusal('forbidden', 'not-in-demonstration', 'The demonstration has operators: npx ezdrowie accounts.');
  demandTwo(people);
  return database.transaction(async (tx) => {
    // Two commands at once make one pair.
    await tx.query(`select pg_advisory_xact_lock(hashtext('accounts.first-operators'))`);
    if (await hasOperators(tx))
      throw new Refusal(
        'conflict',
        'operators-exist',
        'There is an operator. Further ones are asked for in /operacje.',
      );
    await withdrawEarlier(tx, runtime.now());
    const codes: HandedOver[] = [];
    for (const person of people) codes.push(await grant(needs, tx, person, evidence));
    const call: Call = { actor: platformActor('first-operators'), source: 'local', trace: runtime.newId() };
    const entry = { call, at: runtime.now(), action: 'C' as const, kind: 'first-operators', outcome: 0 as const };
    await tx.query(audit.insertion([{ ...entry, entities: codes.map(({ login }) => `account/${login}`) }]));
    return codes;
  });
}

function demandTwo(people: readonly FirstOperator[]): void {
  const names = new Set(people.map(({ givenName, familyName }) => `${givenName} ${familyName}`.toLowerCase()));
  const logins = new Set(people.map(({ login }) => login));
  const wrong = (says: string) => new Refusal('invalid', 'two-people', says);
  if (people.length !== 2 || names.size !== 2 || logins.size !== 2)
    throw wrong('Name two different people, each with an identifier of their own.');
  for (const { givenName, familyName, login } of people) {
    if (!/^[a-z0-9][a-z0-9.-]{2,63}$/.test(login))
      throw wrong(`${login.slice(0, 64)} is no identifier: small letters, digits, dots and dashes, three at least.`);
    if (!givenName.trim() || !familyName.trim()) throw wrong('Give each a first name and a surname.');
  }
}

async function hasOperators(tx: Tx): Promise<boolean> {
  const text = `select from accounts.position p join accounts.account a on a.id = p.account
    where p.role = 'operator' and not a.demonstration limit 1`;
  return (await tx.query({ name: 'accounts-has-operators', text, values: [] })).rowCount > 0;
}

/** Codes of an earlier command that nobody used open nothing any more. */
async function withdrawEarlier(tx: Tx, now: Date): Promise<void> {
  const text = `update accounts.activation set expires_at = $1 where used_at is null and expires_at > $1
    and request in (select id from accounts.request where requested_by is null)`;
  await tx.query({ name: 'accounts-withdraw-first', text, values: [now] });
}

async function grant(needs: FirstOperatorsNeeds, tx: Tx, person: FirstOperator, evidence: string): Promise<HandedOver> {
  const store = lifeStore(tx);
  const now = needs.runtime.now();
  const { login, givenName, familyName } = person;
  if (!(await store.useIdentifier(needs.keys.mark('identifier', login)))) {
    const says = `The identifier ${login} was given before, and none is given twice. Choose another.`;
    throw new Refusal('conflict', 'identifier-used', says);
  }
  const id = needs.runtime.newId();
  const asked = { id, kind: 'grant' as const, givenName, familyName, role: 'operator' as const, scope };
  const said = { reason: 'Pierwszy operator instalacji', requestedBy: null, requestedAt: now };
  const request: AccountRequest = { ...nothingSaid, ...asked, ...said };
  await store.addRequest(request);
  await store.decide(id, null, now, true, null, login);
  const today = now.toISOString().slice(0, 10);
  for (const kind of admissionKinds) await store.addAdmission(id, kind, today, evidence, null, now);
  await store.append(
    { ...{ givenName, familyName, post: null, scope }, grantedOn: today, endedOn: null, identifier: login },
    now,
  );
  const { code, expires } = await issueActivation(needs, tx, id, null);
  return { login, code, expires };
}
