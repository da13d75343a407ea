import type { Examples } from '../screens/examples.ts';
import { TrendChart } from './trend-chart.tsx';

const points = [5.9, 6.1, 6.4, 6.2, 7.1, 7.9].map((value, index) => ({ date: `202${index + 1}-03-01`, value }));

export const examples: Examples = {
  'values with their range': () => (
    <TrendChart points={points} low={4} high={6} finding="HbA1c od 5,9 do 7,9 % w 5 lat" band="norma" digits={1} />
  ),
  'one value without a range': () => (
    <TrendChart points={points.slice(0, 1)} finding="HbA1c 5,9 %" band="norma" digits={1} />
  ),
};
