/** Medicines: prescribed and not collected, the same therapy twice, stopped by one and prescribed by another. */
import type { Medicine } from '../model.ts';
import { authorsOf, codes, dateOf, type Fhir, moment, nameOf, type Names, target, words } from '../reading.ts';
import { atcOf } from './families.ts';
import { daysSince, type GapRule, groups, lineOf, unowned } from './rule.ts';

const undispensedAfter = 30;

export const notDispensed: GapRule = {
  ...unowned,
  id: 'not-dispensed',
  danger: 1,
  title: {
    pl: 'Przepisano i nie wykupiono',
    en: 'Prescribed and not dispensed',
    uk: 'Призначено і не викуплено',
  },
  when: {
    pl: 'Recepta jest czynna od ponad 30 dni i żadna apteka nie przesłała jej wydania.',
    en: 'The prescription has been active for more than 30 days and no pharmacy sent its dispensing.',
    uk: 'Рецепт активний понад 30 днів, і жодна аптека не надіслала даних про видачу.',
  },
  source: 'Prawo farmaceutyczne art. 96a ust. 7: recepta jest ważna 30 dni, o ile nie wskazano inaczej',
  find: ({ medicines, now }) =>
    medicines.flatMap(({ what, prescribed, dispensed, link }) => {
      const days = daysSince(prescribed, now);
      if (dispensed.state === 'yes' || !prescribed || days === undefined || days <= undispensedAfter) return [];
      return [{ links: [{ ...link, what, date: prescribed }], since: prescribed, days }];
    }),
};

/** Fourth level of ATC: the chemical group, `C09AA`. */
const groupLength = 5;

export const doubledTherapy: GapRule = {
  ...unowned,
  id: 'doubled-therapy',
  danger: 1,
  title: {
    pl: 'Podwójne leczenie od różnych osób',
    en: 'Doubled therapy from different people',
    uk: 'Подвійне лікування від різних осіб',
  },
  when: {
    pl: 'Dwie czynne recepty różnych osób mają ten sam kod ATC albo tę samą grupę chemiczną (poziom 4 ATC).',
    en: 'Two active prescriptions of different people have the same ATC code or chemical group (level 4 of ATC).',
    uk: 'Два активні рецепти різних осіб мають той самий код ATC або хімічну групу (рівень 4 ATC).',
  },
  source: 'WHO ATC, poziom 4; ChPL, punkt 4.5 właściwego leku',
  find({ requests, names }) {
    const active = requests.filter(({ status }) => status === 'active');
    const coded = (one: Fhir) => atcOf(codes(one.medicationCodeableConcept));
    return groups(active, (one) => {
      const atc = coded(one);
      return atc && atc.length >= groupLength ? atc.slice(0, groupLength) : undefined;
    }).flatMap((group) => {
      const byPrescriber = groups(group, (one) => prescriber(one, names));
      if (byPrescriber.length < 2) return [];
      return [
        { links: byPrescriber.map(([one]) => lineOf(one as Fhir, words((one as Fhir).medicationCodeableConcept))) },
      ];
    });
  },
};

/** Undefined when nobody is named: two unknown people are not shown as two. */
function prescriber(request: Fhir, names: Names): string | undefined {
  const author = authorsOf(request).find((reference) => target(reference)?.type !== 'Organization');
  return target(author)?.id ?? nameOf(author, names);
}

const stoppedStates = ['stopped', 'not-taken', 'on-hold'];

export const stoppedAndPrescribed: GapRule = {
  ...unowned,
  id: 'stopped-and-prescribed',
  danger: 1,
  title: {
    pl: 'Lek odstawiono, a recepta jest czynna',
    en: 'A medicine was stopped, its prescription is active',
    uk: 'Ліки скасовано, а рецепт активний',
  },
  when: {
    pl: 'Ktoś zapisał (wypis, dokumentacja placówki), że lek odstawiono, a starsza od tego wpisu recepta tego leku jest czynna.',
    en: 'Somebody recorded (discharge letter, facility’s records) that a medicine was stopped; a prescription older than that is active.',
    uk: 'Хтось записав (виписка, документація закладу), що ліки скасовано, а старіший за цей запис рецепт активний.',
  },
  source: 'WHO Medication Safety in Transitions of Care, 2019: uzgodnienie leków po wypisie',
  find: ({ stopped, medicines }) =>
    medicines.flatMap((medicine) => {
      const newest = stopped
        .filter((one) => stoppedStates.includes(String(one.status)) && isSame(one, medicine))
        .sort((a, b) => (moment(dateOf(b)) ?? 0) - (moment(dateOf(a)) ?? 0))[0];
      const on = moment(newest && dateOf(newest));
      const prescribed = moment(medicine.prescribed);
      if (!newest || on === undefined || (prescribed !== undefined && prescribed > on)) return [];
      const { link, what, prescribed: date } = medicine;
      const said = lineOf(newest, words(newest.medicationCodeableConcept));
      return [{ links: [{ ...link, what, ...(date ? { date } : {}) }, said] }];
    }),
};

function isSame(one: Fhir, { atc: other, what, link }: Medicine): boolean {
  if (one.id === link.id) return false;
  const atc = atcOf(codes(one.medicationCodeableConcept));
  if (atc && other) return atc === other;
  return words(one.medicationCodeableConcept)?.toLocaleLowerCase('pl') === what.toLocaleLowerCase('pl');
}
