import type { Examples } from '../screens/examples.ts';
import { Timeline } from './timeline.tsx';

const day = 86_400;
const now = Date.parse('2027-03-12T09:15:00+01:00') / 1000;
const ago = (days: number) => now - days * day;
const moments = (name: string, count: number, every: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `${name}${index}`,
    starts: ago(5 + index * every),
    ends: ago(5 + index * every),
  }));

const lanes = [
  {
    key: 'problems',
    label: 'problemy',
    events: [
      { id: 'p1', starts: ago(2900), ends: null },
      { id: 'p2', starts: ago(5800), ends: null },
      { id: 'p3', starts: ago(1700), ends: ago(1500) },
      { id: 'p4', starts: null, ends: null },
    ],
  },
  {
    key: 'stays',
    label: 'pobyty',
    events: [400, 410, 1900].map((at) => ({ id: `s${at}`, starts: ago(at), ends: ago(at - 6) })),
  },
  { key: 'visits', label: 'wizyty', events: moments('v', 60, 47) },
  {
    key: 'medicines',
    label: 'leki',
    events: [3000, 2400, 900].map((at) => ({ id: `m${at}`, starts: ago(at), ends: ago(at - 800) })),
  },
  { key: 'tests', label: 'badania', events: moments('t', 4800, 0.7) },
  { key: 'documents', label: 'dokumenty', events: [] },
];

export const examples: Examples = {
  'five thousand entries, nothing hidden': () => (
    <Timeline
      label="Linia życia"
      lanes={lanes}
      now={now}
      describe={({ id }) => `wpis ${id}`}
      onOpen={() => undefined}
      onTable={() => undefined}
    />
  ),
};
