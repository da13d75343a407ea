/**
 * Consent to a facility that the patient chooses, and refusal of one: a FHIR Consent in the record, kept by the
 * platform, and the relation that it opens or closes. Withdrawal holds at once. https://hl7.org/fhir/R4/consent.html
 */
import { type Call, platformActor } from '#core/access/actor.ts';
import { addRelation, endRelation, refuseFacility } from '#core/access/grants.ts';
import { type ScopeArea, typesOfScope } from '#core/access/areas.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import type { Resource } from '#core/record/record.ts';
import { ownPatient } from './codes.ts';
import { endOf } from './delegations.ts';
import { schemas } from './model.ts';
import type { Parts } from './needs.ts';
import { refuse } from './refusals.ts';
import { replies } from './replies.ts';
import { type ConsentRow, permissionStore } from './store.ts';

const most = 100;

export function consentOperations(parts: Parts): Operation[] {
  return [give(parts), refuseOne(parts), withdraw(parts)];
}

interface Asked {
  readonly facility: string;
  readonly scope: readonly ScopeArea[];
  readonly until: string;
}

function give(parts: Parts): Operation {
  return operation({
    name: 'give-consent',
    method: 'POST',
    path: '/permissions/consents',
    summary: 'Opens chosen areas of my record to a facility until a day',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: { action: 'C' },
    body: schemas.consent,
    reply: replies.consentGiven,
    async handle({ body }, { actor, call, tx, now, newId }) {
      const { facility, scope, until } = body as Asked;
      const own = ownPatient(actor);
      const at = now();
      if (scope.length === 0) throw refuse('no-scope');
      const ends = endOf(until, at);
      const row = await written(parts, call, { id: newId(), facility, refusal: false, scope, since: at, ends }, own);
      const patient = keyOfId('Patient', own);
      const store = permissionStore(tx);
      if ((await store.consentsOf(patient, at)).length >= most) throw refuse('too-many');
      await store.addConsent(patient, row);
      const types = typesOfScope(scope);
      const relation = { patient, facility, source: row.id, person: '', since: at, ends, types };
      await addRelation(tx, { ...relation, kind: 'consent' });
      return { id: row.id, facilityName: row.facilityName };
    },
  });
}

function refuseOne(parts: Parts): Operation {
  return operation({
    name: 'refuse-facility',
    method: 'POST',
    path: '/permissions/refusals',
    summary: 'Closes my record to a facility, whatever ties us; an emergency still opens it',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: { action: 'C' },
    body: schemas.refusal,
    reply: replies.refusalGiven,
    async handle({ body }, { actor, call, tx, now, newId }) {
      const { facility } = body as { facility: string };
      const own = ownPatient(actor);
      const patient = keyOfId('Patient', own);
      const at = now();
      const store = permissionStore(tx);
      const before = await store.consentsOf(patient, at);
      const same = before.find((row) => row.refusal && row.facility === facility);
      if (same) return { id: same.id, facilityName: same.facilityName };
      if (before.length >= most) throw refuse('too-many');
      const wish = { id: newId(), facility, refusal: true, scope: [], since: at, ends: null };
      const row = await written(parts, call, wish, own);
      await store.addConsent(patient, row);
      await refuseFacility(tx, patient, facility, true);
      return { id: row.id, facilityName: row.facilityName };
    },
  });
}

function withdraw({ record }: Parts): Operation {
  return operation({
    name: 'withdraw-consent',
    method: 'DELETE',
    path: '/permissions/consents/:id',
    summary: 'Withdraws a consent or a refusal from this moment',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: { action: 'D' },
    params: schemas.byId,
    reply: replies.nothing,
    async handle({ params }, { actor, call, tx, now }) {
      const own = ownPatient(actor);
      const patient = keyOfId('Patient', own);
      const ended = await permissionStore(tx).endConsent(patient, String(params.id), now());
      if (!ended) throw refuse('no-such-consent');
      if (ended.refusal) await refuseFacility(tx, patient, ended.facility, false);
      else await endRelation(tx, patient, 'consent', ended.id);
      const resource = { ...consentOf(ended, own), status: 'inactive', id: ended.document };
      await record.update(asPlatform(call), resource);
      return null;
    },
  });
}

const asPlatform = (call: Call): Call => ({ ...call, actor: platformActor('permissions') });

/**
 * The Consent in the record first: should the relation then not come to be, it says what the patient wanted, and opens
 * nothing by itself.
 */
async function written(
  { record, people }: Parts,
  call: Call,
  wish: Omit<ConsentRow, 'facilityName' | 'document'>,
  own: string,
): Promise<ConsentRow> {
  const facilityName = (await people.facilities(call, [wish.facility])).get(wish.facility);
  if (facilityName === undefined) throw refuse('no-such-facility');
  const row = { ...wish, facilityName, document: '' };
  const { id } = await record.create(asPlatform(call), consentOf(row, own));
  return { ...row, document: id };
}

function consentOf({ facility, facilityName, refusal, scope, since, ends }: ConsentRow, own: string): Resource {
  const patient = { reference: `Patient/${own}` };
  const actor = {
    role: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'PRCP' }] },
    reference: { reference: `Organization/${facility}`, display: facilityName },
  };
  const types = typesOfScope(scope);
  const kinds = types?.map((code) => ({ system: 'http://hl7.org/fhir/resource-types', code }));
  return {
    resourceType: 'Consent',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
    patient,
    dateTime: since.toISOString(),
    performer: [patient],
    policyRule: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: refusal ? 'OPTOUT' : 'OPTIN' }],
    },
    provision: {
      type: refusal ? 'deny' : 'permit',
      period: { start: since.toISOString(), ...(ends ? { end: ends.toISOString() } : {}) },
      actor: [actor],
      ...(kinds && !refusal ? { class: kinds } : {}),
    },
  };
}
