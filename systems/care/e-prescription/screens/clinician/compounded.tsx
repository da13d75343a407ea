/** A compounded medicine (recepturowy): its form, what it is made of, how much, how it is made. By keyboard, line by line. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { TextArea } from '#libs/ui/text-area/text-area.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { DraftMedicine } from './draft.ts';
import { readIngredients, readMeasure } from './ingredients.ts';

export function Compounded({ onAdd, onCancel }: { onAdd: (medicine: DraftMedicine) => void; onCancel: () => void }) {
  const { i18n } = useLingui();
  const [form, setForm] = useState('');
  const [lines, setLines] = useState('');
  const [amount, setAmount] = useState('');
  const [preparation, setPreparation] = useState('');
  const [tried, setTried] = useState(false);
  const ingredients = readIngredients(lines);
  const measure = readMeasure(amount);
  const add = () => {
    setTried(true);
    if (!form.trim() || ingredients.length === 0 || !measure) return;
    onAdd({
      ...{ kind: 'R', form: form.trim(), ingredients, amount: measure, category: 'Rp' },
      name: `${form.trim()}: ${ingredients.map(({ name }) => name).join(', ')}`.slice(0, 200),
      ...(preparation.trim() ? { preparation: preparation.trim() } : {}),
    });
  };
  const missing = (there: boolean, says: string) => (tried && !there ? says : undefined);
  return (
    <section className="rx-draft" aria-label={i18n._('Lek recepturowy')}>
      <h3>{i18n._('Lek recepturowy')}</h3>
      <div className="rx-fields">
        <TextField
          id="receptura-postac"
          label={i18n._('Postać')}
          hint={i18n._('Na przykład: maść')}
          value={form}
          onChange={setForm}
          autoFocus
          error={missing(form.trim() !== '', i18n._('Wpisz postać, na przykład: maść.'))}
        />
        <TextField
          id="receptura-ilosc"
          label={i18n._('Ile razem')}
          hint={i18n._('Na przykład: 100 g')}
          length={10}
          value={amount}
          onChange={setAmount}
          error={missing(measure !== undefined, i18n._('Wpisz ilość i jednostkę, na przykład: 100 g.'))}
        />
      </div>
      <TextArea
        id="receptura-sklad"
        label={i18n._('Skład')}
        hint={i18n._(
          'Każdy składnik w osobnym wierszu, na przykład: Acidum salicylicum 5 g. Bez ilości: ile trzeba (ad).',
        )}
        rows={4}
        value={lines}
        onChange={setLines}
        error={missing(ingredients.length > 0, i18n._('Wpisz co najmniej jeden składnik.'))}
      />
      <TextField
        id="receptura-wykonanie"
        label={i18n._('Jak wykonać')}
        optional
        maxLength={500}
        value={preparation}
        onChange={setPreparation}
      />
      <div className="rx-acts">
        <Button kind="secondary" onClick={add}>
          {i18n._('Dodaj do recepty')}
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          {i18n._('Anuluj')}
        </Button>
      </div>
    </section>
  );
}
