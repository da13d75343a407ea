import type { Examples } from '../screens/examples.ts';
import { Sparkline, TrendArrow } from './sparkline.tsx';

const points = [5.9, 6.1, 6.4, 6.2, 7.1, 7.9].map((value, index) => ({ date: `202${index + 1}-03-01`, value }));

export const examples: Examples = {
  'a value with its range': () => (
    <p>
      HbA1c <strong>7,9</strong> % <TrendArrow trend="up" />{' '}
      <Sparkline points={points} low={4} high={6} label="HbA1c od 5,9 do 7,9 % w 5 lat" />
    </p>
  ),
  'one value': () => <Sparkline points={points.slice(0, 1)} label="HbA1c 5,9 %" />,
};
