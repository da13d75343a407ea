/** An event as it lies in audit.event, for those who read the trail. */
import type { Row } from '../db/database.ts';
import { isHashed, type Key, ownerId } from '../record/keys.ts';

export interface AuditEvent {
  /** Also the id of the AuditEvent resource. */
  readonly sequence: string;
  readonly at: Date;
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  readonly kind: string;
  readonly outcome: number;
  readonly reason: string | null;
  readonly rule: string | null;
  readonly actor: string;
  readonly actorName: string;
  readonly actorPatient: string | null;
  readonly role: string;
  readonly purpose: string;
  readonly facility: string | null;
  readonly facilityName: string | null;
  readonly source: string;
  readonly trace: string;
  readonly patientIds: readonly string[] | null;
  /** Of how many patients it tells: more than ids, where one chose its own id and is gone from the record. */
  readonly patientCount: number;
  readonly entities: readonly string[] | null;
  readonly query: string | null;
  /** The app through which a person acted, and its name. */
  readonly app: string | null;
  readonly appName: string | null;
  /** The Patient for whom a proxy acted. */
  readonly actingFor: string | null;
  readonly acr: string | null;
  readonly gate: string | null;
  /** What tied the facility to the patient then: a kind of core/access/relations. Only of events about one patient. */
  readonly relation?: string | null;
}

/** The columns of `AuditEvent`, from a table joined as `e`. */
export const eventColumns = `e.sequence, e.at, e.action, e.kind, e.outcome, e.reason, e.rule, e.actor,
  e.actor_name as "actorName", e.actor_patient as "actorPatient", e.role, e.purpose, e.facility,
  e.facility_name as "facilityName", e.source, e.trace, e.patients, e.patient_ids as "patientIds", e.entities, e.query,
  e.app, e.app_name as "appName", e.acting_for as "actingFor", e.acr, e.gate`;

/** Ids that the keys tell are not written down (entry.ts). */
export function asEvent(row: Row): AuditEvent {
  const { patients, ...event } = row as unknown as AuditEvent & { readonly patients: readonly Key[] | null };
  const ids = patients?.map((key, place) => event.patientIds?.[place] ?? patientToldBy(key));
  const patientIds = ids?.filter((id) => id !== undefined) ?? event.patientIds;
  return { ...event, patientIds, patientCount: ids?.length ?? patientIds?.length ?? 0 };
}

/** The id of a patient, where the key of the compartment tells it. */
export const patientToldBy = (key: Key): string | undefined => (isHashed(key) ? undefined : ownerId(key));
