/** Refusals of sign-in in plain words that say what to do, without telling a stranger which logins exist. */
import { useLingui } from '@lingui/react';
import type { Problem } from '#libs/ui/error-summary/error-summary.tsx';
import { ApiProblem } from '#libs/ui/session/api.ts';

export interface SaidProblem extends Problem {
  /** The attempt is over; the person begins with the password again. */
  startAgain?: boolean;
}

export function useSignInWords() {
  const { i18n } = useLingui();
  const waiting = (seconds: number) =>
    i18n._('Za dużo prób. Spróbuj ponownie za {minutes, plural, one {# minutę} few {# minuty} other {# minut}}.', {
      minutes: Math.max(1, Math.ceil(seconds / 60)),
    });
  /** @throws whatever is no ApiProblem: a fault of ours */
  const say = (problem: unknown, field: string): SaidProblem => {
    if (!(problem instanceof ApiProblem)) throw problem;
    if (problem.status === 429) return { field, message: waiting(problem.retryAfter ?? 60) };
    if (problem.status === 0 || problem.status >= 500) {
      return { message: i18n._('Nie możemy teraz Cię zalogować. Spróbuj ponownie za chwilę.') };
    }
    if (problem.status === 404 || problem.status === 410 || problem.code.includes('expired')) {
      return { message: i18n._('Minęło za dużo czasu. Wpisz login i hasło jeszcze raz.'), startAgain: true };
    }
    if (field === 'kod') return { field, message: i18n._('Ten kod nie pasuje. Wpisz kod, który aplikacja pokazuje teraz.') };
    if (field === 'haslo') return { field, message: i18n._('Login lub hasło nie pasują. Sprawdź oba i wpisz ponownie.') };
    return { field, message: problem.message || i18n._('Nie możemy teraz tego zrobić. Spróbuj ponownie za chwilę.') };
  };
  return { say };
}
