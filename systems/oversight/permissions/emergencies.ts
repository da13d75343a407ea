/**
 * Break-the-glass: a reason from a list and in words, one patient, one person, an hour; the patient is told in the same
 * transaction, and a review is opened. security/requirements C-21; EHDS art. 11(5).
 */
import type { Actor } from '#core/access/actor.ts';
import { addRelation, endRelation, keepsFrom, relationsOf } from '#core/access/grants.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import { type EmergencyReason, type EmergencyShown, type Review, schemas, type Verdict } from './model.ts';
import type { Parts } from './needs.ts';
import { refuse } from './refusals.ts';
import { replies } from './replies.ts';
import { type EmergencyRow, permissionStore } from './store.ts';

/** Milliseconds. */
export const emergencyLife = 60 * 60_000;
const reviewWithin = 72 * 3_600_000;
const day = 24 * 3_600_000;
/** From the third within a day on, the review stands first in the queue. */
const usual = 2;

export function emergencyOperations(parts: Parts): Operation[] {
  return [begin(parts), end(), relation(), reviews(), review(parts)];
}

interface Asked {
  readonly pesel?: string;
  readonly patient?: string;
  readonly reason: EmergencyReason;
  readonly explanation: string;
}

function begin({ people }: Parts): Operation {
  return operation({
    name: 'begin-emergency-access',
    method: 'POST',
    path: '/permissions/emergencies',
    summary: 'Opens a patient’s record in an emergency: with a reason, for an hour; the patient is told at once.',
    access: { roles: ['physician'], purpose: 'ETREAT' },
    audit: { action: 'E' },
    body: schemas.emergency,
    reply: replies.emergencyBegun,
    async handle({ body }, { actor, call, tx, now, newId }) {
      const asked = body as Asked;
      const person = await (asked.patient ? people.byId(call, asked.patient) : people.byPesel(call, asked.pesel ?? ''));
      if (!person) throw refuse('no-patient');
      const store = permissionStore(tx);
      const at = now();
      const patient = keyOfId('Patient', person.id);
      const lasting = await store.emergencyNow(patient, actor.id, at);
      if (lasting) return { id: lasting.id, patient: person.id, ends: lasting.ends.toISOString() };
      const before = await store.emergenciesBy(actor.id, new Date(at.getTime() - day));
      const row: EmergencyRow = {
        ...{ id: newId(), patient, patientId: person.id, at, ends: new Date(at.getTime() + emergencyLife) },
        ...whoOf(actor),
        ...{ reason: asked.reason, explanation: asked.explanation.trim() },
        ...{ repeated: before >= usual, due: new Date(at.getTime() + reviewWithin), reviewedAt: null, verdict: null },
      };
      await store.addEmergency(row);
      await addRelation(tx, {
        ...{ patient, facility: row.facility, kind: 'emergency', source: row.id, person: actor.id },
        ...{ since: at, ends: row.ends },
      });
      const { name, facilityName, reason } = row;
      await store.addNotice(newId(), patient, at, 'emergency', { name, facilityName, reason });
      return { id: row.id, patient: person.id, ends: row.ends.toISOString() };
    },
  });
}

const whoOf = ({ id, name, facility = '', facilityName = '' }: Actor) => ({
  account: id,
  name,
  facility,
  facilityName,
});

function end(): Operation {
  return operation({
    name: 'end-emergency-access',
    method: 'DELETE',
    path: '/permissions/emergencies/:id',
    summary: 'Ends my emergency access before its hour is over',
    access: { roles: ['physician'], purpose: 'ETREAT' },
    audit: { action: 'E' },
    params: schemas.byId,
    reply: replies.nothing,
    async handle({ params }, { actor, tx, now }) {
      const ended = await permissionStore(tx).endEmergency(String(params.id), actor.id, now());
      if (!ended) throw refuse('no-emergency');
      await endRelation(tx, ended.patient, 'emergency', ended.id);
      return null;
    },
  });
}

function relation(): Operation {
  return operation({
    name: 'read-relation',
    method: 'GET',
    path: '/permissions/patients/:patient/relation',
    summary: 'Why I see this patient and until when, and whether anything is withheld from my facility',
    access: { roles: ['physician'], purpose: 'TREAT' },
    audit: { action: 'R' },
    params: schemas.byPatient,
    reply: replies.relation,
    async handle({ params }, { actor, tx, now }) {
      const patient = keyOfId('Patient', String(params.patient));
      const facility = actor.facility ?? '';
      const held = (await relationsOf(tx, patient, facility)).filter(
        ({ person, refused }) => !refused && (person === '' || person === actor.id),
      );
      const emergency = await permissionStore(tx).emergencyNow(patient, actor.id, now());
      return {
        relations: held.map(({ kind, ends }) => ({ kind, ...(ends ? { ends: ends.toISOString() } : {}) })),
        // Of a patient who is nobody here, nothing is told.
        withheld: held.length > 0 && (await keepsFrom(tx, patient, facility)),
        ...(emergency ? { emergency: { id: emergency.id, ends: emergency.ends.toISOString() } } : {}),
      };
    },
  });
}

function reviews(): Operation {
  return operation({
    name: 'list-emergency-reviews',
    method: 'GET',
    path: '/permissions/reviews',
    summary: 'Emergency accesses that wait for the officer’s review: repeated ones first, then by their deadline',
    access: { roles: ['operator'], purpose: 'HOPERAT' },
    audit: { action: 'R' },
    reply: replies.reviews,
    async handle(_input, { tx, now }): Promise<{ reviews: Review[] }> {
      const at = now();
      const rows = await permissionStore(tx).openReviews();
      return {
        reviews: rows.map((row) => ({
          ...shown(row),
          ...{ facility: row.facility, due: row.due.toISOString(), repeated: row.repeated, overdue: row.due < at },
        })),
      };
    },
  });
}

function review({ runtime }: Parts): Operation {
  return operation({
    name: 'review-emergency',
    method: 'POST',
    path: '/permissions/reviews/:id',
    summary: 'The officer’s verdict on an emergency access; the patient is told',
    access: { roles: ['operator'], purpose: 'HOPERAT' },
    audit: { action: 'U' },
    params: schemas.byId,
    body: schemas.review,
    reply: replies.nothing,
    async handle({ params, body }, { actor, tx, now }) {
      const { verdict, text } = body as { verdict: Verdict; text: string };
      const store = permissionStore(tx);
      const done = await store.review(String(params.id), actor.id, verdict, text.trim(), now());
      if (done === undefined) throw refuse('no-emergency');
      if (done === null) throw refuse('reviewed');
      const { name, facilityName } = done;
      const details = { name, facilityName, verdict };
      await store.addNotice(runtime.newId(), done.patient, now(), 'emergency-reviewed', details);
      return null;
    },
  });
}

export const shown = (row: EmergencyRow): EmergencyShown => ({
  ...{ id: row.id, name: row.name, facilityName: row.facilityName, reason: row.reason },
  ...{ explanation: row.explanation, at: row.at.toISOString(), ends: row.ends.toISOString() },
  ...(row.verdict ? { verdict: row.verdict } : {}),
});
