/** Allergies against medicines: taken now, or given out later without a reaction; and nobody having asked. */
import { as, codes, dateOf, type Fhir, list, moment, words } from '../reading.ts';
import { atcOf, meets, type Substance } from './families.ts';
import { day, type GapRule, holds, lineOf, secondsOf, unowned } from './rule.ts';

const allergenOf = (one: Fhir): Substance => ({ atc: atcOf(codes(one.code)), name: words(one.code) ?? '' });
const medicineOf = (one: Fhir): Substance => {
  const concept = one.medicationCodeableConcept;
  return { atc: atcOf(codes(concept)), name: words(concept) ?? '' };
};
const stands = (one: Fhir): boolean =>
  holds(one) && !['inactive', 'resolved'].includes(codes(one.clinicalStatus)[0] ?? '');

export const allergyAndMedicine: GapRule = {
  ...unowned,
  id: 'allergy-and-medicine',
  danger: 1,
  title: {
    pl: 'Uczulenie i obecny lek',
    en: 'Allergy and a current medicine',
    uk: 'Алергія і поточні ліки',
  },
  when: {
    pl: 'Obecny lek należy do rodziny (ATC), na którą zapisano uczulenie; nazwy liczą się tylko tam, gdzie nie ma kodu.',
    en: 'A current medicine belongs to the family (ATC) of a recorded allergy; names count only where there is no code.',
    uk: 'Поточні ліки належать до групи (ATC), на яку записано алергію; назва враховується лише там, де немає коду.',
  },
  source: 'WHO ATC; ChPL, punkt 4.3 (rodziny: gaps/families.ts)',
  find: ({ intolerances, medicines }) =>
    intolerances.filter(stands).flatMap((allergy) =>
      medicines
        .filter(({ what, atc }) => meets(allergenOf(allergy), { atc, name: what }))
        .map(({ link, what, prescribed }) => ({
          links: [{ ...link, what, ...(prescribed ? { date: prescribed } : {}) }, lineOf(allergy)],
        })),
    ),
};

/** Days after a dispensing before its silence says anything. */
const quietFor = 14;

export const allergyTolerated: GapRule = {
  ...unowned,
  id: 'allergy-tolerated',
  danger: 2,
  title: {
    pl: 'Uczulenie, a lek wydano',
    en: 'Allergy, yet dispensed',
    uk: 'Алергія, але ліки видано',
  },
  when: {
    pl: 'Po zapisaniu uczulenia wydano lek tej rodziny (ATC) i przez 14 dni nikt nie zapisał reakcji. Wydanie nie dowodzi przyjęcia: o uczuleniu rozstrzyga lekarz.',
    en: 'After the allergy was recorded a medicine of its family (ATC) was dispensed, and nobody recorded a reaction within 14 days. Dispensed does not mean taken: a physician judges the allergy.',
    uk: 'Після запису алергії видано ліки цієї групи (ATC), і протягом 14 днів ніхто не записав реакції. Видача не доводить прийому: про алергію вирішує лікар.',
  },
  source: 'EAACI/ENDA position paper on drug allergy delabelling, 2020 (for reading; the rule is ours)',
  find({ intolerances, tolerated, now }) {
    const standing = intolerances.filter(stands);
    return standing.flatMap((allergy) => {
      const since = moment(dateOf(allergy));
      if (since === undefined) return [];
      const later = tolerated.filter((dispense) => {
        const on = moment(dateOf(dispense));
        const given = dispense.status === 'completed' || dispense.status === undefined;
        if (on === undefined || !given || on <= since + day || on > secondsOf(now) - quietFor * day) return false;
        return meets(allergenOf(allergy), medicineOf(dispense)) && !reactedAfter(standing, dispense, on);
      });
      const last = later.sort((a, b) => (moment(dateOf(b)) ?? 0) - (moment(dateOf(a)) ?? 0))[0];
      if (!last) return [];
      return [{ links: [lineOf(allergy), lineOf(last, medicineOf(last).name)], count: later.length }];
    });
  },
};

/** Somebody recorded the allergy again, or a reaction, at or after the dispensing: then it was not tolerated. */
const reactedAfter = (standing: readonly Fhir[], dispense: Fhir, on: number): boolean =>
  standing.some((allergy) => {
    if (!meets(allergenOf(allergy), medicineOf(dispense))) return false;
    const reactions = list<{ onset?: string }>(allergy.reaction).map(({ onset }) => onset);
    return [dateOf(allergy), as<string>(allergy.lastOccurrence), ...reactions].some(
      (date) => (moment(date) ?? -1e12) >= on,
    );
  });

export const noAllergyData: GapRule = {
  ...unowned,
  id: 'no-allergy-data',
  danger: 2,
  title: {
    pl: 'Brakuje: nikt nie zapisał, czy są uczulenia',
    en: 'Missing: nobody recorded whether there are allergies',
    uk: 'Бракує: ніхто не записав, чи є алергії',
  },
  when: {
    pl: 'W danych nie ma ani uczulenia, ani zapisu, że uczuleń nie ma.',
    en: 'The data hold neither an allergy nor a statement that there are none.',
    uk: 'У даних немає ні алергії, ні запису, що алергій немає.',
  },
  source: 'HL7 International Patient Summary: absent or unknown data are stated, not left out',
  find: ({ allergies }) => (allergies.state === 'no-data' ? [{ links: [] }] : []),
};
