/** "Brakuje / Sprzeczne": simple rules that are true as worded. Each rule's words stand in README.md. */
import type { DataSource, Gap, Medicine, Overview } from './model.ts';
import { moment } from './reading.ts';

export interface GapFacts {
  medicines: readonly Medicine[];
  allergies: Overview['allergies'];
  sources: readonly (DataSource & { contacts: number })[];
  now: Date;
}

const day = 86_400;
const undispensedAfter = 30;
/** A facility with at least this many contacts in three years is one that we expect to hear from. */
const regular = 2;
const silentAfter = 182 * day;
const expectedFor = 3 * 365 * day;

/** What is missing or contradicts itself, the most dangerous first. */
export function gaps({ medicines, allergies, sources, now }: GapFacts): Gap[] {
  const today = now.getTime() / 1000;
  const found: Gap[] = [];
  for (const allergy of allergies.list) {
    for (const medicine of medicines) {
      if (!meets(allergy.what, medicine.what)) continue;
      found.push({
        kind: 'allergy-and-medicine',
        allergy: allergy.what,
        medicine: medicine.what,
        link: medicine.link,
      });
    }
  }
  if (allergies.state === 'no-data') found.push({ kind: 'no-allergy-data' });
  for (const { what, prescribed, dispensed, link } of medicines) {
    const since = moment(prescribed);
    if (dispensed.state === 'yes' || !prescribed || since === undefined) continue;
    const days = Math.floor((today - since) / day);
    if (days > undispensedAfter)
      found.push({
        kind: 'not-dispensed',
        what,
        since: prescribed,
        days,
        link,
      });
  }
  const silent = sources.filter(({ last, contacts }) => {
    const age = today - (moment(last) ?? 0);
    return contacts >= regular && age > silentAfter && age < expectedFor;
  });
  if (silent.length > 0) {
    const facilities = silent.map(({ name, last }) => ({ name, last })).sort((a, b) => a.last.localeCompare(b.last));
    found.push({
      kind: 'silent-facilities',
      facilities,
      since: facilities[0]?.last as string,
    });
  }
  return found;
}

/** Families of medicines whose names do not contain the name of the allergen: stems of substance names, synthetic rule set. */
const families: readonly { allergen: RegExp; medicine: RegExp }[] = [
  {
    allergen: /penicyl|penicill|amoksy|amoxi/i,
    medicine: /penicyl|penicill|amoksy|amoxi|ampicyl|ampicill|piperacyl|cloxacill|kloksacyl/i,
  },
  {
    allergen: /aspiryn|aspirin|acetylosalic|acetylsalic/i,
    medicine: /aspiryn|aspirin|acetylosalic|acetylsalic/i,
  },
  {
    allergen: /sulfonamid|sulfameto/i,
    medicine: /sulfameto|sulfasala|biseptol|trimetoprim/i,
  },
  {
    allergen: /ibuprofen|nlpz|nsaid/i,
    medicine: /ibuprofen|ketoprofen|naproks|diklofenak/i,
  },
  { allergen: /kodein|codein/i, medicine: /kodein|codein/i },
  { allergen: /metamizol/i, medicine: /metamizol/i },
];

/** True when a medicine belongs to what the patient is allergic to, by name. */
export const meets = (allergy: string, medicine: string): boolean =>
  families.some((family) => family.allergen.test(allergy) && family.medicine.test(medicine));
