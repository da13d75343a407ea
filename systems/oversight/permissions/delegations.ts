/**
 * Delegation: a patient lets a trusted person see chosen areas until a day at most five years away, having seen what
 * that person will see; taken back at once. Parents and guardians by law are entered by an officer, with the document;
 * a parent's right ends by itself on the 18th birthday. Whoever acts for somebody cannot delegate further: these
 * operations are closed to the role `proxy`. security/requirements 2.5.
 */
import { ages, birthday, polishMidnight } from '#core/access/ages.ts';
import { areaNames, type ScopeArea } from '#core/access/areas.ts';
import { addDelegation, type Delegation, delegationsOf, endDelegation } from '#core/access/proxies.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import { ownPatient } from './codes.ts';
import { type Preview, schemas } from './model.ts';
import type { Parts } from './needs.ts';
import { sameName } from './people.ts';
import { previewOf } from './preview.ts';
import { refuse } from './refusals.ts';
import { replies } from './replies.ts';
import { permissionStore } from './store.ts';

const mostGiven = 20;

export function delegationOperations(parts: Parts): Operation[] {
  return [preview(parts), give(parts), end(parts), enterGuardian(parts)];
}

function preview({ record }: Parts): Operation {
  return operation({
    name: 'preview-delegation',
    method: 'GET',
    path: '/permissions/preview',
    summary: 'Exactly what a trusted person would see of my record, before I delegate',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: 'in-record',
    query: schemas.preview,
    reply: replies.preview,
    async handle({ query }, { actor, call, tx, now }): Promise<Preview> {
      const scope = String(query.scope).split(',').filter(isArea);
      if (scope.length === 0) throw refuse('no-scope');
      const wanted = { patient: ownPatient(actor), scope, sensitive: query.sensitive === 'true' };
      return previewOf(record, call, tx, wanted, now());
    },
  });
}

const isArea = (area: string): area is ScopeArea => areaNames.some((name) => name === area);

interface Asked {
  readonly pesel: string;
  readonly family: string;
  readonly scope: readonly ScopeArea[];
  readonly until: string;
  readonly sensitive: boolean;
}

function give({ people }: Parts): Operation {
  return operation({
    name: 'give-delegation',
    method: 'POST',
    path: '/permissions/delegations',
    summary: 'Lets a trusted person see chosen areas of my record until a day',
    // A stolen session opens the record to nobody else: a factor of the last minutes (requirements C-12, step-up).
    access: { roles: ['patient'], purpose: 'PATRQT', within: 5 },
    audit: { action: 'C' },
    body: schemas.delegation,
    reply: replies.delegationGiven,
    async handle({ body }, { actor, call, tx, now, newId }) {
      const { pesel, family, scope, until, sensitive } = body as Asked;
      const own = ownPatient(actor);
      const patient = keyOfId('Patient', own);
      const at = now();
      if (scope.length === 0) throw refuse('no-scope');
      const ends = endOf(until, at);
      const giver = await people.byId(call, own);
      const adultFrom = birthday(giver?.birthDate, ages.ofAge);
      if (adultFrom && adultFrom > at) throw refuse('too-young');
      const person = await people.byPesel(call, pesel);
      if (!person || !sameName(person.family, family)) throw refuse('no-such-person');
      if (person.id === own) throw refuse('not-yourself');
      const before = await delegationsOf(tx, patient);
      if (before.length >= mostGiven) throw refuse('too-many');
      // A new one takes the place of the one before: nobody holds two scopes of one patient.
      for (const { id, person: held, kind } of before)
        if (held === person.id && kind === 'trusted') await endDelegation(tx, patient, id, ['trusted']);
      const delegation: Delegation = {
        ...{
          id: newId(),
          patient,
          patientId: own,
          person: person.id,
          kind: 'trusted',
          scope,
          sensitive,
          since: at,
          ends,
        },
      };
      await addDelegation(tx, delegation);
      const store = permissionStore(tx);
      await store.addNotice(newId(), patient, at, 'delegation-given', { name: person.name, until });
      const received = { name: giver?.name ?? '', until };
      await store.addNotice(newId(), keyOfId('Patient', person.id), at, 'delegation-received', received);
      return { id: delegation.id, name: person.name, ends: ends.toISOString() };
    },
  });
}

