/** Visits of today for the doctors of the demonstration, so that their day is not empty. Synthetic people only. */
import { type Call, platformActor } from '#core/access/actor.ts';
import type { Record as FhirRecord, Resource } from '#core/record/record.ts';
import { polishDay } from '#core/registers/days.ts';
import { nameOf } from './facts.ts';

export interface DemonstrationDoctor {
  readonly practitionerId: string;
  readonly name: string;
  readonly facilityId: string;
  readonly facilityName: string;
}

const call: Call = { actor: platformActor('demonstration'), source: 'local', trace: 'demonstration' };

/** What people come for, with its urgency and place in the morning. */
const reasons = [
  { reason: 'Kontrola nadciśnienia i cukrzycy', urgency: 'R' },
  { reason: 'Gorączka i kaszel od trzech dni', urgency: 'UR' },
  { reason: 'Wyniki badań', urgency: 'R' },
  { reason: 'Ból kolana po upadku', urgency: 'R' },
  { reason: 'Kontrola po leczeniu', urgency: 'R' },
] as const;
const minutesEach = 20;

/** Plans visits where none are planned today; does nothing the second time. */
export async function planDay(record: FhirRecord, doctors: readonly DemonstrationDoctor[], now: Date): Promise<void> {
  const today = polishDay(now);
  for (const doctor of doctors) {
    const query = `practitioner=Practitioner/${doctor.practitionerId}&date=ge${today}&_count=1`;
    if ((await record.search(call, 'Encounter', query)).entries.length > 0) continue;
    const found = await record.search(
      call,
      'Patient',
      `organization=Organization/${doctor.facilityId}&_sort=_id&_count=${reasons.length}`,
    );
    const entry = found.entries.map(({ stored }, place) => {
      const patient = JSON.parse(stored.content) as Resource;
      return { resource: visitOf(patient, doctor, place, now), request: { method: 'POST', url: 'Encounter' } };
    });
    if (entry.length > 0) await record.bundle(call, { resourceType: 'Bundle', type: 'transaction', entry });
  }
}

function visitOf(patient: Resource, doctor: DemonstrationDoctor, place: number, now: Date): Resource {
  const { reason, urgency } = reasons[place % reasons.length] as (typeof reasons)[number];
  const [hour, minute] = [8 + Math.floor((place * minutesEach) / 60), (place * minutesEach) % 60];
  return {
    resourceType: 'Encounter',
    status: 'planned',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB', display: 'ambulatory' },
    priority: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActPriority', code: urgency }] },
    subject: { reference: `Patient/${patient.id}`, display: nameOf(patient) },
    participant: [{ individual: { reference: `Practitioner/${doctor.practitionerId}`, display: doctor.name } }],
    period: { start: inPoland(polishDay(now), hour, minute) },
    reasonCode: [{ text: reason }],
    serviceProvider: { reference: `Organization/${doctor.facilityId}`, display: doctor.facilityName },
  };
}

/** An instant of a day by the clock in Poland, in whichever half of the year. */
function inPoland(day: string, hour: number, minute: number): string {
  const clock = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`;
  const offset = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Warsaw', timeZoneName: 'longOffset' })
    .formatToParts(new Date(`${day}T12:00:00Z`))
    .find(({ type }) => type === 'timeZoneName')?.value;
  return `${day}T${clock}${offset?.replace('GMT', '') || '+01:00'}`;
}
