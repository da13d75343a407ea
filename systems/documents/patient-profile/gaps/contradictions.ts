/** Facts that cannot both be true: blood groups, sex and birth date, two values of one moment, refuted and active. */
import { readPesel } from '#libs/polish-identifiers/pesel.ts';
import { codes, dateOf, type Fhir, identity, linkOf, moment, sourceOf, words } from '../reading.ts';
import { measured } from '../results.ts';
import { type Found, type GapRule, groups, holds, lineOf, unowned } from './rule.ts';

/** LOINC: ABO and Rh group, ABO group, Rh type. https://loinc.org/882-1 */
export const bloodGroupCodes = ['882-1', '883-9', '10331-7'];

const valueWords = (observation: Fhir): string => {
  const { number, second, text, unit } = measured(observation);
  const numbers = [number, second].filter((one) => one !== undefined).map((one) => String(one).replace('.', ','));
  const said = number === undefined ? (text ?? '') : numbers.join('/');
  return [said, unit].filter(Boolean).join(' ');
};
/** `A Rh+`, `A RhD dodatni` and `a rh (+)` are one group. */
const sameGroup = (text: string): string =>
  text
    .toUpperCase()
    .replace(/DODATNI[AEY]?|POSITIVE|POS\b/g, '+')
    .replace(/UJEMN[AEY]?|NEGATIVE|NEG\b/g, '-')
    .replace(/RH\s*\(?D?\)?|[\s()]/g, '');

export const bloodGroups: GapRule = {
  ...unowned,
  id: 'blood-groups-differ',
  danger: 1,
  title: {
    pl: 'Różne grupy krwi',
    en: 'Differing blood groups',
    uk: 'Різні групи крові',
  },
  when: {
    pl: 'Dwa zapisy grupy krwi albo czynnika Rh różnią się. Żaden z nich nie zastępuje badania przed przetoczeniem.',
    en: 'Two records of the blood group or Rh type differ. Neither replaces the test before a transfusion.',
    uk: 'Два записи групи крові або резус-фактора відрізняються. Жоден не замінює аналізу перед переливанням.',
  },
  source: 'LOINC 882-1, 883-9, 10331-7; rozporządzenie w sprawie leczenia krwią',
  find: ({ bloodGroups: read }) =>
    groups(read.filter(holds), (one) => bloodGroupCodes.find((code) => codes(one.code).includes(code))).flatMap(
      (same) => {
        const values = groups(same, (one) => sameGroup(valueWords(one)) || undefined);
        return values.length < 2
          ? []
          : [{ links: values.map(([one]) => lineOf(one as Fhir, valueWords(one as Fhir))) }];
      },
    ),
};

export const identityDiffers: GapRule = {
  ...unowned,
  id: 'identity-differs',
  danger: 2,
  title: {
    pl: 'Płeć albo data urodzenia inna niż w numerze PESEL',
    en: 'Sex or birth date other than in the PESEL number',
    uk: 'Стать або дата народження інша, ніж у номері PESEL',
  },
  when: {
    pl: 'PESEL zawiera datę urodzenia i płeć; zapisane w danych pacjenta są inne.',
    en: 'A PESEL number contains a birth date and a sex; those recorded for the patient are others.',
    uk: 'PESEL містить дату народження і стать; записані в даних пацієнта інші.',
  },
  source: 'Ustawa o ewidencji ludności, art. 15 (budowa numeru PESEL)',
  find({ patient, now }) {
    const { pesel, birthDate, sex } = identity(patient, now);
    const said = pesel === undefined ? undefined : readPesel(pesel);
    if (!said) return [];
    const otherDay = birthDate !== undefined && !said.birthDate.startsWith(birthDate);
    const otherSex = (sex === 'male' || sex === 'female') && said.sex !== sex;
    return otherDay || otherSex ? [{ links: [linkOf(patient)] }] : [];
  },
};

export const valuesDiffer: GapRule = {
  ...unowned,
  id: 'values-differ',
  danger: 2,
  title: {
    pl: 'Dwa wyniki z jednej chwili',
    en: 'Two results of one moment',
    uk: 'Два результати одного моменту',
  },
  when: {
    pl: 'To samo badanie (kod) ma z tej samej godziny dwie różne wartości w tej samej jednostce.',
    en: 'The same test (code) has two different values in the same unit at the same hour and minute.',
    uk: 'Той самий аналіз (код) має на ту саму годину два різні значення в тій самій одиниці.',
  },
  source: 'HL7 FHIR R4 Observation.effective, status',
  find({ observations }) {
    const pairs = groups(observations.filter(holds), moments).flatMap((same) => {
      const values = groups(same, (one) => valueWords(one) || undefined);
      return values.length < 2 ? [] : [values.map(([one]) => one as Fhir)];
    });
    const [first] = pairs; // observations come newest first
    if (!first) return [];
    // The name once: what differs must not be cut off at the end of the line.
    const links = first.map((one, place) =>
      lineOf(one, [place === 0 && words(one.code), valueWords(one)].filter(Boolean).join(' ')),
    );
    return [{ links, ...(pairs.length > 1 ? { count: pairs.flat().length } : {}) }];
  },
};

/** Test, moment and unit; undefined for what has no time of the day, since a day may hold many measurements. */
function moments(observation: Fhir): string | undefined {
  const date = dateOf(observation);
  const [code] = codes(observation.code);
  const { number, unit } = measured(observation);
  if (!code || !date?.includes('T') || number === undefined) return undefined;
  return `${code} ${moment(date)} ${unit ?? ''}`;
}

export const refutedAndActive: GapRule = {
  ...unowned,
  id: 'refuted-and-active',
  danger: 2,
  title: {
    pl: 'Rozpoznanie wykluczone, a gdzie indziej czynne',
    en: 'A diagnosis refuted, and active elsewhere',
    uk: 'Діагноз відкинуто, а деінде він активний',
  },
  when: {
    pl: 'Rozpoznanie o tym samym kodzie jest czynne i zapisano też, że je wykluczono, później albo w innej placówce.',
    en: 'A diagnosis of one code is active and was also refuted, later or at another facility.',
    uk: 'Діагноз з тим самим кодом активний, і також записано, що його відкинуто, пізніше або в іншому закладі.',
  },
  source: 'HL7 FHIR R4 Condition.verificationStatus',
  find({ conditions, names, visits }) {
    return groups(conditions, (one) => codes(one.code)[0]).flatMap((same): Found[] => {
      const active = same.find((one) => holds(one) && codes(one.clinicalStatus)[0] === 'active');
      if (!active) return [];
      const at = (one: Fhir) => sourceOf(one, names, visits).facility;
      const refuted = same.find((one) => {
        const isRefuted = codes(one.verificationStatus).includes('refuted');
        return isRefuted && (at(one) !== at(active) || (moment(dateOf(one)) ?? 0) >= (moment(dateOf(active)) ?? 0));
      });
      return refuted ? [{ links: [lineOf(active), lineOf(refuted)] }] : [];
    });
  },
};
