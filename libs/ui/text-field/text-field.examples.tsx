import { useState } from 'react';
import { CodeField } from '../code-field/code-field.tsx';
import { ErrorSummary, problemOf } from '../error-summary/error-summary.tsx';
import { PeselField } from '../pesel-field/pesel-field.tsx';
import { Radios } from '../radios/radios.tsx';
import type { Examples } from '../screens/examples.ts';
import { SearchField } from '../search-field/search-field.tsx';
import { TextField } from './text-field.tsx';

function Form() {
  const [text, setText] = useState('');
  const [pesel, setPesel] = useState('59131212345');
  const [code, setCode] = useState('');
  const [place, setPlace] = useState<string>();
  const problems = [{ field: 'ex-pesel', message: 'Sprawdź cyfry 3 i 4 (13): nie ma takiego miesiąca.' }];
  return (
    <>
      <ErrorSummary problems={problems} />
      <TextField id="ex-text" label="Imię" hint="Jak w dowodzie" optional value={text} onChange={setText} />
      <PeselField
        id="ex-pesel"
        label="PESEL"
        value={pesel}
        onChange={setPesel}
        error={problemOf(problems, 'ex-pesel')}
      />
      <CodeField id="ex-code" label="Kod" hint="6 cyfr" value={code} onChange={setCode} />
      <Radios
        id="ex-radio"
        label="Gdzie dziś pracujesz?"
        options={['Przychodnia', 'Szpital'].map((name) => ({ value: name, label: name }))}
        value={place}
        onChange={setPlace}
      />
      <SearchField id="ex-search" label="Szukaj pacjenta" onSearch={setText} />
    </>
  );
}

export const examples: Examples = { 'a form with an error': () => <Form /> };
