/** Register, read, correct and cancel an event in one piece: gather, decide, write one FHIR transaction. */
import { type Call, decidedBy } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import type { Resource, Stored } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { contentHash, correction, type Frame, registration } from './build.ts';
import { authorOf, patientOf } from './facts.ts';
import type { EventContent, EventSummary, NewEvent } from './model.ts';
import type { MedicalEventNeeds } from './needs.ts';
import { idIn } from './reading.ts';
import { refuse } from './refusals.ts';
import { after } from './states.ts';
import { type EventRow, eventStore } from './store.ts';

export const system = 'medical-events';

/** What the ledger says, in the words of the API. */
export const summaryOf = (row: EventRow, patient: string): EventSummary => ({
  ...{ id: row.encounter, number: row.number, system: row.system, patient, state: row.state, version: row.version },
  happenedAt: row.happenedAt.toISOString(),
  recordedAt: row.recordedAt.toISOString(),
  late: row.late,
  ...(row.signedAt ? { signedAt: row.signedAt.toISOString() } : {}),
});

/** @throws Refusal `one-main-diagnosis`, `no-measured-value` */
function demandSense({ diagnoses, measurements = [] }: EventContent): void {
  if (diagnoses.filter(({ role }) => role === 'main').length !== 1) throw refuse('one-main-diagnosis');
  const empty = measurements.find(({ value, unit, parts }) => !parts?.length && (value === undefined || !unit));
  if (empty) throw refuse('no-measured-value', empty.name ?? empty.code);
}

/**
 * Registers an event. The same number with the same content is answered as the first time.
 * @returns the event, and whether it is new
 * @throws Refusal `event-differs` when the number was given to other content; rules of `rules.ts` (422)
 */
export async function register(
  needs: MedicalEventNeeds,
  call: Call,
  tx: Tx,
  { number, patient: patientId, visit, ...content }: NewEvent,
): Promise<{ event: EventSummary; isNew: boolean }> {
  demandSense(content);
  const author = await authorOf(needs, call, tx);
  const patient = await patientOf(needs, call, patientId);
  const hash = contentHash({ ...content, patient: patientId });
  const store = eventStore(needs.database);
  const again = async (): Promise<EventSummary | undefined> => {
    const row = await store.byNumber(author.numbers, number);
    if (!row) return undefined;
    if (row.content !== hash || row.state === 'cancelled')
      throw refuse('event-differs', number, `Encounter/${row.encounter}`);
    return summaryOf(row, patientId);
  };
  const before = await again();
  if (before) return { event: before, isNew: false };
  const planned = visit === undefined ? undefined : await plannedVisit(needs, call, visit, patientId);
  const frame = { author, number, patient, ...(planned && { visit: planned }), recordedAt: needs.runtime.now() };
  try {
    await needs.record.bundle(call, registration(content, frame, hash));
  } catch (error) {
    // Another request with the same number, or for the same visit, was faster: it may have been this very one.
    const lost = error instanceof Refusal && (error.kind === 'conflict' || error.kind === 'condition-failed');
    const other = lost ? await again() : undefined;
    if (other) return { event: other, isNew: false };
    throw error;
  }
  const row = await store.byNumber(author.numbers, number);
  if (!row) throw refuse('no-such-event');
  return { event: summaryOf(row, patientId), isNew: true };
}

const under: ReadonlySet<unknown> = new Set(['planned', 'arrived', 'triaged', 'in-progress', 'onleave']);

/** @throws Refusal `visit-over`, `another-patients-visit`, `not-found` */
async function plannedVisit(
  { record }: MedicalEventNeeds,
  call: Call,
  visit: string,
  patient: string,
): Promise<NonNullable<Frame['visit']>> {
  const { content, version } = await record.read(call, 'Encounter', visit);
  const resource = JSON.parse(content) as Resource;
  if (idIn((resource.subject as { reference?: string } | undefined)?.reference, 'Patient') !== patient)
    throw refuse('another-patients-visit');
  if (!under.has(resource.status)) throw refuse('visit-over');
  return { resource, version };
}

