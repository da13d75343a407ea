/** What a patient withholds, or a label of confidentiality closes, is no ground for telling a pharmacy something. */
import { placeName, type RestrictedPlace, restrictionFacts } from '#core/access/facts.ts';
import type { Tx } from '#core/db/database.ts';
import type { Key } from '#core/record/keys.ts';
import type { Gathered } from './engine/facts.ts';
import { asText, type Fhir } from './engine/reading.ts';
import { searchedInputs } from './engine/inputs.ts';

/** @returns what is open to the facility, and how much was left out */
export async function withoutRestricted(
  tx: Tx,
  found: Gathered,
  patient: Key,
  facility: string,
): Promise<{ readonly open: Gathered; readonly left: number }> {
  const placeOf = ({ resourceType, id }: Fhir): RestrictedPlace => ({
    ...{ patient, type: asText(resourceType) ?? '', id: asText(id) ?? '' },
  });
  const all = searchedInputs.flatMap((input) => found[input] ?? []);
  const restrictions = await restrictionFacts(tx, all.map(placeOf));
  const isClosed = (one: Fhir): boolean =>
    (restrictions.get(placeName(placeOf(one))) ?? []).some(
      ({ readers }) => readers === '+facilities' || readers === '+weak' || readers === facility,
    );
  const open = searchedInputs.flatMap((input) => {
    const list = found[input];
    return list ? [[input, list.filter((one) => !isClosed(one))] as const] : [];
  });
  return { open: { ...found, ...Object.fromEntries(open) }, left: all.filter(isClosed).length };
}
