/** read. https://hl7.org/fhir/R4/http.html#read */
import type { Call } from '../access/actor.ts';
import { sees, type Visibility } from '../access/index.ts';
import { withAsOf } from './as-of.ts';
import { knownType } from './checks.ts';
import { isOwner, patientOf } from './compartment.ts';
import type { RecordContext } from './context.ts';
import { type Asked, gone, guarded, Hidden, readEntry, unknown } from './guard.ts';
import { isServerId } from './keys.ts';
import type { ReadOptions, Stored } from './record.ts';
import { type Found, findAsOf, findCurrent } from './store.ts';

/**
 * The living version, or the one that lived at an instant.
 * @throws Refusal `not-found`, `gone` (deleted), `forbidden`.
 */
export function read(
  context: RecordContext,
  call: Call,
  type: string,
  id: string,
  { asOf }: ReadOptions = {},
): Promise<Stored> {
  const then = asOf ? { query: withAsOf('', asOf) } : {};
  const asked: Asked = { action: 'R', kind: 'read', type, entity: `${type}/${id}`, ...then };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    knownType(type);
    const virtual = asOf ? undefined : await context.virtualTypes[type]?.read(call, id);
    const find = () =>
      asOf ? findAsOf(context.database, type, id, asOf, visibility) : findNow(context, type, id, visibility);
    const found = virtual ?? living(await find(), type, id);
    await context.audit.write(await readEntry(context, call, asked, rule, [found]));
    return found;
  });
}

/** Most are found together with others, where their id says; the rest are looked for one by one. */
async function findNow({ database, reader }: RecordContext, type: string, id: string, visibility: Visibility) {
  if (isOwner(type) || isServerId(id)) {
    const row = await reader(type, id);
    const visible = row && sees(visibility, type, row.patient);
    if (row && visible !== 'ask') return { type, id, ...row, deleted: false, visible: visible === true };
  }
  return findCurrent(database, type, id, visibility);
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
