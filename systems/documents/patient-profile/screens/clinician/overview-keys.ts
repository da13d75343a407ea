/** The keys of the overview, with what each does. */
import { useLingui } from '@lingui/react';

export function useOverviewKeys(): readonly (readonly [string, string])[] {
  const { i18n } = useLingui();
  return [
    ['/', i18n._('szukaj w zapisach i dokumentach')],
    ['F', i18n._('filtruj')],
    ['W', i18n._('jak było wiadomo na inny dzień')],
    ['g z', i18n._('znajdź innego pacjenta')],
    ['N', i18n._('rozpocznij wizytę')],
    ['R · g r', i18n._('wystaw receptę, recepty pacjenta')],
    ['S · g s', i18n._('wystaw skierowanie, skierowania pacjenta')],
    ['T', i18n._('linia życia jako tabela')],
    ['← →', i18n._('poprzedni i następny wpis na linii życia')],
    ['↑ ↓', i18n._('poprzedni i następny tor')],
    ['+ −', i18n._('przybliż, oddal')],
    ['PgUp PgDn', i18n._('wcześniej, później')],
    ['Enter', i18n._('otwórz wpis')],
    ['g p · g l · g w · g d · g o', i18n._('przejdź do: problemy, leki, wyniki, dokumenty, linia życia')],
    ['Alt ←', i18n._('wróć')],
    ['?', i18n._('pokaż lub ukryj skróty')],
  ];
}
