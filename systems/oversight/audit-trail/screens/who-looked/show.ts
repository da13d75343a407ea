/** What of the list is shown. */
import { useLingui } from '@lingui/react';

export const shows = ['others', 'refused', 'automatic', 'own', 'all'] as const;
export type Show = (typeof shows)[number];

export function useShowWords(): Record<Show, string> {
  const { i18n } = useLingui();
  return {
    others: i18n._('Inni niż ja'),
    refused: i18n._('Odrzucone próby'),
    automatic: i18n._('Automatyczne'),
    own: i18n._('Tylko ja'),
    all: i18n._('Wszystko'),
  };
}
