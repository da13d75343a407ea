import type { Examples } from '../screens/examples.ts';
import { Tag } from '../tag/tag.tsx';
import { IdentityBand } from './identity-band.tsx';

export const examples: Examples = {
  'long name, allergy': () => (
    <IdentityBand
      id="a1"
      name="Anna Wiśniowiecka-Brzęczyszczykiewicz"
      age={67}
      sex="female"
      pesel="59031212345"
      allergic
      allergies="UCZULENIE: penicylina"
    >
      <Tag kind="warning">zgody: 1 ukryty</Tag>
    </IdentityBand>
  ),
  'nothing known': () => (
    <IdentityBand id="b7" name="NN" sex="unknown" allergic={false} allergies="uczulenia: brak danych" />
  ),
};