export interface WholeEvent {
  readonly row: EventRow;
  readonly patient: string;
  readonly encounter: Resource;
  readonly version: number;
  /** What belongs to it and may be seen. */
  readonly parts: readonly Resource[];
}

/** An event with what belongs to it, as the caller may see it. @throws Refusal `not-found` */
export async function readEvent({ record, database }: MedicalEventNeeds, call: Call, id: string): Promise<WholeEvent> {
  const stored = await record.read(call, 'Encounter', id);
  const encounter = JSON.parse(stored.content) as Resource;
  const row = await eventStore(database).ofEncounter(keyOf(stored), id);
  if (!row) throw refuse('no-such-event');
  const { entries } = await record.everythingOfEncounter(call, id, '_count=300');
  const parts = entries
    .map(({ stored: part }) => part)
    .filter(({ type, id: of }) => partTypes.has(type) && !(type === 'Encounter' && of === id))
    .map(({ content }) => JSON.parse(content) as Resource);
  const patient = idIn((encounter.subject as { reference?: string } | undefined)?.reference, 'Patient') ?? '';
  return { row, patient, encounter, version: stored.version, parts };
}

const partTypes: ReadonlySet<string> = new Set([
  ...['Condition', 'Procedure', 'Observation', 'Immunization', 'AllergyIntolerance', 'MedicationStatement'],
  'Composition',
]);

/** The key of the compartment that a resource was read from. */
export const keyOf = ({ patient }: Stored): string => String(patient ?? '');

/** Who registered it may change it. @throws Refusal `not-your-event`, `event-cancelled` */
function demandOwn({ row }: WholeEvent, call: Call, act: 'correct' | 'cancel'): void {
  if (row.facility === null || row.facility !== call.actor.facility) throw refuse('not-your-event');
  if (after(row.state, act) === undefined) throw refuse('event-cancelled', row.number);
}

/** Writes what an event really was; the former versions stay. @throws as register */
export async function correct(
  needs: MedicalEventNeeds,
  call: Call,
  tx: Tx,
  id: string,
  content: EventContent,
): Promise<EventSummary> {
  demandSense(content);
  const event = await readEvent(needs, call, id);
  demandOwn(event, call, 'correct');
  const author = await authorOf(needs, call, tx);
  const patient = await patientOf(needs, call, event.patient);
  const frame: Frame = {
    ...{ author, number: event.row.number, patient, recordedAt: needs.runtime.now() },
    visit: { resource: event.encounter, version: event.version },
  };
  const hash = contentHash({ ...content, patient: event.patient });
  // Decided above; parts that go are deleted, which a person alone may not.
  await needs.record.bundle(decidedBy(call, system), correction(content, frame, hash, event.parts));
  return current(needs, event);
}

/** Cancels an event: nothing of it counts any more, everything stays readable in the history. */
export async function cancel(needs: MedicalEventNeeds, call: Call, id: string, reason: string): Promise<EventSummary> {
  const event = await readEvent(needs, call, id);
  demandOwn(event, call, 'cancel');
  const encounter: Resource = {
    ...event.encounter,
    status: 'entered-in-error',
    extension: [
      ...((event.encounter.extension ?? []) as object[]),
      { url: 'urn:ezdrowie:StructureDefinition:cancellation-reason', valueString: reason },
    ],
  };
  const entry = [
    { resource: encounter, request: { method: 'PUT', url: `Encounter/${id}`, ifMatch: `W/"${event.version}"` } },
    ...event.parts.map(({ resourceType, id: part }) => ({
      request: { method: 'DELETE', url: `${resourceType}/${part}` },
    })),
  ];
  await needs.record.bundle(decidedBy(call, system), { resourceType: 'Bundle', type: 'transaction', entry });
  return current(needs, event);
}

async function current({ database }: MedicalEventNeeds, { row, patient }: WholeEvent): Promise<EventSummary> {
  const now = await eventStore(database).ofEncounter(row.patient, row.encounter);
  return summaryOf(now ?? row, patient);
}
