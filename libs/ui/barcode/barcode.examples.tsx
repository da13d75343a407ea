import type { Examples } from '../screens/examples.ts';
import { Barcode } from './barcode.tsx';

export const examples: Examples = {
  'a key of 44 digits': () => (
    <Barcode digits="04000000000000000000000000000000000000001234" label="Kod kreskowy recepty" />
  ),
};
