/** What a search may cost. */
import { sqlState } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';

const queryCanceled = '57014';

/**
 * Runs a statement of a search.
 * @throws Refusal `rule-broken` `too-costly` when it meets the statement timeout: the asker's to narrow, no fault of ours.
 */
export async function bounded<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (sqlState(error) !== queryCanceled) throw error;
    throw tooCostly('This search takes too long. Narrow it: name the patient, a code, or a shorter time.');
  }
}

export const tooCostly = (says: string): Refusal =>
  new Refusal('rule-broken', 'too-costly', { issues: [{ severity: 'error', code: 'too-costly', diagnostics: says }] });