/** The end of the last day in Poland. @throws Refusal `bad-end` */
export function endOf(until: string, at: Date): Date {
  const last = new Date(`${until}T00:00:00Z`);
  if (Number.isNaN(last.getTime()) || !last.toISOString().startsWith(until)) throw refuse('bad-end');
  last.setUTCDate(last.getUTCDate() + 1);
  const ends = polishMidnight(last.toISOString().slice(0, 10));
  const latest = new Date(at);
  latest.setUTCFullYear(latest.getUTCFullYear() + ages.longestDelegation);
  if (ends <= at || ends.getTime() - 86_400_000 > latest.getTime()) throw refuse('bad-end');
  return ends;
}

function end({ people }: Parts): Operation {
  return operation({
    name: 'end-delegation',
    method: 'DELETE',
    path: '/permissions/delegations/:id',
    summary: 'Takes a delegation back; it holds no longer from this moment',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: { action: 'D' },
    params: schemas.byId,
    reply: replies.nothing,
    async handle({ params }, { actor, call, tx, now, newId }) {
      const own = ownPatient(actor);
      const patient = keyOfId('Patient', own);
      const held = (await delegationsOf(tx, patient)).find(({ id }) => id === params.id);
      // What the law gives, the patient cannot take.
      if (!held || !(await endDelegation(tx, patient, held.id, ['trusted']))) throw refuse('no-such-delegation');
      const name = (await people.byId(call, own))?.name ?? '';
      const told = keyOfId('Patient', held.person);
      await permissionStore(tx).addNotice(newId(), told, now(), 'delegation-ended', { name });
      return null;
    },
  });
}

interface GuardianAsked {
  readonly patient: string;
  readonly person: string;
  readonly kind: 'parent' | 'guardian';
  readonly until?: string;
  readonly document: string;
}

function enterGuardian({ people }: Parts): Operation {
  return operation({
    name: 'enter-guardian',
    method: 'POST',
    path: '/permissions/guardians',
    summary:
      'Enters who acts for a patient by law: a parent until the 18th birthday, a guardian with the court’s document',
    access: { roles: ['operator'], purpose: 'HOPERAT', acr: 'ez:aal3', within: 15 },
    audit: { action: 'C' },
    body: schemas.guardian,
    reply: replies.guardianEntered,
    async handle({ body }, { call, tx, now, newId }) {
      const { patient: of, person: by, kind, until } = body as GuardianAsked;
      const [ward, person] = [await people.byId(call, of), await people.byId(call, by)];
      if (!ward || !person) throw refuse('no-patient');
      if (ward.id === person.id) throw refuse('not-yourself');
      const at = now();
      const adult = birthday(ward.birthDate, ages.ofAge);
      if (kind === 'parent' && (!adult || adult <= at)) throw refuse('of-age');
      if (kind === 'guardian' && until === undefined) throw refuse('bad-end');
      const ends = kind === 'parent' && adult ? adult : endOf(until ?? '', at);
      const patient = keyOfId('Patient', ward.id);
      // From the 16th birthday on, what is sensitive is the young person's own: a second row, from that day.
      const own = kind === 'parent' ? birthday(ward.birthDate, ages.ownAccount) : undefined;
      const entered = { patient, patientId: ward.id, person: person.id, kind, scope: ['documentation'] as const };
      const [first, then] = own && own > at ? [own, own] : [undefined, at];
      if (first) await addDelegation(tx, { ...entered, id: newId(), sensitive: true, since: at, ends: first });
      const id = newId();
      await addDelegation(tx, { ...entered, id, sensitive: kind === 'guardian', since: then, ends });
      const store = permissionStore(tx);
      await store.addNotice(newId(), patient, at, 'delegation-given', { name: person.name });
      await store.addNotice(newId(), keyOfId('Patient', person.id), at, 'delegation-received', { name: ward.name });
      return { id, ends: ends.toISOString() };
    },
  });
}
