import { useState } from 'react';
import type { Examples } from '../screens/examples.ts';
import { Checkbox } from './checkbox.tsx';

function Choosing() {
  const [annual, setAnnual] = useState(true);
  return (
    <Checkbox id="roczna" label="Recepta roczna" hint="Wymaga dawkowania." checked={annual} onChange={setAnnual} />
  );
}

export const examples: Examples = { 'yes or no': () => <Choosing /> };
