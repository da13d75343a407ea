/** "Brakuje / Sprzeczne": every rule, and what they find, the most dangerous first. Each rule is true as its card words it. */
import type { Gap } from '../model.ts';
import { allergyAndMedicine, allergyTolerated, noAllergyData } from './allergies.ts';
import { afterDeath, futureDated, silentFacilities, sourceDown, unknownCodes, withheldData } from './completeness.ts';
import { bloodGroups, identityDiffers, refutedAndActive, valuesDiffer } from './contradictions.ts';
import { doubledTherapy, notDispensed, stoppedAndPrescribed } from './medicines.ts';
import { noResult, referralNotTaken } from './orders.ts';
import type { GapFacts, GapRule } from './rule.ts';

/** In the order in which gaps of one danger are shown. */
export const gapRules: readonly GapRule[] = [
  allergyAndMedicine,
  stoppedAndPrescribed,
  doubledTherapy,
  bloodGroups,
  noResult,
  notDispensed,
  noAllergyData,
  allergyTolerated,
  sourceDown,
  refutedAndActive,
  identityDiffers,
  valuesDiffer,
  referralNotTaken,
  futureDated,
  afterDeath,
  withheldData,
  silentFacilities,
  unknownCodes,
];

/** What is missing or contradicts itself. */
export function gaps(facts: GapFacts): Gap[] {
  const found = gapRules.flatMap((rule) => {
    const { id: kind, danger, title } = rule;
    return rule.find(facts).map((gap): Gap => ({ kind, danger, title, ...gap }));
  });
  return found.sort((a, b) => a.danger - b.danger); // stable: within one danger the order of the catalogue
}
