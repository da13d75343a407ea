/** The words of the operators' screens: roles, states, kinds of requests, and refusals that say what to do. */
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import type { ApiProblem } from '#libs/ui/session/api.ts';

type I18n = ReturnType<typeof useLingui>['i18n'];

const of =
  (words: Readonly<Record<string, string>>) =>
  (code: string | null | undefined): string =>
    (code && words[code]) || code || '';

const refusals = (i18n: I18n): Readonly<Record<string, string>> => ({
  'own-request': i18n._('Zdecyduje inna osoba: nikt nie rozpatruje własnego wniosku ani wniosku o sobie.'),
  'decided-already': i18n._('Ten wniosek ktoś już rozpatrzył. Odśwież listę.'),
  'identifier-needed': i18n._('Nadaj identyfikator: małe litery, cyfry, kropki i kreski, od 3 do 64 znaków.'),
  'identifier-used': i18n._(
    'Ten identyfikator był już nadany. Identyfikatorów nie nadaje się drugi raz. Wybierz inny.',
  ),
  'has-account': i18n._('Ta osoba ma już konto. Złóż wniosek o zmianę jej uprawnień.'),
  'admission-missing': i18n._('Najpierw odnotuj oświadczenie o poufności, zapoznanie z zasadami i szkolenie.'),
  'activated-already': i18n._('Konto zostało już otwarte. Złóż wniosek o nowy kod.'),
  'not-approved': i18n._('Kod wydaje się do zatwierdzonego wniosku o nowe konto albo o nowy kod.'),
  'own-right': i18n._('Twoje uprawnienia przejrzy inna osoba.'),
  'no-such-right': i18n._('To uprawnienie już wygasło. Odśwież listę.'),
  'no-such-account': i18n._('Nie ma takiego konta albo jest zamknięte.'),
  'no-such-request': i18n._('Nie ma takiego wniosku.'),
  'request-incomplete': i18n._('Wniosek jest niepełny. Wypełnij wszystkie pola.'),
  'end-needed': i18n._('Osoba spoza etatu ma uprawnienia do określonego dnia. Podaj ten dzień.'),
  'end-too-far': i18n._('Uprawnienia osoby spoza etatu mogą trwać najwyżej 180 dni. Podaj bliższy dzień.'),
  'no-rights': i18n._('To konto nie ma uprawnień, które można zmienić.'),
  'stronger-sign-in-needed': i18n._('Do tego potrzebne jest logowanie kluczem sprzętowym.'),
  'client-taken': i18n._('Ten identyfikator klienta był już nadany. Wybierz inny.'),
  'client-not-valid': i18n._('Dane klienta się nie zgadzają. Sprawdź rodzaj, zakresy i adresy.'),
  'keys-not-valid': i18n._('Klucze nie pasują: podaj od 1 do 5 kluczy publicznych P-256, P-384 albo RSA, każdy z kid.'),
  'gate-checks-failed': i18n._('Nie można dopuścić: są sprawdzenia, które wypadły źle.'),
  'not-now': i18n._('W tym stanie nie można tego zrobić. Odśwież stronę.'),
  'no-such-client': i18n._('Nie ma takiego klienta.'),
});

export function useOperatorWords() {
  const { i18n } = useLingui();
  return useMemo(() => {
    const known = refusals(i18n);
    return {
      role: of({
        ...{ physician: i18n._('lekarz'), pharmacist: i18n._('farmaceuta') },
        ...{ operator: i18n._('operator'), patient: i18n._('pacjent') },
      }),
      state: of({ active: i18n._('czynne'), blocked: i18n._('zablokowane'), closed: i18n._('zamknięte') }),
      because: of({
        suspended: i18n._('zablokowane przez operatora'),
        unused: i18n._('nieużywane za długo'),
        ended: i18n._('wszystkie uprawnienia wygasły'),
        closed: i18n._('zamknięte na stałe'),
      }),
      request: of({
        grant: i18n._('Nadanie uprawnień'),
        change: i18n._('Zmiana danych lub zakresu'),
        suspend: i18n._('Blokada'),
        resume: i18n._('Odblokowanie'),
        close: i18n._('Zamknięcie na stałe'),
        renew: i18n._('Nowy kod aktywacji'),
      }),
      admission: of({
        confidentiality: i18n._('oświadczenie o poufności'),
        rules: i18n._('zapoznanie z zasadami'),
        training: i18n._('szkolenie'),
      }),
      factor: of({
        passkey: i18n._('klucz dostępu'),
        password: i18n._('hasło'),
        totp: i18n._('kod z aplikacji'),
        recovery: i18n._('kod zapasowy'),
      }),
      problem: ({ code, status }: ApiProblem): string =>
        known[code] ??
        (status === 0
          ? i18n._('Nie mamy połączenia z e-Zdrowiem. Nic nie zmieniono. Spróbuj ponownie.')
          : i18n._('Nie udało się tego zrobić. Sprawdź pola i spróbuj ponownie.')),
    };
  }, [i18n]);
}
