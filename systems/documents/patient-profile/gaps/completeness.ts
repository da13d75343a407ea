/** What is not there or cannot be relied on: silent facilities, sources that do not answer, odd dates, unknown codes. */
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import { as, type CodeableConcept, type Coding, codes, type Fhir, list, moment } from '../reading.ts';
import type { OutlineRow } from '#core/record/record.ts';
import { day, type Found, type GapRule, holds, lineOf, secondsOf, unowned } from './rule.ts';

/** A facility with at least this many contacts among those read is one that we expect to hear from. */
const regular = 2;
const silentAfter = 182 * day;
const expectedFor = 3 * 365 * day;

export const silentFacilities: GapRule = {
  ...unowned,
  id: 'silent-facilities',
  danger: 3,
  title: {
    pl: 'Placówki bez nowych danych od pół roku',
    en: 'Facilities that sent nothing for half a year',
    uk: 'Заклади без нових даних пів року',
  },
  when: {
    pl: 'Placówka, w której zapisano co najmniej dwa kontakty, nie przesłała niczego od 182 dni (i nie dłużej niż 3 lata).',
    en: 'A facility with at least two recorded contacts has sent nothing for 182 days (and no longer than 3 years).',
    uk: 'Заклад із щонайменше двома контактами нічого не надсилав 182 дні (і не довше 3 років).',
  },
  source: 'Ustawa o systemie informacji w ochronie zdrowia art. 11: obowiązek przekazywania danych zdarzeń',
  find({ facilities, now }) {
    const today = secondsOf(now);
    const silent = facilities.filter(({ last, contacts }) => {
      const age = today - (moment(last) ?? 0);
      return contacts >= regular && age > silentAfter && age < expectedFor;
    });
    if (silent.length === 0) return [];
    const places = silent.map(({ name, last }) => ({ name, last })).sort((a, b) => a.last.localeCompare(b.last));
    return [{ links: [], places, count: places.length, since: places[0]?.last as string }];
  },
};

export const sourceDown: GapRule = {
  ...unowned,
  id: 'source-down',
  danger: 2,
  title: {
    pl: 'Źródło nie odpowiada albo jest częściowe',
    en: 'A source does not answer, or is partial',
    uk: 'Джерело не відповідає або часткове',
  },
  when: {
    pl: 'Źródło, z którego profil korzysta, nie odpowiedziało albo odpowiedziało częściowo. Brak jego danych nic nie znaczy.',
    en: 'A source of the profile did not answer or answered in part. That its data are missing means nothing.',
    uk: 'Джерело профілю не відповіло або відповіло частково. Відсутність його даних нічого не означає.',
  },
  source: 'ux/features G8: „brak danych” nigdy nie wygląda jak „nic złego”',
  find({ sources }) {
    const broken = sources.filter(({ state }) => state === 'down' || state === 'partial');
    const places = broken.map(({ name, last }) => ({ name, last: last ?? '' }));
    return places.length === 0 ? [] : [{ links: [], places, count: places.length }];
  },
};

export const withheldData: GapRule = {
  ...unowned,
  id: 'withheld',
  danger: 3,
  title: {
    pl: 'Pacjent zastrzegł część danych przed Twoją placówką',
    en: 'The patient withholds some data from your facility',
    uk: 'Пацієнт закрив частину даних від вашого закладу',
  },
  when: {
    pl: 'Mówimy tylko, że coś zastrzeżono: nie co, nie ile i nie od kogo.',
    en: 'Only that something is withheld is said: not what, not how much, not whose.',
    uk: 'Повідомляємо лише, що щось закрито: не що, не скільки і не чиє.',
  },
  source: 'Rozporządzenie EHDS 2025/327 art. 8; ustawa o prawach pacjenta',
  find: ({ withheld }) => (withheld ? [{ links: [] }] : []),
};

/** An entry of the outline is drawn by its links; more than these are only counted. */
const mostLinks = 3;
const isoDay = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
const counted = (rows: readonly OutlineRow[]): Found[] =>
  rows.length === 0
    ? []
    : [
        {
          links: rows.slice(0, mostLinks).map(({ type, id, starts }) => ({ type, id, date: isoDay(starts) })),
          count: rows.length,
        },
      ];
/** JavaScript has no dates beyond this second; nor has medicine. */
const lastSecond = 8.64e12;
const isDated = ({ starts }: OutlineRow): boolean => Math.abs(starts) < lastSecond;

