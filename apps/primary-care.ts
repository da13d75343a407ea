/** Primary care (SGP: declarations, vaccination calendar), medical events (SGZ), alerts, with what each is given. */
import type { Database } from '#core/db/database.ts';
import type { FhirRecord } from '#core/record/index.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { declarations } from '#systems/care/declarations/index.ts';
import { medicalEvents } from '#systems/care/medical-events/index.ts';
import { vaccinationCalendar } from '#systems/care/vaccination-calendar/index.ts';
import type { Permissions } from '#systems/oversight/permissions/index.ts';
import { type AlertParts, doctorAlerts } from './alerts.ts';
import type { Identities } from './identities.ts';

interface CareParts {
  readonly database: Database;
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  readonly known: Identities;
  readonly rights: Permissions;
  readonly baseUrl: string;
  /** Rules of medication safety. */
  readonly judge: AlertParts['judge'];
  readonly dispensing: AlertParts['dispensing'];
}

/** `declared` has jobs and fills the demonstration. */
export function primaryCare({ known, rights, baseUrl, judge, dispensing, ...needs }: CareParts) {
  const { patientByPesel } = rights.directory;
  const declared = declarations({ ...needs, patientByPesel, entitlement: known.workers.entitlement });
  const calendar = vaccinationCalendar({ record: needs.record });
  const events = medicalEvents({ ...needs, workers: known.forEvents });
  const advice = doctorAlerts({ ...needs, baseUrl, judge, dispensing, workers: known.workers });
  return { declared, advice, systems: [calendar, events, declared, advice] };
}
