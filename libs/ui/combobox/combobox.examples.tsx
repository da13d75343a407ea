import { useState } from 'react';
import type { Examples } from '../screens/examples.ts';
import { Combobox } from './combobox.tsx';

const medicines = ['Ramipryl 5 mg, tabletki', 'Ramipryl 10 mg, tabletki', 'Bisoprolol 5 mg, tabletki'];

function Offering() {
  const [text, setText] = useState('');
  const found = medicines.filter((name) => name.toLowerCase().startsWith(text.toLowerCase()));
  return (
    <Combobox
      id="lek"
      label="Lek"
      hint="Nazwa, substancja, ATC albo kod EAN"
      text={text}
      onText={setText}
      options={text ? found.map((name) => ({ key: name.replace(/\W/g, ''), content: name })) : undefined}
      onChoose={(key) => setText(medicines.find((name) => name.replace(/\W/g, '') === key) ?? '')}
    />
  );
}

export const examples: Examples = {
  'a search that offers': () => <Offering />,
  'with an error': () => (
    <Combobox
      id="lek-2"
      label="Lek"
      error="Wybierz lek z listy."
      text="xyz"
      onText={() => undefined}
      options={[]}
      onChoose={() => undefined}
    />
  ),
};
