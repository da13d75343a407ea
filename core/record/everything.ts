/** Patient/$everything. https://hl7.org/fhir/R4/patient-operation-everything.html */
import type { Call } from '../access/actor.ts';
import type { RecordContext } from './context.ts';
import { type Asked, guarded, readEntry } from './guard.ts';
import { living } from './read.ts';
import type { SearchPage } from './record.ts';
import { runEverything } from './search/index.ts';
import { findCurrent } from './store.ts';

/** A patient's whole compartment, page by page. @throws Refusal `not-found`, `gone`, `invalid`, `forbidden`. */
export function everything(context: RecordContext, call: Call, id: string, query = ''): Promise<SearchPage> {
  const asked: Asked = { action: 'R', kind: 'everything', type: 'Patient', entity: `Patient/${id}`, query };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    const patient = living(await findCurrent(context.database, 'Patient', id, visibility), 'Patient', id);
    const page = await runEverything(context.database, patient.patient, id, query, visibility);
    await context.audit.write(
      await readEntry(
        context,
        call,
        asked,
        rule,
        page.entries.map(({ stored }) => stored),
      ),
    );
    return page;
  });
}
