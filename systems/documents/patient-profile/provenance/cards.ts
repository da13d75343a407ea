/** Cards of the rules by which level 0 derives facts (PRO-7). Those of gaps stand with their rules (gaps/). */
import type { RuleCard } from '../model.ts';
import type { levelRules } from './cards-levels.ts';
import { own } from './own.ts';

export const derivedRules = [
  {
    ...own,
    id: 'active-problem',
    title: { pl: 'Czynny problem', en: 'Active problem', uk: 'Активна проблема' },
    when: {
      pl: 'Rozpoznania o jednym kodzie to jeden problem. Jest czynny, gdy tak go zapisano; trwa od najstarszego zapisu. Wykluczone i pomyłkowe odpadają.',
      en: 'Diagnoses of one code are one problem. It is active when recorded so, since its oldest record. Refuted and mistaken ones are left out.',
      uk: 'Діагнози з одним кодом — одна проблема. Вона активна, якщо так записано, від найдавнішого запису. Відкинуті й помилкові не враховано.',
    },
    source: 'HL7 FHIR R4 Condition.clinicalStatus, verificationStatus',
  },
  {
    ...own,
    id: 'current-medicine',
    title: { pl: 'Obecny lek', en: 'Current medicine', uk: 'Поточні ліки' },
    when: {
      pl: 'Recepta jest czynna, albo została zrealizowana i jej zapas (z 30 dniami zwłoki) jeszcze trwa. Mówi ostatnia recepta leku.',
      en: 'The prescription is active, or was filled and its supply (and 30 days) lasts. The last prescription of a medicine speaks for it.',
      uk: 'Рецепт активний, або його реалізовано й запасу (плюс 30 днів) ще вистачає. Говорить останній рецепт ліків.',
    },
    source: 'HL7 FHIR R4 MedicationRequest.status, dispenseRequest.expectedSupplyDuration',
  },
  {
    ...own,
    id: 'dispensed',
    title: { pl: 'Wykupienie', en: 'Dispensing', uk: 'Викуп' },
    when: {
      pl: 'Wykupiony: wydanie z apteki wskazuje tę receptę. „Nie wykupiony” znaczy, że żadna apteka wydania nie przesłała.',
      en: 'Dispensed: a pharmacy’s dispensing names this prescription. “Not dispensed” means that no pharmacy sent one.',
      uk: 'Викуплено: видача з аптеки вказує на цей рецепт. «Не викуплено» означає, що жодна аптека не надіслала видачі.',
    },
    source: 'HL7 FHIR R4 MedicationDispense.authorizingPrescription',
  },
  {
    ...own,
    id: 'result-flag',
    title: { pl: 'Ocena wyniku', en: 'Flag of a result', uk: 'Оцінка результату' },
    when: {
      pl: 'Ocena laboratorium; gdy jej nie ma, porównanie z zakresem podanym przez laboratorium. Bez zakresu: „norma nieznana”.',
      en: 'What the laboratory said; else the comparison with the laboratory’s own range. Without a range: “unknown”.',
      uk: 'Оцінка лабораторії; якщо її немає, порівняння з діапазоном лабораторії. Без діапазону: «норма невідома».',
    },
    source: 'HL7 FHIR R4 Observation.interpretation, referenceRange',
  },
  {
    ...own,
    id: 'result-trend',
    title: { pl: 'Kierunek wyniku', en: 'Direction of a result', uk: 'Напрям результату' },
    when: {
      pl: 'Wobec poprzedniej wartości tego samego badania w tej samej jednostce; zmiana do 3 % to „bez zmian”.',
      en: 'Against the value before it of the same test in the same unit; a change of up to 3 % is “the same”.',
      uk: 'Порівняно з попереднім значенням того самого аналізу в тій самій одиниці; зміна до 3 % — «без змін».',
    },
    source: 'Reguła własna / our own rule',
  },
  {
    ...own,
    id: 'news',
    title: { pl: 'Co nowego', en: 'What is new', uk: 'Що нового' },
    when: {
      pl: 'Wypisy, wyniki poza normą, leki przepisane pierwszy raz od 400 dni i nowe rozpoznania od ostatniej wizyty w tej placówce (albo od roku).',
      en: 'Discharge letters, results out of range, medicines first prescribed in 400 days and new diagnoses since the last visit to this facility (or for a year).',
      uk: 'Виписки, результати поза нормою, ліки, призначені вперше за 400 днів, і нові діагнози від останнього візиту до цього закладу (або за рік).',
    },
    source: 'Reguła własna / our own rule',
  },
  {
    ...own,
    id: 'allergy-state',
    title: { pl: 'Uczulenia', en: 'Allergies', uk: 'Алергії' },
    when: {
      pl: 'Czynne uczulenia, które ktoś zapisał. „Nie ma” mówimy tylko, gdy ktoś to zapisał; inaczej: nikt nie zapisał.',
      en: 'Active allergies that somebody recorded. “None” is said only when somebody recorded that; else: nobody recorded.',
      uk: 'Активні алергії, які хтось записав. «Немає» лише тоді, коли це записано; інакше: ніхто не записав.',
    },
    source: 'HL7 International Patient Summary, absent and unknown data',
  },
  {
    ...own,
    id: 'care-team',
    title: { pl: 'Zespół', en: 'Care team', uk: 'Команда' },
    when: {
      pl: 'Lekarz POZ z danych pacjenta, członkowie zespołów opieki, potem ostatnio przyjmujący.',
      en: 'The general practitioner in the patient’s data, members of care teams, then who saw the patient last.',
      uk: 'Сімейний лікар з даних пацієнта, члени команд, потім ті, хто приймав останніми.',
    },
    source: 'HL7 FHIR R4 Patient.generalPractitioner, CareTeam, Encounter.participant',
  },
  {
    ...own,
    id: 'completeness',
    title: { pl: 'Pełność danych', en: 'Completeness', uk: 'Повнота даних' },
    when: {
      pl: 'Liczba wpisów i dzień ostatniego wpisu każdego źródła. „Brak danych” nie znaczy „nic złego”.',
      en: 'How many entries each source has, and the day of the last. “No data” does not mean “nothing wrong”.',
      uk: 'Кількість записів і день останнього запису кожного джерела. «Немає даних» не означає «все гаразд».',
    },
    source: 'Reguła własna / our own rule',
  },
] as const satisfies readonly RuleCard[];

export type DerivedRule = (typeof derivedRules)[number]['id'] | (typeof levelRules)[number]['id'];
