/** The words of a summary in its two languages. What the record says is quoted as it was recorded, never translated. */
import type { Language, Reason, Words } from './model.ts';

const both = (pl: string, en: string): Words => ({ pl, en });

export const words = {
  title: both('Podsumowanie danych pacjenta', 'International Patient Summary'),
  generated: both('Utworzono automatycznie', 'Generated automatically'),
  unsigned: both(
    'Nikt nie sprawdził ani nie podpisał tego podsumowania.',
    'Nobody has checked or signed this summary.',
  ),
  signed: both('Sprawdził(a) i podpisał(a)', 'Checked and signed by'),
  comment: both('Komentarz lekarza', "Physician's comment"),
  hidden: both('Powody pominięcia wpisów przez lekarza', 'Why the physician left lines out'),
  confirmed: both('potwierdzone przez lekarza', 'confirmed by the physician'),
  asRecorded: both(
    'Nazwy są podane tak, jak je zapisano; kody pozwalają je odczytać w innym języku.',
    'Names are quoted as recorded, often in Polish; the codes beside them can be read in any language.',
  ),
  what: both('Co', 'What'),
  code: both('Kod', 'Code'),
  details: both('Szczegóły', 'Details'),
  when: both('Kiedy', 'When'),
  nobody: both(
    'Brak danych: nikt niczego tu nie zapisał. To nie znaczy, że nic nie ma.',
    'No information: nobody has recorded anything here. That does not mean that there is nothing.',
  ),
  closed: both(
    'Tej części nie wolno Ci zobaczyć. Nie wiadomo, czy coś zawiera.',
    'You may not see this part. Whether it holds anything is not said.',
  ),
  onlyLeftOut: both(
    'Są zapisy, ale żaden nie należy do podsumowania; powody niżej.',
    'There are records, but none belongs in a summary; the reasons stand below.',
  ),
  statedNone: both('Zapisano, że nic takiego nie ma.', 'It was stated that there is none.'),
  contradiction: both(
    'Sprzeczne: zapisano, że nic takiego nie ma, a są też wpisy.',
    'Contradiction: it was stated that there is none, yet there are entries.',
  ),
  future: both('data w przyszłości', 'dated in the future'),
  notGiven: both('nie podano', 'not stated'),
  leftOut: both('Nie wymieniono', 'Not listed'),
} as const satisfies Record<string, Words>;

export const reasons: Readonly<Record<Reason, Words>> = {
  repeated: both('wcześniejsze wpisy o tym samym', 'earlier entries of the same'),
  older: both('zakończone dawniej', 'ended longer ago'),
  over: both('ponad to, ile wymienia podsumowanie', 'more than a summary lists'),
  beyond: both('usunięte przez lekarza, z podaniem powodu', 'left out by the physician, with a reason'),
  mistaken: both('odwołane jako błędne lub wykluczone', 'withdrawn as mistaken or refuted'),
  unread: both('starsze, nieprzeczytane', 'older, not read'),
};

/** Codes of statuses that are shown as words; what is not here is shown as the code that it is. */
const codes: Readonly<Record<string, Words>> = {
  active: both('czynne', 'active'),
  inactive: both('nieczynne', 'inactive'),
  resolved: both('zakończone', 'resolved'),
  remission: both('remisja', 'in remission'),
  recurrence: both('nawrót', 'recurrence'),
  relapse: both('nawrót', 'relapse'),
  unconfirmed: both('niepotwierdzone', 'unconfirmed'),
  provisional: both('wstępne', 'provisional'),
  differential: both('różnicowe', 'differential'),
  confirmed: both('potwierdzone', 'confirmed'),
  completed: both('zakończone', 'completed'),
  stopped: both('przerwane', 'stopped'),
  cancelled: both('odwołane', 'cancelled'),
  'on-hold': both('wstrzymane', 'on hold'),
  'not-done': both('nie wykonano', 'not done'),
  preliminary: both('wstępny', 'preliminary'),
  high: both('duże ryzyko', 'high risk'),
  low: both('małe ryzyko', 'low risk'),
  'unable-to-assess': both('ryzyka nie określono', 'risk not assessed'),
  mild: both('łagodna', 'mild'),
  moderate: both('umiarkowana', 'moderate'),
  severe: both('ciężka', 'severe'),
  medication: both('lek', 'medication'),
  food: both('pokarm', 'food'),
  environment: both('środowisko', 'environment'),
  biologic: both('biologiczne', 'biologic'),
};

export const codeWords = (code: string, language: Language): string => codes[code]?.[language] ?? code;
