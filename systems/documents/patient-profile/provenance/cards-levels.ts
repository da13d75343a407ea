/** Cards of the rules by which levels 1 to 3 derive facts, and of level 0's own frame (PRO-7). */
import type { RuleCard } from '../model.ts';
import { own } from './own.ts';

export const levelRules = [
  {
    ...own,
    id: 'identity',
    title: { pl: 'Kim jest pacjent', en: 'Who the patient is', uk: 'Хто пацієнт' },
    when: {
      pl: 'Imię, nazwisko, PESEL i płeć jak w danych pacjenta. Wiek liczymy z daty urodzenia, po śmierci na jej dzień.',
      en: 'Names, PESEL and sex as in the patient’s data. The age is counted from the birth date, after death as of that day.',
      uk: 'Ім’я, прізвище, PESEL і стать як у даних пацієнта. Вік рахуємо від дати народження, після смерті — на її день.',
    },
    source: 'HL7 FHIR R4 Patient',
  },
  {
    ...own,
    id: 'document-line',
    title: { pl: 'Dokument na liście', en: 'Document in the list', uk: 'Документ у списку' },
    when: {
      pl: 'Dokumenty od najnowszych; zastąpione i pomyłkowe odpadają. Wypis to karta informacyjna (LOINC) albo „wypis” w nazwie.',
      en: 'Documents, newest first; replaced and mistaken ones are left out. A discharge letter is one by LOINC or by its name.',
      uk: 'Документи від найновіших; замінені й помилкові не враховано. Виписка — за кодом LOINC або за назвою.',
    },
    source: 'LOINC 18842-5, 28655-9, 11490-0, 34105-7',
  },
  {
    ...own,
    id: 'life-line',
    title: { pl: 'Linia życia', en: 'Life line', uk: 'Лінія життя' },
    when: {
      pl: 'Każdy wpis leży na jednym torze, według swojego rodzaju i daty. Świadczenia rozliczone przez NFZ, o których nikt nie doniósł, stoją wśród wizyt.',
      en: 'Every entry lies in one lane, by its type and date. Services that the NFZ settled and nobody reported stand among visits.',
      uk: 'Кожен запис лежить на одній доріжці, за видом і датою. Послуги, які NFZ оплатив, а ніхто не повідомив, стоять серед візитів.',
    },
    source: 'Reguła własna / our own rule',
  },
  {
    ...own,
    id: 'recorded',
    title: { pl: 'Tak zapisano', en: 'As recorded', uk: 'Так записано' },
    when: {
      pl: 'Pokazujemy wpis tak, jak go przesłano. Placówkę bierzemy z wpisu, a gdy jej nie podano, z wizyty, do której należy.',
      en: 'The entry is shown as it was sent. The facility is the one that it names, else that of its visit.',
      uk: 'Показуємо запис так, як його надіслано. Заклад — із запису, а якщо його немає, з візиту, до якого він належить.',
    },
    source: 'HL7 FHIR R4',
  },
  {
    ...own,
    id: 'problem-group',
    title: { pl: 'Jeden problem', en: 'One problem', uk: 'Одна проблема' },
    when: {
      pl: 'Rozpoznania z jednej kategorii ICD-10 to jeden problem. Czynny, gdy czynny jest choć jeden zapis; trwa od najstarszego. Wykluczone i pomyłkowe odpadają.',
      en: 'Diagnoses of one ICD-10 category are one problem: active when one of its records is, since the oldest. Refuted and mistaken ones are left out.',
      uk: 'Діагнози однієї категорії МКХ-10 — одна проблема: активна, якщо активний хоч один запис, від найдавнішого. Відкинуті й помилкові не враховано.',
    },
    source: 'ICD-10; HL7 FHIR R4 Condition.clinicalStatus, verificationStatus',
  },
  {
    ...own,
    id: 'problem-event',
    title: { pl: 'Zdarzenia problemu', en: 'Events of a problem', uk: 'Події проблеми' },
    when: {
      pl: 'Wizyty i pobyty, które podają ten problem jako rozpoznanie lub powód albo przy których go zapisano, i to, co na nich powstało.',
      en: 'Visits and stays that name the problem as diagnosis or reason, or at which it was recorded, and what came of them.',
      uk: 'Візити й перебування, де проблему вказано діагнозом чи причиною або де її записано, і те, що там виникло.',
    },
    source: 'HL7 FHIR R4 Encounter.diagnosis, reasonCode; encounter',
  },
  {
    ...own,
    id: 'problem-measure',
    title: { pl: 'Badanie tego problemu', en: 'Test of this problem', uk: 'Аналіз цієї проблеми' },
    when: {
      pl: 'Badania dobiera tabela dla kodu ICD-10 (przykład, nie do użytku klinicznego); bez tabeli: te, które najczęściej mierzono na wizytach.',
      en: 'A table chooses tests by ICD-10 code (an example, not for clinical use); without one: those that its visits measured most often.',
      uk: 'Аналізи добирає таблиця за кодом МКХ-10 (приклад, не для клінічного використання); без неї — найчастіші на візитах.',
    },
    source: 'problem-links.ts, tabela przykładowa / an example table',
  },
  {
    ...own,
    id: 'goal-met',
    title: { pl: 'Cel', en: 'Goal', uk: 'Ціль' },
    when: {
      pl: 'Cel spełnia ostatnia wartość badania, które cel nazywa. Bez wartości albo bez celu liczbowego nic nie mówimy.',
      en: 'A goal is met when the last value of the test that it names lies within it. Without a value or a numeric target nothing is said.',
      uk: 'Ціль досягнуто, коли останнє значення названого аналізу в її межах. Без значення чи числової цілі нічого не кажемо.',
    },
    source: 'HL7 FHIR R4 Goal.target',
  },
  {
    ...own,
    id: 'problem-plan',
    title: { pl: 'Plan', en: 'Plan', uk: 'План' },
    when: {
      pl: 'Plan leczenia, który wskazuje ten problem; najnowszy na górze.',
      en: 'A care plan that names this problem; the newest first.',
      uk: 'План лікування, що вказує цю проблему; найновіший угорі.',
    },
    source: 'HL7 FHIR R4 CarePlan.addresses',
  },
  {
    ...own,
    id: 'treatment-belongs',
    title: { pl: 'Lek tego problemu', en: 'Medicine of this problem', uk: 'Ліки цієї проблеми' },
    when: {
      pl: 'Recepta podaje ten problem jako powód; inaczej lek dobiera tabela po kodzie ATC (przykład, nie do użytku klinicznego).',
      en: 'The prescription names the problem as its reason; else a table chooses it by ATC code (an example, not for clinical use).',
      uk: 'Рецепт вказує проблему як причину; інакше ліки добирає таблиця за кодом ATC (приклад, не для клінічного використання).',
    },
    source: 'HL7 FHIR R4 MedicationRequest.reasonReference; problem-links.ts',
  },
  {
    ...own,
    id: 'treatment-spans',
    title: { pl: 'Okres leczenia', en: 'Period of treatment', uk: 'Період лікування' },
    when: {
      pl: 'Recepta za receptą, tak długo, jak starcza leku (bez podanego zapasu 30 dni); przerwa krótsza niż 90 dni nie przerywa.',
      en: 'Prescription after prescription, as long as the supply lasts (30 days when not said); a pause under 90 days is none.',
      uk: 'Рецепт за рецептом, доки вистачає ліків (30 днів, якщо не вказано); пауза до 90 днів не перериває.',
    },
    source: 'HL7 FHIR R4 MedicationRequest.authoredOn, dispenseRequest.expectedSupplyDuration',
  },
  {
    ...own,
    id: 'responsible',
    title: { pl: 'Kto prowadzi', en: 'Who answers for it', uk: 'Хто веде' },
    when: {
      pl: 'Autor obecnego planu; inaczej członek zespołu tej specjalności; inaczej kto najczęściej przyjmował; inaczej kto zapisał rozpoznanie.',
      en: 'The author of the present plan; else the team’s member of that speciality; else who saw the patient most; else the recorder.',
      uk: 'Автор чинного плану; інакше член команди цієї спеціальності; інакше хто найчастіше приймав; інакше хто записав діагноз.',
    },
    source: 'Reguła własna / our own rule',
  },
  {
    ...own,
    id: 'problem-missing',
    title: { pl: 'Czego brakuje', en: 'What is missing', uk: 'Чого бракує' },
    when: {
      pl: 'Badania nigdy nie było albo dawniej, niż mówi tabela; rok bez wizyty; 30 dni bez wykupienia; brak celu, planu, bieżącego leku lub tabeli.',
      en: 'A test never done, or longer ago than the table says; a year without a visit; 30 days not collected; no goal, plan, current medicine or table.',
      uk: 'Аналізу не було або він давніший, ніж каже таблиця; рік без візиту; 30 днів без викупу; немає цілі, плану, ліків чи таблиці.',
    },
    source: 'problem-missing.ts, tabela przykładowa / an example table',
  },
  {
    ...own,
    id: 'event-link',
    title: { pl: 'Należy do tego zdarzenia', en: 'Belongs to this event', uk: 'Належить до цієї події' },
    when: {
      pl: 'Wpis sam wskazuje tę wizytę lub pobyt; wydanie leku wskazuje swoją receptę.',
      en: 'The entry itself names this visit or stay; a dispensing names its prescription.',
      uk: 'Запис сам вказує цей візит чи перебування; видача ліків вказує свій рецепт.',
    },
    source: 'HL7 FHIR R4 encounter, MedicationDispense.authorizingPrescription',
  },
  {
    ...own,
    id: 'document-fact',
    title: { pl: 'Dane z dokumentu', en: 'Data of the document', uk: 'Дані документа' },
    when: {
      pl: 'Wpisy z tej samej wizyty i te, o których mówi tekst. Miejsca szukamy po kodzie, liczbie z jednostką albo rdzeniu nazwy.',
      en: 'Entries of the same visit, and those that the text speaks of. Places are found by code, number with unit, or stem of the name.',
      uk: 'Записи того ж візиту і ті, про які говорить текст. Місце шукаємо за кодом, числом з одиницею або основою назви.',
    },
    source: 'Reguła własna / our own rule',
  },
  {
    ...own,
    id: 'document-signature',
    title: { pl: 'Podpis', en: 'Signature', uk: 'Підпис' },
    when: {
      pl: 'Mówimy, czy przysłano podpis. Ważność sprawdza ten, kto dokument przyjmuje; brak podpisu nie znaczy, że dokument jest fałszywy.',
      en: 'Whether a signature was sent. It is verified where documents come in; none does not mean that the document is false.',
      uk: 'Чи надіслано підпис. Його перевіряє той, хто приймає документ; відсутність не означає, що документ фальшивий.',
    },
    source: 'HL7 FHIR R4 Provenance.signature',
  },
  {
    ...own,
    id: 'document-versions',
    title: { pl: 'Zastąpienie', en: 'Replacement', uk: 'Заміна' },
    when: {
      pl: 'Jeden z dokumentów sam mówi, że zastępuje drugi.',
      en: 'One of the documents itself says that it replaces the other.',
      uk: 'Один із документів сам каже, що замінює інший.',
    },
    source: 'HL7 FHIR R4 DocumentReference.relatesTo',
  },
] as const satisfies readonly RuleCard[];
