/** vread. https://hl7.org/fhir/R4/http.html#vread */
import type { Call } from '../access/actor.ts';
import { knownType } from './checks.ts';
import type { RecordContext } from './context.ts';
import { type Asked, gone, guarded, Hidden, readEntry } from './guard.ts';
import type { Stored } from './record.ts';
import { whose } from './read.ts';
import { findVersion } from './store.ts';
import { Refusal } from '../refusal/refusal.ts';

/** One version. @throws Refusal `not-found`; `gone` for the version that is a deletion; `forbidden`. */
export function vread(context: RecordContext, call: Call, type: string, id: string, version: number): Promise<Stored> {
  const asked: Asked = { action: 'R', kind: 'vread', type, entity: `${type}/${id}/${version}` };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    knownType(type);
    const found = await findVersion(context.database, type, id, version, visibility);
    if (!found)
      throw new Refusal('not-found', 'unknown-version', `There is no version ${version} of ${type}/${id} here.`);
    if (!found.visible) throw new Hidden(type, id, found.patient, whose(found));
    if (found.deleted) throw gone(type, id);
    await context.audit.write(await readEntry(context, call, asked, rule, [found]));
    return found;
  });
}
