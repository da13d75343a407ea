/** The words of the summary's screens for codes: why nothing is listed, what was left out, how an entry stands. */
import { useLingui } from '@lingui/react';
import { useCodeWords } from '#libs/ui/codes/use-code-words.ts';
import type { ApiProblem } from '#libs/ui/session/api.ts';
import type { MedicineGroup, PartName } from '../../emergency.ts';
import type { Reason } from '../../model.ts';
import { type SectionName, sectionNames, sections } from '../../sections.ts';
import type { State } from '../../shown.ts';

export interface SummaryWords {
  readonly states: Readonly<Record<Exclude<State, 'entries'>, string>>;
  readonly parts: Readonly<Record<PartName, string>>;
  readonly groups: Readonly<Record<MedicineGroup, string>>;
  readonly titles: Readonly<Record<SectionName, string>>;
  /** By LOINC code; undefined for a section that is none of ours. */
  title(code: string): string | undefined;
  /** Of whose kind a signature is. */
  kind(signer: string): string;
  problem(problem: ApiProblem): string;
  leftOut(reason: Reason, count: number): string;
  /** A code of FHIR that changes what a line means; one that is not known is shown as it is. */
  code(code: string): string;
}

/** The titles of sections, in the language of the screen; the document itself is in Polish or English. */
function useTitles(): Readonly<Record<SectionName, string>> {
  const { i18n } = useLingui();
  return {
    alerts: i18n._('Ostrzeżenia'),
    allergies: i18n._('Alergie i nietolerancje'),
    medications: i18n._('Leki'),
    problems: i18n._('Problemy zdrowotne'),
    bloodGroup: i18n._('Grupa krwi'),
    immunizations: i18n._('Szczepienia'),
    procedures: i18n._('Zabiegi i procedury'),
    devices: i18n._('Wyroby medyczne i implanty'),
    results: i18n._('Wyniki badań'),
    vitalSigns: i18n._('Pomiary'),
    pastProblems: i18n._('Przebyte choroby'),
    pregnancy: i18n._('Ciąże'),
    socialHistory: i18n._('Styl życia i sytuacja społeczna'),
    functionalStatus: i18n._('Sprawność i samodzielność'),
    planOfCare: i18n._('Plan opieki'),
    advanceDirectives: i18n._('Oświadczenia woli'),
    insurance: i18n._('Ubezpieczenie'),
  };
}

/** Why signing was refused, by its code; whatever is said, what was typed stays. */
function useRefusals(): Readonly<Record<string, string>> {
  const { i18n } = useLingui();
  const changed = i18n._(
    'Dane zmieniły się od otwarcia. Wczytaliśmy je na nowo, a to, co wpisano, zostało. Przejrzyj i podpisz.',
  );
  return {
    ...{ 'summary-changed': changed, 'unknown-line': changed },
    'summary-too-large': i18n._('Podsumowanie jest za długie, aby je zapisać z podpisem. Pomiń część wpisów.'),
    'signing-certificate-lapsed': i18n._('Twój certyfikat do podpisu jest dziś nieważny. Wgraj nowy w ustawieniach.'),
  };
}

export function useSummaryWords(): SummaryWords {
  const { i18n } = useLingui();
  const [titles, problems, code] = [useTitles(), useRefusals(), useCodeWords()];
  const kinds: Readonly<Record<string, string>> = {
    qualified: i18n._('podpis kwalifikowany'),
    'trusted-profile': i18n._('profil zaufany'),
    'e-id': i18n._('podpis osobisty'),
    zus: i18n._('certyfikat ZUS'),
  };
  const reasons: Readonly<Record<Reason, string>> = {
    repeated: i18n._('powtórzone'),
    older: i18n._('dawniejsze'),
    over: i18n._('ponad to, co mieści lista'),
    beyond: i18n._('usunięte przez lekarza'),
    mistaken: i18n._('wycofane lub zaprzeczone'),
    unread: i18n._('nieodczytane'),
  };
  return {
    states: {
      'nobody-recorded': i18n._('Brak danych: nikt niczego nie zapisał. To nie znaczy, że nic nie ma.'),
      'stated-none': i18n._('Stwierdzono i zapisano, że nie ma.'),
      'left-out': i18n._('Są zapisy, ale żaden nie należy do podsumowania.'),
      withheld: i18n._('Ukryte: nie wolno Ci tego zobaczyć. Nie wiadomo, czy coś jest.'),
      unsaid: i18n._('Brak danych: podsumowanie nic o tym nie mówi. To nie znaczy, że nic nie ma.'),
    },
    parts: {
      allergies: i18n._('Uczulenia'),
      alerts: i18n._('Ostrzeżenia'),
      medicines: i18n._('Leki'),
      conditions: i18n._('Choroby'),
      devices: i18n._('Implanty i urządzenia'),
      bloodGroup: i18n._('Grupa krwi'),
      contacts: i18n._('Kogo zawiadomić'),
      directives: i18n._('Oświadczenia woli'),
    },
    groups: {
      anticoagulants: i18n._('przeciwkrzepliwe, przeciwpłytkowe'),
      insulins: i18n._('insulina'),
      antiepileptics: i18n._('przeciwpadaczkowe'),
      immunosuppressants: i18n._('immunosupresyjne'),
      opioids: i18n._('opioid'),
      uncoded: i18n._('bez kodu ATC, sprawdź'),
      others: i18n._('pozostałe'),
    },
    titles,
    title: (code) => {
      const name = sectionNames.find((one) => sections[one].code === code);
      return name && titles[name];
    },
    kind: (signer) => kinds[signer] ?? signer,
    problem: ({ code, status }) =>
      problems[code] ??
      (status === 0
        ? i18n._('Nie mamy połączenia. To, co wpisano, zostaje: spróbuj ponownie.')
        : i18n._('Nie udało się. To, co wpisano, zostaje: spróbuj ponownie za chwilę.')),
    leftOut: (reason, count) => `${reasons[reason] ?? reason}: ${count}`,
    code,
  };
}
