/** Labels, units and choices of the details of single kinds of referral, and what is missing of them. */
import { useLingui } from '@lingui/react';
import type { DetailName } from '../../details.ts';
import type { Problem } from '../../rules.ts';

type I18n = ReturnType<typeof useLingui>['i18n'];

export function useDetailWords() {
  const { i18n } = useLingui();
  const labels = labelWords(i18n);
  return {
    label: (name: DetailName): string => labels[name],
    choice: (value: string): string => choiceWords(i18n)[value] ?? value,
    missing: ({ code, field }: Problem): string => {
      const name = field.replace('details.', '') as DetailName;
      const label = labels[name] ?? '';
      if (code === 'detail-missing') return i18n._('Uzupełnij: {label}', { label });
      if (code === 'detail-strange') return i18n._('Usuń, nie należy do tego skierowania: {label}', { label });
      return problemWords(i18n)[code] ?? i18n._('Popraw to pole.');
    },
  };
}

const problemWords = (i18n: I18n): Record<string, string> => ({
  'kind-not-yours': i18n._('Twój zawód nie uprawnia do wystawienia tego skierowania.'),
  'patient-died': i18n._('Pacjent nie żyje według rejestru.'),
  'speciality-missing': i18n._('Wybierz poradnię albo oddział.'),
  'speciality-unknown': i18n._('Wybierz poradnię albo oddział z listy.'),
  'diagnosis-missing': i18n._('Podaj rozpoznanie ICD-10.'),
  'procedure-missing': i18n._('Wybierz co najmniej jedno badanie.'),
});

const labelWords = (i18n: I18n): Record<DetailName, string> => ({
  spaKind: i18n._('Rodzaj'),
  spaMode: i18n._('Tryb'),
  resort: i18n._('Miejsce uzdrowiska'),
  asbestos: i18n._('Praca przy azbeście'),
  interview: i18n._('Wywiad'),
  bloodPressure: i18n._('Ciśnienie tętnicze (mmHg)'),
  heartRate: i18n._('Tętno (na minutę)'),
  weight: i18n._('Masa ciała (kg)'),
  height: i18n._('Wzrost (cm)'),
  justification: i18n._('Uzasadnienie (kody)'),
  esr: i18n._('OB'),
  bloodCount: i18n._('Morfologia krwi'),
  urine: i18n._('Badanie ogólne moczu'),
  contraindications: i18n._('Przeciwwskazania'),
  correspondence: i18n._('Korespondencja z NFZ'),
  birthplace: i18n._('Miejsce urodzenia'),
  barthel: i18n._('Skala Barthel (0–100 punktów)'),
  treatment: i18n._('Dotychczasowe leczenie'),
  contact: i18n._('Telefon lub e-mail pacjenta'),
  implants: i18n._('Metal w ciele, rozrusznik'),
  occupationalDisease: i18n._('Pozycja wykazu chorób zawodowych'),
  exposure: i18n._('Narażenie: na co i jak długo'),
  employer: i18n._('Pracodawca'),
  vaccine: i18n._('Szczepionka (kod ATC)'),
  dose: i18n._('Która dawka'),
});

const choiceWords = (i18n: I18n): Record<string, string> => ({
  LU: i18n._('leczenie uzdrowiskowe'),
  RU: i18n._('rehabilitacja uzdrowiskowa'),
  TS: i18n._('stacjonarny'),
  TA: i18n._('ambulatoryjny'),
  NADM: i18n._('nad morzem'),
  NIZIN: i18n._('na nizinach'),
  PODG: i18n._('na podgórzu'),
  GORS: i18n._('w górach'),
  P: i18n._('listem'),
  E: i18n._('elektronicznie'),
});
