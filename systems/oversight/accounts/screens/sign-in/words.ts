/** Refusals of sign-in in plain words that say what to do, without telling a stranger which logins exist. */
import { useLingui } from '@lingui/react';
import type { Problem } from '#libs/ui/error-summary/error-summary.tsx';
import { PasskeyGivenUp } from '../passkey.ts';
import { ApiProblem } from '#libs/ui/session/api.ts';

export interface SaidProblem extends Problem {
  /** The attempt is over; the person begins with the password again. */
  startAgain?: boolean;
}

export function useSignInWords() {
  const { i18n } = useLingui();
  const wait = (seconds: number) =>
    i18n._('Za dużo prób. Spróbuj ponownie za {minutes, plural, one {# minutę} few {# minuty} other {# minut}}.', {
      minutes: Math.max(1, Math.ceil(seconds / 60)),
    });
  /** @throws whatever is no ApiProblem: a fault of ours */
  const say = (problem: unknown, field: string): SaidProblem => {
    if (problem instanceof PasskeyGivenUp) {
      return { message: i18n._('Przerwano. Spróbuj jeszcze raz albo zaloguj się loginem i hasłem.') };
    }
    if (!(problem instanceof ApiProblem)) throw problem;
    switch (problem.code) {
      case 'wrong-credentials':
        return {
          field,
          message: i18n._('Login lub hasło nie pasują. Sprawdź oba. Po kilku pomyłkach trzeba odczekać 15 minut.'),
        };
      case 'wrong-code':
        return { field, message: i18n._('Ten kod nie pasuje. Wpisz kod, który aplikacja pokazuje teraz.') };
      case 'code-used':
        return { field, message: i18n._('Ten kod był już użyty. Poczekaj na następny i wpisz go.') };
      case 'wrong-recovery-code':
        return { field, message: i18n._('Ten kod zapasowy nie pasuje albo był już użyty. Wpisz inny.') };
      case 'passkey-not-valid':
        return { message: i18n._('Ten klucz dostępu nie otwiera żadnego konta. Zaloguj się loginem i hasłem.') };
      case 'security-key-needed':
        return {
          message: i18n._('To konto otwiera tylko klucz bezpieczeństwa. Zaloguj się nim.'),
          startAgain: true,
        };
      case 'handle-not-valid':
        return { message: i18n._('Minęło za dużo czasu. Wpisz login i hasło jeszcze raz.'), startAgain: true };
      case 'node-refused':
        return { message: i18n._('Nie udało się zalogować przez login.gov.pl. Spróbuj jeszcze raz albo inaczej.') };
      case 'node-unavailable':
        return {
          message: i18n._('login.gov.pl teraz nie odpowiada. Spróbuj za kilka minut albo zaloguj się inaczej.'),
        };
      case 'identity-not-proven':
        return {
          message: i18n._('Minęło za dużo czasu. Zaloguj się przez login.gov.pl jeszcze raz.'),
          startAgain: true,
        };
      case 'not-entitled':
        return {
          message: i18n._('Rejestr nie potwierdza teraz Twojego prawa wykonywania zawodu. Zgłoś się do swojej izby.'),
          startAgain: true,
        };
      case 'interaction-not-found':
        return { message: i18n._('Prośba aplikacji wygasła. Zacznij od nowa w aplikacji.'), startAgain: true };
    }
    if (problem.status === 429) return { field, message: wait(problem.retryAfter ?? 60) };
    return { message: i18n._('Nie możemy teraz Cię zalogować. Spróbuj ponownie za chwilę.') };
  };
  return { say };
}
