/**
 * Reads what rules need of one patient: all searches at once, each bounded, by the caller's own rights; the record
 * decides access and writes the trail. A source that fails is named, never taken for an empty one.
 */
import type { Call } from '#core/access/actor.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Gathered } from './engine/facts.ts';
import { queryOf, type Searched, searchedInputs, searches } from './engine/inputs.ts';
import type { Fhir } from './engine/reading.ts';
import type { Input } from './model.ts';

export type Reading = Pick<FhirRecord, 'read' | 'search'>;

/**
 * @param have what is known already (prefetched): it is not asked again
 * @param only the inputs that may be asked; the others count as not asked
 * @throws Refusal `not-found` for a patient that does not exist or that the caller may not know of
 */
export async function gather(
  record: Reading,
  call: Call,
  patient: string,
  now: Date,
  have: Gathered = {},
  only: readonly Searched[] = searchedInputs,
): Promise<Gathered> {
  const asked = only.filter((input) => have[input] === undefined);
  const [stored, ...answers] = await Promise.all([
    record.read(call, 'Patient', patient),
    ...asked.map(async (input) => [input, await ask(record, call, input, patient, now)] as const),
  ]);
  const found: { [input in Searched]?: readonly Fhir[] } = {};
  const cut: Input[] = [...(have.cut ?? [])];
  for (const [input, answer] of answers) {
    if (!answer) continue;
    found[input] = answer.resources;
    if (answer.isCut) cut.push(input);
  }
  return { patient: [JSON.parse(stored.content) as Fhir], ...have, ...found, cut };
}

/** One page; undefined when the record would not or could not answer about this type. */
async function ask(record: Reading, call: Call, input: Searched, patient: string, now: Date) {
  const { type } = searches[input];
  try {
    const page = await record.search(call, type, queryOf(input, patient, now));
    const matches = page.entries.filter(({ mode }) => mode === 'match');
    return {
      resources: matches.map(({ stored }) => JSON.parse(stored.content) as Fhir),
      isCut: page.next !== undefined,
    };
  } catch (error) {
    // No right to this type, or a source that does not answer: the other rules still speak. What is broken is a fault.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
