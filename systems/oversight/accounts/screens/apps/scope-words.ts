/**
 * What an app may do with its scopes, in words.
 * https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html
 */
import { useLingui } from '@lingui/react';
import { useKindWords } from './kind-words.ts';

export interface Asking {
  /** The person is a patient: the data are their own. */
  readonly own: boolean;
  /** The app was opened for one patient. */
  readonly onePatient: boolean;
}

/**
 * A sentence a line, none twice. A scope that we have no words for is shown as it is, never left out: nobody should
 * agree to what was not said.
 */
export function useScopeWords(): (scopes: readonly string[], asking: Asking) => string[] {
  const { i18n } = useLingui();
  const kind = useKindWords();
  const who = i18n._('zobaczy, kim jesteś: imię i nazwisko oraz rolę');
  const fixed: Readonly<Record<string, string>> = {
    openid: who,
    profile: who,
    fhirUser: who,
    launch: i18n._('dowie się, czyj profil masz otwarty'),
    'launch/patient': i18n._('dowie się, czyje dane otwierasz'),
    online_access: i18n._('będzie działać, dopóki się nie wylogujesz'),
    offline_access: i18n._('może działać dalej, gdy się wylogujesz, najwyżej 30 dni'),
  };
  return (scopes, asking) => [
    ...new Set(
      scopes.map((scope) => {
        const plain = fixed[scope];
        if (plain) return plain;
        const [, context, type, rights = '', query] =
          /^(patient|user)\/([A-Za-z]+|\*)\.([cruds]+)(?:\?(.+))?$/.exec(scope) ?? [];
        const what = type && kind(type, query);
        if (!what) return scope;
        const whose = asking.own
          ? i18n._('Twoje')
          : context === 'patient' && asking.onePatient
            ? i18n._('tego pacjenta')
            : i18n._('Twoich pacjentów');
        return /[cud]/.test(rights) && !asking.own
          ? i18n._('zobaczy i będzie zmieniać {what} ({whose})', { what, whose })
          : i18n._('zobaczy {what} ({whose})', { what, whose });
      }),
    ),
  ];
}
