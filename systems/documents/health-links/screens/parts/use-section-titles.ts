/**
 * Titles of a summary's sections by LOINC code (IPS 2.0), in the language of the reader: the document has them in that
 * of its sender.
 */
import { useLingui } from '@lingui/react';

export function useSectionTitles(): Readonly<Record<string, string>> {
  const { i18n } = useLingui();
  return {
    '104605-1': i18n._('Ostrzeżenia'),
    '48765-2': i18n._('Alergie i nietolerancje'),
    '10160-0': i18n._('Leki'),
    '11450-4': i18n._('Problemy zdrowotne'),
    '882-1': i18n._('Grupa krwi'),
    '11369-6': i18n._('Szczepienia'),
    '47519-4': i18n._('Zabiegi i procedury'),
    '46264-8': i18n._('Wyroby medyczne i implanty'),
    '30954-2': i18n._('Wyniki badań'),
    '8716-3': i18n._('Pomiary'),
    '11348-0': i18n._('Przebyte choroby'),
    '10162-6': i18n._('Ciąże'),
    '29762-2': i18n._('Styl życia i sytuacja społeczna'),
    '47420-5': i18n._('Sprawność i samodzielność'),
    '18776-5': i18n._('Plan opieki'),
    '42348-3': i18n._('Oświadczenia woli'),
    '48768-6': i18n._('Ubezpieczenie'),
    '48767-8': i18n._('Komentarz lekarza'),
  };
}
