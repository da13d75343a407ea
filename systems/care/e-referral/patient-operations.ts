/** Operations about one patient's referrals: the list, one with its history, and what the patient decides. */
import type { Call } from '#core/access/actor.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { profile } from './fhir.ts';
import { pageSize } from './lists.ts';
import { type Shown, shapes } from './model.ts';
import type { Held, Referrals } from './referrals.ts';
import { replies } from './replies.ts';

const everybody = { roles: ['patient', 'proxy', 'physician', 'machine'], purpose: 'TREAT' } as const;

export const patientOperations = (desk: Referrals, record: FhirRecord): Operation[] => [
  operation({
    name: 'list-referrals-of-patient',
    method: 'GET',
    path: '/e-referral/patients/:patient/referrals',
    summary: 'Referrals of a patient, the newest first; the patient sees the codes of those that wait',
    access: everybody,
    audit: 'in-record',
    params: shapes.byPatient,
    query: shapes.page,
    reply: replies.page,
    handle: ({ params, query }, { call }) => ofPatient(desk, record, call, params.patient ?? '', query.cursor),
  }),
  operation({
    name: 'read-referral',
    method: 'GET',
    path: '/e-referral/referrals/:id',
    summary: 'One referral and what happened to it',
    access: everybody,
    audit: 'in-record',
    params: shapes.byId,
    reply: replies.withHistory,
    async handle({ params }, { call }) {
      const held = await desk.read(call, params.id ?? '');
      return withHistory(desk, call, held);
    },
  }),
  operation({
    name: 'resign-from-provider',
    method: 'POST',
    path: '/e-referral/referrals/:id/resign',
    summary: 'The patient does without the provider who accepted: others may accept it then',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: 'in-record',
    params: shapes.byId,
    body: shapes.reasonIfAny,
    reply: replies.withHistory,
    async handle({ params, body }, { call }) {
      const held = await desk.read(call, params.id ?? '');
      const { reason } = (body ?? {}) as { reason?: string };
      const referral = await desk.move(call, held, 'resign', { by: 'patient', reason });
      return withHistory(desk, call, { ...held, referral });
    },
  }),
];

export async function withHistory(desk: Referrals, call: Call, held: Held) {
  const steps = await desk.store.steps(held.row.patient, held.row.id);
  const history = steps.map(({ at, facility: _id, facilityName, reason, basis, ...step }) => ({
    ...{ ...step, at: at.toISOString() },
    ...(facilityName ? { facilityName } : {}),
    ...(reason ? { reason } : {}),
    ...(basis ? { basis } : {}),
  }));
  return { ...desk.show(call, held), history };
}

/** What the caller may see of a patient's referrals; withheld ones are left out by the record. */
async function ofPatient(desk: Referrals, record: FhirRecord, call: Call, patient: string, cursor?: string) {
  const first = `patient=${patient}&_profile=${profile}&_sort=-authored&_count=${pageSize}`;
  const page = await record.search(call, 'ServiceRequest', cursor === undefined ? first : queryOf(cursor, patient));
  const rows = new Map((await desk.store.ofPatient(keyOfId('Patient', patient))).map((row) => [row.id, row]));
  const referrals: Shown[] = page.entries.flatMap(({ mode, stored }) => {
    const referral = mode === 'match' ? desk.parsed(stored) : undefined;
    const row = rows.get(stored.id);
    return referral && row ? [desk.show(call, { row, referral })] : [];
  });
  return { referrals, ...(page.next === undefined ? {} : { next: Buffer.from(page.next).toString('base64url') }) };
}

/** The record's own cursor, as it gave it. @throws Refusal `bad-cursor` */
function queryOf(cursor: string, patient: string): string {
  const query = Buffer.from(cursor, 'base64url').toString();
  if (query.startsWith(`patient=${patient}&`) && !query.includes('\0')) return query;
  throw new Refusal('invalid', 'bad-cursor', 'The cursor is none that this list gave. Begin without one.');
}
