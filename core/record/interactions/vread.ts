/** vread. https://hl7.org/fhir/R4/http.html#vread */
import type { Call } from '../../access/actor.ts';
import { knownType } from '../checks.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, gone, guarded, Hidden, readEntry, unknown } from '../guard.ts';
import type { Stored } from '../record.ts';
import { whose } from './read.ts';
import { findVersion } from '../store.ts';

/** One version. @throws Refusal `not-found`; `gone` for the version that is a deletion; `forbidden`. */
export function vread(context: RecordContext, call: Call, type: string, id: string, version: number): Promise<Stored> {
  const asked: Asked = { action: 'R', kind: 'vread', type, entity: `${type}/${id}/${version}` };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    knownType(type);
    const found = await findVersion(context.database, type, id, version, visibility);
    // The same words whether the version, the resource, or the right to know of it is missing.
    if (!found) throw unknown(type, id);
    if (!found.visible) throw new Hidden(type, id, found.patient, whose(found));
    if (found.deleted) throw gone(type, id);
    await context.audit.write(await readEntry(context, call, asked, rule, [found]));
    return found;
  });
}
