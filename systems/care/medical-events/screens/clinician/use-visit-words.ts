/** Words of visits: sections of a note, measurements, urgency, states of documents. */
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import type { OutboxDocument } from '#libs/ui/outbox/use-outbox.tsx';
import type { Fault, VitalField } from '../writing/form.ts';

export function useVisitWords() {
  const { i18n } = useLingui();
  return useMemo(() => {
    const vitals: Readonly<Record<VitalField['key'], string>> = {
      systolic: i18n._('Ciśnienie skurczowe (mmHg)'),
      diastolic: i18n._('Ciśnienie rozkurczowe (mmHg)'),
      pulse: i18n._('Tętno (na minutę)'),
      temperature: i18n._('Temperatura (°C)'),
      saturation: i18n._('Saturacja (%)'),
      weight: i18n._('Masa ciała (kg)'),
      height: i18n._('Wzrost (cm)'),
    };
    return {
      vitals,
      sections: {
        reason: i18n._('Powód wizyty'),
        findings: i18n._('Badanie'),
        diagnosis: i18n._('Rozpoznanie słowami'),
        plan: i18n._('Zalecenia'),
      },
      urgency: { EM: i18n._('nagłe'), UR: i18n._('pilne'), R: i18n._('zwykłe') },
      status: {
        planned: i18n._('zaplanowana'),
        arrived: i18n._('czeka na miejscu'),
        'in-progress': i18n._('w toku'),
        finished: i18n._('zapisana'),
      },
      states: {
        prepared: i18n._('do podpisania'),
        queued: i18n._('czeka na połączenie'),
        sending: i18n._('wysyłamy'),
        sent: i18n._('zapisane w e-Zdrowiu'),
        refused: i18n._('odrzucone'),
      } satisfies Record<OutboxDocument['state'], string>,
      fault: (fault: Fault): string => {
        switch (fault.field) {
          case 'diagnoses':
            return i18n._('Dodaj co najmniej jedno rozpoznanie (ICD-10).');
          case 'pressure':
            return i18n._('Wpisz obie wartości ciśnienia albo żadnej.');
          case 'vaccination-lot':
            return i18n._('Wpisz numer serii szczepionki.');
          default:
            return i18n._('{what}: wpisz liczbę od {least} do {most}.', {
              what: vitals[fault.field],
              least: fault.least,
              most: fault.most,
            });
        }
      },
    };
  }, [i18n]);
}
export type VisitWords = ReturnType<typeof useVisitWords>;
