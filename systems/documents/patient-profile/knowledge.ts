/** When knowledge changed: the days on which something about the patient came into the record, for the slider. */
import { lifeLineTypes } from './life-line.ts';
import type { Knowledge } from './model.ts';
import { type Reader, readPatient } from './reader.ts';

/** At most 2,000 days, the newest first. @throws Refusal `not-found`, `not-yet-known`. */
export async function knowledge(reader: Reader, patient: string): Promise<Knowledge> {
  await readPatient(reader, patient);
  const { first, days, cut } = await reader.arrivals(patient, lifeLineTypes);
  return { ...(first ? { first } : {}), days: days.map(({ day, number }) => [day, number]), cut };
}
