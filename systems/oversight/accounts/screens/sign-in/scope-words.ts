/** What an app may do with a scope, in words. https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html */
import { useLingui } from '@lingui/react';

/** Scopes of one meaning give one sentence; a scope that we have no words for is shown as it is, never left out. */
export function useScopeWords(): (scope: string) => string {
  const { i18n } = useLingui();
  const fixed: Readonly<Record<string, string>> = {
    openid: i18n._('Twoje imię i nazwisko oraz rola'),
    profile: i18n._('Twoje imię i nazwisko oraz rola'),
    fhirUser: i18n._('Twoje imię i nazwisko oraz rola'),
    offline_access: i18n._('dostęp także wtedy, gdy nie używasz aplikacji'),
    'launch/patient': i18n._('wskazanie, czyje dane otwierasz'),
  };
  return (scope) => {
    const known = fixed[scope];
    if (known) return known;
    const clinical = /^(?:patient|user)\/([A-Za-z]+|\*)\.([cruds]+|read|write|\*)$/.exec(scope);
    if (!clinical) return scope;
    const [, type = '*', rights = ''] = clinical;
    const writes = /[cud*]|write/.test(rights.replace('read', ''));
    if (type === '*')
      return writes ? i18n._('odczyt i zmiana Twoich danych medycznych') : i18n._('odczyt Twoich danych medycznych');
    return writes
      ? i18n._('odczyt i zmiana danych rodzaju {type}', { type })
      : i18n._('odczyt danych rodzaju {type}', { type });
  };
}
