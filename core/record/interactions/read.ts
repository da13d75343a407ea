/** read. https://hl7.org/fhir/R4/http.html#read */
import type { Call } from '../../access/actor.ts';
import { type Allow, sees } from '../../access/index.ts';
import type { AuditEntry } from '../../audit/index.ts';
import { withAsOf } from '../as-of.ts';
import { knownType } from '../checks.ts';
import { isOwner, patientById, patientOf } from '../compartment.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, gone, guarded, Hidden, readEntry, unknown } from '../guard.ts';
import { isServerId, keyOfId } from '../keys.ts';
import type { ReadOptions, Stored } from '../record.ts';
import { type Found, findAsOf, findCurrent } from '../store.ts';

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
    if (!virtual && !asOf) {
      const found = await readAndAudit(context, call, asked, type, id, { visibility, rule });
      if (found) return found;
    }
    const find = () =>
      asOf
        ? findAsOf(context.database, type, id, asOf, visibility)
        : findCurrent(context.database, type, id, visibility);
    const found = virtual ?? living(await find(), type, id);
    await context.audit.write(await readEntry(context, call, asked, rule, [found]));
    return found;
  });
}

/**
 * Most reads know from the id where to look, that the caller may see it, and whose data it is: they share a statement
 * with others, audit and all. Undefined for the rest, and for what is not there: these are looked for one by one.
 */
async function readAndAudit(
  { reader, runtime }: RecordContext,
  call: Call,
  { action, kind, entity = '' }: Asked,
  type: string,
  id: string,
  { visibility, rule }: Pick<Allow, 'visibility' | 'rule'>,
): Promise<Stored | undefined> {
  if (!reader || !(isOwner(type) || isServerId(id))) return undefined;
  const key = keyOfId(type, id);
  const { told, patientId } = patientById(type, id, key);
  if (!told || sees(visibility, type, key) !== true) return undefined;
  const whose = patientId === undefined ? {} : { patients: [key], patientIds: [patientId] };
  const entry: AuditEntry = {
    ...{ call, at: runtime.now(), action, kind, outcome: 0, rule, ...whose },
    entities: [entity],
  };
  const row = await reader({ type, id, key, entry });
  return row && { type, id, ...row };
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
