/** Patient/$everything. https://hl7.org/fhir/R4/patient-operation-everything.html */
import type { Call } from '../access/actor.ts';
import type { Visibility } from '../access/index.ts';
import { takeAsOf, withAsOf } from './as-of.ts';
import type { RecordContext } from './context.ts';
import { type Asked, guarded, readEntry } from './guard.ts';
import { living } from './read.ts';
import type { ReadOptions, SearchPage } from './record.ts';
import { knownAt, runEverything } from './search/index.ts';
import { findAsOf, findCurrent } from './store.ts';

/**
 * A patient's whole compartment, page by page; with `_asOf` as it was known then.
 * @throws Refusal `not-found`, `gone`, `invalid`, `forbidden`.
 */
export function everything(
  context: RecordContext,
  call: Call,
  id: string,
  query = '',
  options: ReadOptions = {},
): Promise<SearchPage> {
  const asked: Asked = { action: 'R', kind: 'everything', type: 'Patient', entity: `Patient/${id}`, query };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    const { rest, asOf = options.asOf } = takeAsOf(query);
    const page = asOf
      ? await everythingAsOf(context, id, rest, asOf, visibility)
      : await everythingNow(context, id, rest, visibility);
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

async function everythingNow({ database }: RecordContext, id: string, query: string, visibility: Visibility) {
  const { patient } = living(await findCurrent(database, 'Patient', id, visibility), 'Patient', id);
  return runEverything(database, patient, id, query, visibility);
}

async function everythingAsOf(
  { database }: RecordContext,
  id: string,
  query: string,
  asOf: Date,
  visibility: Visibility,
): Promise<SearchPage> {
  const { patient } = living(await findAsOf(database, 'Patient', id, asOf, visibility), 'Patient', id);
  const page = await runEverything(knownAt(database, asOf), patient, id, query, visibility);
  return { ...page, self: withAsOf(page.self, asOf), ...(page.next ? { next: withAsOf(page.next, asOf) } : {}) };
}
