/** CodeSystem/$subsumes. https://hl7.org/fhir/R4/codesystem-operation-subsumes.html */
import type { Tx } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import { type Parameters, parameters } from './answer.ts';
import { coded } from './lookup.ts';
import type { Coding } from './model.ts';
import { liesBelow } from './store.ts';

export type Subsumption = 'equivalent' | 'subsumes' | 'subsumed-by' | 'not-subsumed';

/** @throws Refusal `not-found` for codes that are not here, `rule-broken` for codes of two systems. */
export async function subsumption(tx: Tx, codingA: Coding, codingB: Coding): Promise<Subsumption> {
  const a = await coded(tx, codingA);
  const b = await coded(tx, codingB);
  if (a.system.id !== b.system.id) {
    throw new Refusal('rule-broken', 'two-systems', 'Only codes of one code system (and version) can be compared.');
  }
  if (a.concept.id === b.concept.id) return 'equivalent';
  if (await liesBelow(tx, b.concept.id, a.concept.id)) return 'subsumes';
  return (await liesBelow(tx, a.concept.id, b.concept.id)) ? 'subsumed-by' : 'not-subsumed';
}

export async function subsumes(tx: Tx, codingA: Coding, codingB: Coding): Promise<Parameters> {
  return parameters({ name: 'outcome', valueCode: await subsumption(tx, codingA, codingB) });
}
