/** The words of alerts: what was noticed, about whom, in numbers, what was done, why not. */
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import type { ApiProblem } from '#libs/ui/session/api.ts';

type I18n = ReturnType<typeof useLingui>['i18n'];

const of =
  (words: Readonly<Record<string, string>>) =>
  (code: string): string =>
    words[code] ?? code;

export function useAlertWords() {
  const { i18n } = useLingui();
  return useMemo(
    () => ({
      rule: of(ruleWords(i18n)),
      fact: of(factWords(i18n)),
      act: of(actWords(i18n)),
      problem: ({ code }: ApiProblem): string =>
        problemWords(i18n)[code] ?? i18n._('Nie udało się tego zapisać. Spróbuj ponownie za chwilę.'),
      severity: of({ high: i18n._('wysoka'), medium: i18n._('średnia'), low: i18n._('niska') }),
      queue: of({ security: i18n._('bezpieczeństwo'), privacy: i18n._('ochrona danych') }),
      state: of({
        new: i18n._('nowy'),
        'in-work': i18n._('w toku'),
        explained: i18n._('wyjaśniony'),
        false: i18n._('fałszywy'),
        confirmed: i18n._('potwierdzony'),
      }),
      subject: of({
        account: i18n._('osoba'),
        source: i18n._('adres sieciowy'),
        client: i18n._('system'),
        platform: i18n._('cała platforma'),
      }),
    }),
    [i18n],
  );
}

const ruleWords = (i18n: I18n) => ({
  'credential-stuffing': i18n._('Próby wielu kont z jednego adresu'),
  'password-spraying': i18n._('Jedno hasło na wielu kontach'),
  'brute-force': i18n._('Zgadywanie hasła jednego konta'),
  'impossible-travel': i18n._('Logowania z miejsc zbyt odległych'),
  'mass-look-up': i18n._('Przeglądanie wielu pacjentów'),
  'look-up-without-relationship': i18n._('Odczyty bez związku z leczeniem'),
  'low-and-slow': i18n._('Powolne przeglądanie cudzych danych'),
  'off-hours': i18n._('Odczyty o niezwykłej porze'),
  'sudden-growth': i18n._('Nagły wzrost ruchu systemu'),
  probing: i18n._('Szukanie luk przez osobę'),
  'probing-by-client': i18n._('Szukanie luk przez system'),
  'probing-by-source': i18n._('Szukanie luk z jednego adresu'),
  'privilege-change': i18n._('Zmiana uprawnień'),
  'repeated-emergency': i18n._('Kolejne dostępy ratunkowe'),
});

const factWords = (i18n: I18n) => ({
  failures: i18n._('nieudane próby'),
  attempts: i18n._('wszystkie próby'),
  accounts: i18n._('konta'),
  unknown: i18n._('nieznane loginy'),
  minutes: i18n._('w ciągu minut'),
  sources: i18n._('adresy'),
  measure: i18n._('co wzrosło'),
  requestsPerMinute: i18n._('żądania na minutę'),
  patientsPerMinute: i18n._('pacjenci na minutę'),
  errorsPerMinute: i18n._('błędy na minutę'),
  usualPerMinute: i18n._('zwykle na minutę'),
  usualPerDay: i18n._('zwykle na dzień'),
  kilometres: i18n._('kilometry'),
  from: i18n._('z'),
  to: i18n._('do'),
  sum: i18n._('nadwyżka'),
  unexplained: i18n._('pacjenci bez wyjaśnienia'),
  patients: i18n._('pacjenci'),
  hour: i18n._('godzina'),
  usualPercent: i18n._('jak często tu bywa o tej porze (%)'),
  refusals: i18n._('różne odmowy'),
  emergencies: i18n._('dostępy ratunkowe'),
  act: i18n._('czynność'),
  when: i18n._('pora'),
  tried: i18n._('odmówiono'),
});

const actWords = (i18n: I18n) => ({
  alert: i18n._('alert'),
  throttle: i18n._('spowolnienie'),
  'step-up': i18n._('żądanie drugiego składnika'),
  'end-sessions': i18n._('zakończenie sesji'),
  lock: i18n._('zatrzymanie'),
  'emergency-duty': i18n._('nie: dyżur ratunkowy'),
  'nobody-to-act-on': i18n._('nie: nie ma wobec kogo'),
  exempt: i18n._('nie: wyłączone w ustawieniach'),
});

const problemWords = (i18n: I18n): Readonly<Record<string, string>> => ({
  'not-in-that-state': i18n._('Ktoś zmienił już stan tego alertu. Odśwież stronę.'),
  'taken-by-another': i18n._('Ten alert prowadzi ktoś inny.'),
  'about-yourself': i18n._('Alert o Tobie musi zamknąć ktoś inny.'),
  'nothing-to-revert': i18n._('Nie ma już czego cofać.'),
  'prove-again': i18n._('Od Twojego logowania minęło ponad 15 minut. Zaloguj się ponownie i cofnij to od razu.'),
});
