import type { Examples } from '../screens/examples.ts';
import { NumberLine } from './number-line.tsx';

export const examples: Examples = {
  'above the range': () => <NumberLine value={7.9} unit="%" low={4} high={6} date="2027-01-14" />,
  'within, one bound': () => <NumberLine value={92} unit="ml/min" low={60} date="2027-01-14" />,
  'far below': () => <NumberLine value={2} unit="g/dl" low={12} high={16} date="2027-01-14T08:12:00+01:00" />,
  'with a goal, and where doctors worry': () => (
    <NumberLine value={7.9} unit="%" low={4} high={6} goal={{ high: 7 }} worry={{ high: 9 }} date="2027-01-14" />
  ),
  'a goal without a range': () => <NumberLine value={92} unit="kg" goal={{ high: 85 }} />,
  'no range given': () => <NumberLine value={1234.5} unit="mg/l" />,
};
