/** read. https://hl7.org/fhir/R4/http.html#read */
import type { Call } from '../access/actor.ts';
import { knownType } from './checks.ts';
import { patientOf } from './compartment.ts';
import type { RecordContext } from './context.ts';
import { type Asked, gone, guarded, Hidden, readEntry, unknown } from './guard.ts';
import type { Stored } from './record.ts';
import { type Found, findCurrent } from './store.ts';

/** The living version. @throws Refusal `not-found`, `gone` (deleted), `forbidden`. */
export function read(context: RecordContext, call: Call, type: string, id: string): Promise<Stored> {
  const asked: Asked = { action: 'R', kind: 'read', type, entity: `${type}/${id}` };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    knownType(type);
    const virtual = await context.virtualTypes[type]?.read(call, id);
    const found = virtual ?? living(await findCurrent(context.database, type, id, visibility), type, id);
    await context.audit.write(await readEntry(context, call, asked, rule, [found]));
    return found;
  });
}

/** @throws Hidden, Refusal `not-found` or `gone` for what is not there to be read. */
export function living(found: Found | undefined, type: string, id: string): Found {
  if (!found) throw unknown(type, id);
  if (!found.visible) throw new Hidden(type, id, found.patient, whose(found));
  if (found.deleted) throw gone(type, id);
  return found;
}

/** Of a tombstone, the patient can be told only when the id tells it. */
export const whose = ({ type, id, patient, content, deleted }: Found): string | undefined =>
  patientOf(type, id, patient, deleted ? `{"resourceType":"${type}"}` : content);