export const futureDated: GapRule = {
  ...unowned,
  id: 'future-dated',
  danger: 2,
  title: {
    pl: 'Wpisy z datą w przyszłości',
    en: 'Entries dated in the future',
    uk: 'Записи з датою в майбутньому',
  },
  when: {
    pl: 'Zdarzenie, które miało już zajść, ma datę późniejszą niż jutro. Profil nie uznaje go za bieżące. Zaplanowane wizyty się nie liczą.',
    en: 'An event that should have happened is dated later than tomorrow. The profile does not take it for current. Planned visits do not count.',
    uk: 'Подія, що вже мала відбутися, має дату пізнішу за завтра. Профіль не вважає її поточною. Заплановані візити не враховуються.',
  },
  source: 'HL7 FHIR R4, elementy czasu zdarzeń; reguła własna',
  find({ outline, encounters, now }) {
    const limit = secondsOf(now) + day;
    const planned = new Set(encounters.filter(({ status }) => status === 'planned').map(({ id }) => id));
    return counted(outline.filter((row) => isDated(row) && row.starts > limit && !planned.has(row.id)));
  },
};

/** What may rightly be dated after somebody has died: what is written about it. */
const afterwards = new Set(['DocumentReference', 'Composition', 'DiagnosticReport', 'Condition', 'AllergyIntolerance']);

export const afterDeath: GapRule = {
  ...unowned,
  id: 'after-death',
  danger: 2,
  title: {
    pl: 'Zdarzenia z datą po zgonie',
    en: 'Events dated after death',
    uk: 'Події з датою після смерті',
  },
  when: {
    pl: 'Wizyta, lek albo badanie ma datę późniejszą niż dzień po zapisanym zgonie. Dokumenty i opisy się nie liczą.',
    en: 'A visit, a medicine or a test is dated later than the day after the recorded death. Documents and reports do not count.',
    uk: 'Візит, ліки або аналіз мають дату пізнішу за день після записаної смерті. Документи й описи не враховуються.',
  },
  source: 'HL7 FHIR R4 Patient.deceased; reguła własna',
  find({ outline, patient, now }) {
    const died = moment(as<string>(patient.deceasedDateTime));
    if (died === undefined) return [];
    const last = Math.min(died + day, secondsOf(now) + day);
    return counted(outline.filter((row) => isDated(row) && row.starts > last && !afterwards.has(row.type)));
  },
};

const known = new Set<string>([
  ...Object.values(codeSystems),
  'http://hl7.org/fhir/sid/icd-10',
  'http://id.who.int/icd/release/11/mms',
  'http://www.whocc.no/atc',
]);
const isCoded = (concept: unknown): boolean =>
  list<Coding>(as<CodeableConcept>(concept)?.coding).some(({ system, code }) => code && system && known.has(system));

export const unknownCodes: GapRule = {
  ...unowned,
  id: 'unknown-codes',
  danger: 3,
  title: {
    pl: 'Wpisy bez znanego kodu',
    en: 'Entries without a known code',
    uk: 'Записи без відомого коду',
  },
  when: {
    pl: 'Czynne rozpoznanie, czynna recepta albo uczulenie nie ma kodu z systemu, który znamy (ICD-10, ICD-11, SNOMED CT, ATC, GTIN, RPL). Wpis widać tak, jak go zapisano.',
    en: 'An active diagnosis, an active prescription or an allergy has no code of a system that we know (ICD-10, ICD-11, SNOMED CT, ATC, GTIN, RPL). It is shown as it was recorded.',
    uk: 'Активний діагноз, рецепт або алергія не має коду з відомої нам системи (ICD-10, ICD-11, SNOMED CT, ATC, GTIN, RPL). Запис показано так, як його внесено.',
  },
  source: 'HL7 FHIR R4 CodeableConcept; lista systemów: libs/polish-identifiers/systems.ts',
  find({ conditions, requests, intolerances }) {
    const active = (one: Fhir) => holds(one) && ['active', undefined].includes(codes(one.clinicalStatus)[0]);
    const asked = [
      ...conditions.filter(active).filter(({ code }) => code !== undefined && !isCoded(code)),
      ...requests.filter((one) => {
        const { status, medicationCodeableConcept: concept } = one;
        return status === 'active' && concept !== undefined && !isCoded(concept);
      }),
      ...intolerances.filter(active).filter(({ code }) => code !== undefined && !isCoded(code)),
    ];
    if (asked.length === 0) return [];
    const links = asked.slice(0, mostLinks).map((one) => lineOf(one, lineOf(one).what ?? wordsOfMedicine(one)));
    return [{ links, count: asked.length }];
  },
};

const wordsOfMedicine = (one: Fhir): string | undefined => as<CodeableConcept>(one.medicationCodeableConcept)?.text;
