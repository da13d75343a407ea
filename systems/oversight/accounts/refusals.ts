/** Why accounts say no: the words for each code, in Polish and English. The English ones travel in the answer. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

interface Words {
  readonly kind: RefusalKind;
  readonly pl: string;
  readonly en: string;
  readonly retryAfter?: number;
}

export const refusals = {
  'wrong-credentials': {
    kind: 'unauthenticated',
    pl: 'Login lub hasło się nie zgadza albo logowanie wstrzymano po nieudanych próbach. Spróbuj za 15 minut.',
    en: 'The login or password is wrong, or signing in is paused after several failures. Try again in 15 minutes.',
  },
  'too-many-failures': {
    kind: 'busy',
    pl: 'Z tego miejsca było za dużo nieudanych prób logowania. Spróbuj ponownie za godzinę.',
    en: 'Too many sign-ins have failed from this place. Try again in an hour.',
    retryAfter: 3600,
  },
  'work-needed': {
    kind: 'busy',
    pl: 'Z tego miejsca było dużo nieudanych prób. Przeglądarka musi najpierw wykonać obliczenie.',
    en: 'Many sign-ins have failed from this place. Do the work of POST /api/accounts/work-challenge, and send it along.',
  },
  'security-key-needed': {
    kind: 'forbidden',
    pl: 'Zaloguj się kluczem bezpieczeństwa. Hasło z kodem nie wystarcza na tym koncie.',
    en: 'Sign in by your security key: a password with a code is not enough for this account.',
  },
  'security-key-missing': {
    kind: 'forbidden',
    pl: 'Dodaj klucz bezpieczeństwa związany z jednym urządzeniem i zaloguj się nim.',
    en: 'Add a passkey bound to one device, and sign in by it. Until then this session is good for nothing else.',
  },
  'password-change-needed': {
    kind: 'forbidden',
    pl: 'Zmień najpierw hasło.',
    en: 'Change your password first (POST /api/accounts/password). Until then this session is good for nothing else.',
  },
  'session-locked': {
    kind: 'unauthenticated',
    pl: 'Ekran jest zablokowany. Potwierdź, że to Ty.',
    en: 'Nobody was here for a while, so the session is locked. Show one factor: POST /api/accounts/unlock.',
  },
  'wrong-recovery': {
    kind: 'unauthenticated',
    pl: 'Te dane nie otwierają konta. Sprawdź login i oba kody.',
    en: 'These do not open an account: check the login and both codes.',
  },
  'wrong-old-password': {
    kind: 'forbidden',
    pl: 'Dotychczasowe hasło się nie zgadza.',
    en: 'The present password is wrong.',
  },
  'authenticator-over': {
    kind: 'conflict',
    pl: 'Minęło za dużo czasu. Zacznij dodawanie aplikacji od nowa.',
    en: 'Too much time has passed. Begin again: POST /api/accounts/authenticator/offer.',
  },
  'no-password': {
    kind: 'rule-broken',
    pl: 'To konto nie ma hasła: logujesz się kluczem dostępu.',
    en: 'This account has no password: you sign in by passkeys.',
  },
  'handle-not-valid': {
    kind: 'unauthenticated',
    pl: 'Minęło za dużo czasu. Podaj hasło jeszcze raz.',
    en: 'Too much time has passed. Enter your password again.',
  },
  'wrong-code': {
    kind: 'unauthenticated',
    pl: 'Kod jest nieprawidłowy. Wpisz kod, który teraz pokazuje aplikacja.',
    en: 'The code is wrong. Enter the code that your app shows now.',
  },
  'code-used': {
    kind: 'unauthenticated',
    pl: 'Ten kod został już użyty. Poczekaj na następny.',
    en: 'This code has been used. Wait for the next one.',
  },
  'second-factor-paused': {
    kind: 'busy',
    pl: 'Za dużo błędnych kodów. Spróbuj ponownie za 15 minut.',
    en: 'Too many wrong codes. Try again in 15 minutes.',
    retryAfter: 900,
  },
  'wrong-recovery-code': {
    kind: 'unauthenticated',
    pl: 'Kod zapasowy jest nieprawidłowy albo już użyty. Wpisz inny.',
    en: 'The recovery code is wrong or was used. Enter another one.',
  },
  'passkey-not-valid': {
    kind: 'unauthenticated',
    pl: 'Ten klucz dostępu nie pasuje. Spróbuj ponownie albo zaloguj się hasłem.',
    en: 'This passkey does not open an account here. Try again, or use your password.',
  },
  'passkey-not-kept': {
    kind: 'invalid',
    pl: 'Nie udało się zapisać klucza dostępu. Spróbuj ponownie.',
    en: 'The passkey could not be kept: its answer is not for the challenge we gave, or it is kept already.',
  },
  'too-many-passkeys': {
    kind: 'rule-broken',
    pl: 'Masz już 20 kluczy dostępu. Usuń te, których nie używasz.',
    en: 'You have 20 passkeys. Remove those that you do not use.',
  },
  'last-passkey': {
    kind: 'rule-broken',
    pl: 'To ostatni klucz, którym się logujesz. Dodaj najpierw drugi.',
    en: 'This is the last passkey that opens this account. Add another one first.',
  },
  'no-such-passkey': {
    kind: 'not-found',
    pl: 'Nie ma takiego klucza dostępu.',
    en: 'There is no such passkey.',
  },
  'proof-needed': {
    kind: 'forbidden',
    pl: 'Potwierdź najpierw, że to Ty: kodem z aplikacji albo kluczem dostępu.',
    en: 'Prove first that it is you (POST /api/accounts/step-up), then send the proof within two minutes.',
  },
  'activation-not-valid': {
    kind: 'unauthenticated',
    pl: 'Ten kod aktywacyjny jest nieprawidłowy, użyty albo stracił ważność. Poproś o nowy.',
    en: 'This activation code is wrong, was used or is over. Ask for a new one.',
  },
  'identity-not-proven': {
    kind: 'unauthenticated',
    pl: 'Nie udało się potwierdzić tożsamości. Spróbuj ponownie.',
    en: 'Your identity could not be proven. Start again at the national node.',
  },
  'node-refused': {
    kind: 'unauthenticated',
    pl: 'Nie udało się zalogować przez login.gov.pl. Zacznij od nowa na stronie logowania.',
    en: 'Signing in by the national node did not succeed. Begin again at the sign-in page.',
  },
  'node-unavailable': {
    kind: 'unavailable',
    pl: 'login.gov.pl teraz nie odpowiada. Spróbuj za kilka minut albo zaloguj się inaczej.',
    en: 'The national node does not answer now. Try again in a few minutes, or sign in another way.',
  },
  'not-entitled': {
    kind: 'forbidden',
    pl: 'Rejestr pracowników medycznych nie potwierdza teraz prawa wykonywania zawodu. Zgłoś się do swojej izby.',
    en: 'The register of medical workers (CWPM) does not confirm a right to practise that holds now. Ask your chamber.',
  },
  'has-account': {
    kind: 'conflict',
    pl: 'Ta osoba ma już konto. Jedna osoba ma jedno konto.',
    en: 'This person has an account: one person, one account. Ask for a right on it, or recover it.',
  },
  'factors-incomplete': {
    kind: 'rule-broken',
    pl: 'Wybierz hasło razem z kodem z aplikacji albo klucz dostępu.',
    en: 'Choose a password together with the code of an authenticator, or a passkey, or all of them.',
  },
  'device-bound-passkey-needed': {
    kind: 'rule-broken',
    pl: 'Potrzebny jest klucz bezpieczeństwa związany z jednym urządzeniem (na przykład na USB).',
    en: 'A passkey bound to one device is needed here (a security key); synced passkeys are not.',
  },
  'session-ended': {
    kind: 'unauthenticated',
    pl: 'Sesja się skończyła. Zaloguj się ponownie.',
    en: 'The session has ended. Sign in again.',
  },
  'session-revoked': {
    kind: 'unauthenticated',
    pl: 'Ta sesja została zakończona z innego miejsca. Zaloguj się ponownie.',
    en: 'This session was ended from elsewhere. Sign in again.',
  },
  csrf: {
    kind: 'forbidden',
    pl: 'Nie można potwierdzić, że żądanie wysłała ta strona. Odśwież stronę.',
    en: 'It cannot be told that our own page sent this. Send the session’s token as x-csrf-token.',
  },
  'token-not-valid': {
    kind: 'unauthenticated',
    pl: 'Token dostępu jest nieważny. Pobierz nowy.',
    en: 'The access token is not valid. Get a new one from /oidc/token.',
  },
  'scope-missing': {
    kind: 'forbidden',
    pl: 'Aplikacja nie ma zgody na dostęp do dokumentacji.',
    en: 'The token stands for nothing in the record. Ask for patient/… scopes (a patient) or user/… scopes (a clinician).',
  },
  'fhir-only': {
    kind: 'forbidden',
    pl: 'Token aplikacji działa tylko w FHIR.',
    en: 'A token given to an app is for the FHIR server (its audience) and nothing else.',
  },
  'interaction-not-found': {
    kind: 'not-found',
    pl: 'Prośba aplikacji wygasła. Zacznij od nowa w aplikacji.',
    en: 'The request of the app has expired. Start again in the app.',
  },
  'launch-not-valid': {
    kind: 'forbidden',
    pl: 'Aplikacji nie otwarto stąd. Otwórz ją jeszcze raz w profilu pacjenta.',
    en: 'The launch is not one of this app and this session, or it is over. Open the app again from the patient.',
  },
  'no-such-app': {
    kind: 'not-found',
    pl: 'Nie ma takiej aplikacji.',
    en: 'There is no such app.',
  },
  'too-many-drafts': {
    kind: 'rule-broken',
    pl: 'Masz 50 niedokończonych pism. Dokończ któreś albo je usuń.',
    en: 'You have 50 drafts. Finish some, or drop them.',
  },
  'no-such-draft': { kind: 'not-found', pl: 'Nie ma takiego szkicu.', en: 'There is no such draft.' },
  'no-such-session': { kind: 'not-found', pl: 'Nie ma takiej sesji.', en: 'There is no such session.' },
  'demonstration-only': {
    kind: 'forbidden',
    pl: 'To działa tylko w wersji demonstracyjnej.',
    en: 'This works in the demonstration profile only.',
  },
} as const satisfies Record<string, Words>;

export type RefusalCode = keyof typeof refusals;

/**
 * A Refusal with the words of its code. Another kind where the same wrong means something else: a wrong code in a live
 * session does not end it.
 */
export function refuse(code: RefusalCode, kind: RefusalKind = refusals[code].kind): Refusal {
  const { en, pl, retryAfter }: Words = refusals[code];
  return new Refusal(kind, code, { message: en, pl, ...(retryAfter === undefined ? {} : { retryAfter }) });
}
