/** The HTTP operations of medical events. What is read and written is decided and audited in the record. */
import { type Operation, operation } from '#core/http/operation.ts';
import type { Call } from '#core/access/actor.ts';
import type { Resource } from '#core/record/record.ts';
import { cancel, correct, keyOf, readEvent, register, summaryOf } from './events.ts';
import { type EventContent, type EventSummary, type NewEvent, profiles, shapes } from './model.ts';
import type { MedicalEventNeeds } from './needs.ts';
import { printout } from './printout.ts';
import { examples, replies } from './replies.ts';
import { eventStore } from './store.ts';
import { beginVisit, dayOf, isEvent, type NewVisit, readVisit, type Visit } from './visits.ts';

const clinicians = { roles: ['physician'], purpose: 'TREAT' } as const;
const readers = { roles: ['physician', 'patient', 'proxy'], purpose: 'TREAT' } as const;
const pageSize = 20;

export const operations = (needs: MedicalEventNeeds): Operation[] => [
  ...changing(needs),
  ...reading(needs),
  ...visitOperations(needs),
];

function changing(needs: MedicalEventNeeds): Operation[] {
  return [
    operation({
      name: 'register-medical-event',
      method: 'POST',
      path: '/medical-events/events',
      summary: 'Registers a medical event in one piece; the same number with the same content is answered as before',
      access: clinicians,
      audit: 'in-record',
      body: shapes.newEvent,
      reply: replies.summary,
      examples: examples['register-medical-event'] ?? [],
      async handle({ body, http }, { call, tx }) {
        const { event, isNew } = await register(needs, call, tx, body as NewEvent);
        http.reply.code(isNew ? 201 : 200).header('location', `/api/medical-events/events/${event.id}`);
        return event;
      },
    }),
    operation({
      name: 'correct-medical-event',
      method: 'PUT',
      path: '/medical-events/events/:id',
      summary: 'Says what an event really was; what stood before stays in the history',
      access: clinicians,
      audit: 'in-record',
      params: shapes.byId,
      body: shapes.content,
      reply: replies.summary,
      handle: ({ params, body }, { call, tx }) => correct(needs, call, tx, String(params.id), body as EventContent),
    }),
    operation({
      name: 'cancel-medical-event',
      method: 'POST',
      path: '/medical-events/events/:id/cancel',
      summary: 'Cancels an event that was registered by mistake; says why',
      access: clinicians,
      audit: 'in-record',
      params: shapes.byId,
      body: shapes.cancel,
      reply: replies.summary,
      handle: ({ params, body }, { call }) =>
        cancel(needs, call, String(params.id), (body as { reason: string }).reason),
    }),
  ];
}

function reading(needs: MedicalEventNeeds): Operation[] {
  return [
    operation({
      name: 'list-medical-events',
      method: 'GET',
      path: '/medical-events/events',
      summary: 'Medical events of a patient, newest first',
      access: readers,
      audit: 'in-record',
      query: shapes.ofPatient,
      reply: replies.page,
      examples: examples['list-medical-events'] ?? [],
      handle: ({ query }, { call }) => listEvents(needs, call, String(query.patient), query.cursor),
    }),
    operation({
      name: 'read-medical-event',
      method: 'GET',
      path: '/medical-events/events/:id',
      summary: 'One medical event with everything that belongs to it, as FHIR resources',
      access: readers,
      audit: 'in-record',
      params: shapes.byId,
      reply: replies.whole,
      async handle({ params, http }, { call }) {
        const event = await readEvent(needs, call, String(params.id));
        if (/^text\/html\b/.test(http.request.headers.accept ?? '')) {
          http.reply.type('text/html; charset=utf-8').send(printout(event));
          return undefined;
        }
        const { row, patient, encounter, parts } = event;
        return { event: summaryOf(row, patient), resources: [encounter, ...parts] };
      },
    }),
  ];
}

/** A page of events; the cursor goes on behind its last one. */
async function listEvents(
  { record, database }: MedicalEventNeeds,
  call: Call,
  patient: string,
  cursor?: string,
): Promise<{ events: EventSummary[]; next?: string }> {
  const first = `patient=${patient}&_profile=${encodeURIComponent(profiles.event)}&_sort=-date&_count=${pageSize}`;
  const page = await record.search(call, 'Encounter', cursor ? Buffer.from(cursor, 'base64url').toString() : first);
  const ids = page.entries.map(({ stored }) => stored.id);
  const rows = await eventStore(database).ofEncounters(keyOf(await record.read(call, 'Patient', patient)), ids);
  const byId = new Map(rows.map((row) => [row.encounter, row]));
  return {
    events: ids.flatMap((id) => {
      const row = byId.get(id);
      return row ? [summaryOf(row, patient)] : [];
    }),
    ...(page.next ? { next: Buffer.from(page.next).toString('base64url') } : {}),
  };
}

function visitOperations(needs: MedicalEventNeeds): Operation[] {
  return [
    operation({
      name: 'read-my-day',
      method: 'GET',
      path: '/medical-events/day',
      summary: 'My visits of a day at this workplace, by urgency, and what of earlier days waits to be recorded',
      access: clinicians,
      audit: 'in-record',
      query: shapes.day,
      reply: replies.day,
      handle: ({ query }, { call }) => dayOf(needs, call, query.day),
    }),
    operation({
      name: 'begin-visit',
      method: 'POST',
      path: '/medical-events/visits',
      summary: 'Begins a visit of a patient who was not on the list',
      access: clinicians,
      audit: 'in-record',
      body: shapes.newVisit,
      reply: replies.line,
      async handle({ body, http }, { call }) {
        const id = await beginVisit(needs, call, body as NewVisit);
        http.reply.code(201).header('location', `/api/medical-events/visits/${id}`);
        return { id };
      },
    }),
    operation({
      name: 'read-visit',
      method: 'GET',
      path: '/medical-events/visits/:id',
      summary: 'A visit: whose, when, why, and what must not be missed of the patient',
      access: clinicians,
      audit: 'in-record',
      params: shapes.byId,
      reply: replies.visit,
      async handle({ params }, { call }): Promise<Visit> {
        const id = String(params.id);
        const visit = await readVisit(needs, call, id);
        const stored = await needs.record.read(call, 'Encounter', id);
        if (!isEvent(JSON.parse(stored.content) as Resource)) return visit;
        const row = await eventStore(needs.database).ofEncounter(keyOf(stored), id);
        return row ? { ...visit, event: summaryOf(row, visit.patient.id) } : visit;
      },
    }),
  ];
}
