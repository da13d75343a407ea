/** How an investigation looks: from a complaint's PESEL to the patient, and one event by itself. */
import type { Call } from '#core/access/actor.ts';
import { type AuditEntry, eventSeen } from '#core/audit/index.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import type { AuditTrailNeeds } from './needs.ts';
import { refusal } from './refusals.ts';
import { replies } from './replies.ts';

const operators = { roles: ['operator'], purpose: 'HOPERAT' } as const;

/** The entry of somebody who looks into the trail for a patient's sake; it names the patient. */
export const lookedFor = (call: Call, patient: string, at: Date): AuditEntry => ({
  ...{ call, at, action: 'R', kind: 'search-audit-events-of-patient', outcome: 0 },
  ...{ patients: [keyOfId('Patient', patient)], patientIds: [patient] },
});

export const lookingOperations = ({ audit, runtime, patientByPesel }: AuditTrailNeeds): Operation[] => [
  operation({
    name: 'find-audited-patient',
    method: 'POST',
    path: '/audit-trail/patients',
    summary: 'The id by which events about a patient are searched; nothing else of the patient is told.',
    access: operators,
    audit: { action: 'R' },
    body: {
      type: 'object',
      properties: { pesel: { type: 'string', pattern: '^\\d{11}$' } },
      required: ['pesel'],
      additionalProperties: false,
    },
    reply: replies.patient,
    async handle({ body }, { call }) {
      const patient = (await patientByPesel(call, (body as { pesel: string }).pesel))?.id;
      if (!patient) throw refusal('no-such-patient');
      await audit.write(lookedFor(call, patient, runtime.now()));
      return { patient };
    },
  }),
  operation({
    name: 'read-audit-event',
    method: 'GET',
    path: '/audit-trail/events/:sequence',
    summary: 'One event: who, what kind, whence, by which rule, and whether it is sealed; never whose data.',
    access: operators,
    audit: { action: 'R' },
    params: {
      type: 'object',
      properties: { sequence: { type: 'string', pattern: '^\\d{1,18}$' } },
      required: ['sequence'],
    },
    reply: replies.event,
    async handle({ params }, { tx }) {
      const event = await eventSeen(tx, String(params.sequence));
      if (!event) throw refusal('no-such-event');
      return event;
    },
  }),
];
