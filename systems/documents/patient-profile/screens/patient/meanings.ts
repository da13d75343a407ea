/**
 * What common tests show, in one or two plain sentences, by LOINC code. Our own wording, general knowledge only:
 * synthetic demonstration, not for clinical use.
 */
import { useLingui } from '@lingui/react';

type I18n = ReturnType<typeof useLingui>['i18n'];

export const useMeaning = (code: string): string | undefined => meanings[code]?.(useLingui().i18n);

const meanings: Readonly<Record<string, (i18n: I18n) => string>> = {
  '4548-4': (i18n) => i18n._('HbA1c pokazuje średni poziom cukru we krwi z ostatnich 3 miesięcy.'),
  '2345-7': (i18n) => i18n._('Glukoza to cukier we krwi w chwili badania. Zależy od tego, kiedy był ostatni posiłek.'),
  '2160-0': (i18n) =>
    i18n._('Kreatynina mówi, jak nerki oczyszczają krew. Gdy nerki pracują słabiej, jest jej więcej.'),
  '98979-8': (i18n) =>
    i18n._('eGFR szacuje, ile krwi nerki oczyszczają w minutę. Im więcej, tym lepiej pracują nerki.'),
  '33914-3': (i18n) =>
    i18n._('eGFR szacuje, ile krwi nerki oczyszczają w minutę. Im więcej, tym lepiej pracują nerki.'),
  '2823-3': (i18n) => i18n._('Potas jest potrzebny sercu i mięśniom. Jego poziom zależy od nerek i niektórych leków.'),
  '2951-2': (i18n) => i18n._('Sód mówi o gospodarce wodą w organizmie.'),
  '2093-3': (i18n) => i18n._('Cholesterol całkowity to suma tłuszczów ważnych dla serca i naczyń.'),
  '13457-7': (i18n) => i18n._('Cholesterol LDL odkłada się w ścianach naczyń. Im niższy, tym lepiej dla serca.'),
  '2089-1': (i18n) => i18n._('Cholesterol LDL odkłada się w ścianach naczyń. Im niższy, tym lepiej dla serca.'),
  '2085-9': (i18n) => i18n._('Cholesterol HDL pomaga usuwać tłuszcze z naczyń.'),
  '2571-8': (i18n) => i18n._('Triglicerydy to tłuszcze z jedzenia. Rosną po posiłku i po alkoholu.'),
  '718-7': (i18n) => i18n._('Hemoglobina przenosi tlen we krwi. Za niska może oznaczać niedokrwistość.'),
  '3016-3': (i18n) => i18n._('TSH steruje tarczycą. Pokazuje, czy tarczyca pracuje za wolno, czy za szybko.'),
  '1742-6': (i18n) => i18n._('ALT rośnie, gdy komórki wątroby są podrażnione.'),
  '1988-5': (i18n) => i18n._('CRP rośnie, gdy w organizmie jest stan zapalny, na przykład infekcja.'),
  '6301-6': (i18n) => i18n._('INR mówi, jak szybko krzepnie krew. Przy niektórych lekach cel jest wyższy niż norma.'),
  '33762-6': (i18n) => i18n._('NT-proBNP rośnie, gdy serce pracuje z wysiłkiem.'),
  '10230-1': (i18n) => i18n._('Frakcja wyrzutowa mówi, jaką część krwi serce wypycha przy jednym skurczu.'),
  '85354-9': (i18n) => i18n._('Ciśnienie tętnicze: pierwsza liczba to skurcz serca, druga to chwila odpoczynku.'),
  '29463-7': (i18n) => i18n._('Masa ciała. Szybki wzrost w kilka dni może oznaczać zatrzymanie wody.'),
  '39156-5': (i18n) => i18n._('BMI porównuje masę ciała ze wzrostem.'),
  '8867-4': (i18n) => i18n._('Tętno to liczba uderzeń serca na minutę.'),
  '59408-5': (i18n) => i18n._('Saturacja mówi, ile tlenu jest we krwi.'),
};
