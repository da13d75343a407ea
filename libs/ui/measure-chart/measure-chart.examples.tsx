import type { Examples } from '../screens/examples.ts';
import { MeasureChart } from './measure-chart.tsx';

const year = 31_557_600_000;
const now = Date.parse('2027-03-12T00:00:00Z');
const points = [5.9, 6.1, 6.4, 6.2, 7.1, 7.9, 7.4].map((value, place) => ({ at: now - (6 - place) * year, value }));
const pressures = [142, 138, 151, 129].map((value, place) => ({
  at: now - (3 - place) * year,
  value,
  second: value - 55,
}));

export const examples: Examples = {
  'measures over treatment': () => (
    <MeasureChart
      label="Pomiary na tle leczenia"
      barsTitle="Leczenie"
      empty="W tym czasie bez wyniku"
      view={[now - 7 * year, now]}
      shades={[{ from: now - 2 * year, to: now - 2 * year + year / 40 }]}
      measures={[
        {
          key: 'a',
          label: 'HbA1c 7,4 %',
          finding: 'HbA1c: 5,9 → 7,4 %',
          points,
          range: { low: 4, high: 6 },
          goal: { high: 7 },
          digits: 1,
        },
        { key: 'b', label: 'Ciśnienie 129/74 mmHg', finding: 'Ciśnienie: 142 → 129', points: pressures, digits: 0 },
        { key: 'c', label: 'LDL: nikt nie zmierzył', finding: 'LDL: bez wyniku', points: [], digits: 0 },
      ]}
      bars={[
        { key: 'm', label: 'Metformina', finding: 'Metformina od 2021, trwa', spans: [{ from: now - 6 * year }] },
        {
          key: 'i',
          label: 'Insulina',
          finding: 'Insulina 2023–2025',
          spans: [{ from: now - 4 * year, to: now - 2 * year }],
        },
      ]}
    />
  ),
};
