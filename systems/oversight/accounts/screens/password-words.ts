/** What is wrong with a new password, in plain words that say what to do. */
import { useLingui } from '@lingui/react';

export function usePasswordWords() {
  const { i18n } = useLingui();
  return (code: string, shortest = 12): string | undefined => {
    switch (code) {
      case 'password-length':
        return i18n._('Hasło ma mieć co najmniej {shortest} znaków. Najłatwiej zapamiętać kilka słów.', { shortest });
      case 'password-classes':
        return i18n._('Dodaj do hasła wielką literę, małą literę oraz cyfrę albo znak.');
      case 'password-personal':
        return i18n._('Hasło zawiera Twoje dane, na przykład imię albo datę urodzenia. Wymyśl inne.');
      case 'password-known':
        return i18n._('To hasło albo słowo jest znane i zgadywane najpierw. Użyj kilku słów naraz.');
      case 'password-used':
        return i18n._('To hasło już było Twoim hasłem. Wymyśl inne.');
      case 'password-similar':
        return i18n._('Nowe hasło jest prawie takie jak dotychczasowe. Wymyśl inne.');
    }
    return undefined;
  };
}
