/** What a search may cost. */
import { sqlState } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';

/** Met the statement timeout. */
const queryCanceled = '57014';
/** Values that PostgreSQL cannot take (22…), and statements beyond its own limits (54…). */
const dataException = '22';
const programLimit = '54';

/**
 * Runs a statement of a search.
 * @throws Refusal `rule-broken` `too-costly` when it meets the statement timeout: the asker's to narrow, no fault of
 * ours; `invalid` for values beyond what the database can hold.
 */
export async function bounded<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    const state = sqlState(error) ?? '';
    if (state === queryCanceled || state.startsWith(programLimit)) {
      throw tooCostly('This search takes too long. Narrow it: name the patient, a code, or a shorter time.');
    }
    if (state.startsWith(dataException)) {
      throw new Refusal('invalid', 'bad-value', 'A value of this search is out of range. Check its dates and numbers.');
    }
    throw error;
  }
}

export const tooCostly = (says: string): Refusal =>
  new Refusal('rule-broken', 'too-costly', { issues: [{ severity: 'error', code: 'too-costly', diagnostics: says }] });
