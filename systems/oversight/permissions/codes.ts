/**
 * 24-hour access by a one-time code that the patient reads out during a visit: 8 characters of a 32-letter alphabet, 5
 * tries, one facility. security/requirements 2.1; domain: "Instant 24 h grant". The code is shown once and kept as a
 * keyed hash.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Actor, Call } from '#core/access/actor.ts';
import { addRelation } from '#core/access/grants.ts';
import type { Tx } from '#core/db/database.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import { schemas } from './model.ts';
import type { Parts } from './needs.ts';
import type { Person } from './people.ts';
import { refuse, type RefusalCode } from './refusals.ts';
import { replies } from './replies.ts';
import { permissionStore } from './store.ts';

/** No letters and digits that are read or heard as others: I, O, 0, 1 are left out. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const length = 8;
const tries = 5;
/** Milliseconds. */
const life = 24 * 3_600_000;
const pause = 15 * 60_000;
/** Failed codes of one person within the pause, whoever the patients are. */
const failuresOfPerson = 10;

/** 40 bits of chance as 8 letters. */
export function codeOf(bytes: Buffer): string {
  return Array.from(bytes.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** As people type and hear it: spaces and case do not matter. */
export const cleanCode = (said: string): string => said.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');

const hashOf = (key: Buffer, patient: string, code: string): Buffer =>
  createHmac('sha256', key).update(`${patient} ${code}`).digest();

export function codeOperations(parts: Parts): Operation[] {
  return [give(parts), redeem(parts)];
}

function give({ runtime, codeKey }: Parts): Operation {
  return operation({
    name: 'give-access-code',
    method: 'POST',
    path: '/permissions/codes',
    summary: 'A one-time code that opens my record to one facility for 24 hours; shown once, replaces the one before',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: { action: 'C' },
    reply: replies.code,
    async handle(_input, { actor, tx, now }) {
      const patientId = ownPatient(actor);
      const patient = keyOfId('Patient', patientId);
      const code = codeOf(runtime.randomBytes(length));
      const expires = new Date(now().getTime() + life);
      await permissionStore(tx).giveCode({ patient, patientId, hash: hashOf(codeKey, patient, code), expires });
      return { code: `${code.slice(0, 4)} ${code.slice(4)}`, ends: expires.toISOString() };
    },
  });
}

/** @throws Refusal `no-patient` for an account that is linked to nobody. */
export function ownPatient({ patient }: Actor): string {
  if (!patient) throw refuse('no-patient');
  return patient;
}

/** A failure is counted though it is refused, so the operation opens its own transaction and writes its own entries. */
function redeem({ people, database, audit, runtime, codeKey }: Parts): Operation {
  return operation({
    name: 'redeem-access-code',
    method: 'POST',
    path: '/permissions/codes/redeem',
    summary: 'Opens the record of the patient who read out a code, to my facility for 24 hours',
    access: { roles: ['physician'], purpose: 'TREAT' },
    audit: 'own',
    body: schemas.redeem,
    reply: replies.opened,
    async handle({ body }, { actor, call }) {
      const { pesel, code } = body as { pesel: string; code: string };
      const known = await people.byPesel(call, pesel);
      const said = cleanCode(code);
      const right = (patient: string, hash: Buffer) => timingSafeEqual(hashOf(codeKey, patient, said), hash);
      const now = runtime.now();
      const opened = await database.transaction((tx) => judge(tx, { actor, known, right, now, newId: runtime.newId }));
      await tell(opened, known, call);
      if (typeof opened === 'string') throw refuse(opened);
      return { patient: opened.patient, ends: opened.ends.toISOString() };
    },
  });

  async function tell(opened: Opened | RefusalCode, known: Person | undefined, call: Call): Promise<void> {
    const whose = known ? { patients: [keyOfId('Patient', known.id)], patientIds: [known.id] } : {};
    const outcome = typeof opened === 'string' ? ({ outcome: 4, reason: opened } as const) : ({ outcome: 0 } as const);
    await audit.write({ call, at: runtime.now(), action: 'E', kind: 'redeem-access-code', ...whose, ...outcome });
  }
}

interface Opened {
  readonly patient: string;
  readonly ends: Date;
}

interface Attempt {
  readonly actor: Actor;
  readonly known: Person | undefined;
  readonly right: (patient: string, hash: Buffer) => boolean;
  readonly now: Date;
  readonly newId: () => string;
}

async function judge(tx: Tx, { actor, known, right, now, newId }: Attempt): Promise<Opened | RefusalCode> {
  const store = permissionStore(tx);
  if ((await store.failuresSince(actor.id, new Date(now.getTime() - pause))) >= failuresOfPerson) return 'codes-paused';
  const code = known && (await store.lockCode(keyOfId('Patient', known.id)));
  const lives = code && code.expires > now && code.tries < tries;
  if (!known || !code || !lives || !right(code.patient, code.hash)) {
    // The same words for a wrong PESEL, no code, a wrong one and one that is over.
    if (code) await store.failCode(code.patient);
    await store.addFailure(actor.id, now);
    return 'code-not-valid';
  }
  await store.dropCode(code.patient);
  const { facility = '', facilityName = '', name } = actor;
  const ends = new Date(now.getTime() + life);
  await addRelation(tx, {
    ...{ patient: code.patient, facility, kind: 'code', source: newId(), person: '', since: now, ends },
  });
  await store.addNotice(newId(), code.patient, now, 'code-used', { name, facilityName });
  return { patient: known.id, ends };
}
