/** Lines in the physician's own words, a comment, and the language of the document. */
import { useLingui } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { SelectField } from '#libs/ui/select-field/select-field.tsx';
import { TextArea } from '#libs/ui/text-area/text-area.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { type Added, addedTo, type Language, most } from '../../model.ts';
import { useSummaryWords } from '../words/use-summary-words.ts';
import type { Wishes } from './use-curation.ts';

interface OwnWordsProps {
  readonly wishes: Wishes;
  readonly onChange: (changed: Partial<Wishes>) => void;
}

export function OwnWords({ wishes: { added, comment, language }, onChange }: OwnWordsProps) {
  const { i18n } = useLingui();
  const words = useSummaryWords();
  return (
    <section className="ps-section ps-own">
      <h2>{i18n._('Dopisz')}</h2>
      {added.length > 0 && (
        <ul className="ps-lines">
          {added.map(({ section, text }, at) => (
            <li key={`${text} ${at}`}>
              <strong>{text}</strong>
              <span className="ps-note">{words.titles[section]}</span>
              <Button kind="quiet" onClick={() => onChange({ added: added.filter((_, n) => n !== at) })}>
                {i18n._('Usuń: {text}', { text })}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {added.length < most.added && <AddLine onAdd={(line) => onChange({ added: [...added, line] })} />}
      <TextArea
        id="ps-comment"
        label={i18n._('Komentarz lekarza')}
        optional
        value={comment}
        maxLength={most.comment}
        onChange={(said) => onChange({ comment: said })}
      />
      <SelectField
        id="ps-language"
        label={i18n._('Język dokumentu')}
        options={[
          { value: 'pl', label: i18n._('polski') },
          { value: 'en', label: i18n._('angielski') },
        ]}
        value={language}
        onChange={(chosen) => onChange({ language: chosen as Language })}
      />
    </section>
  );
}

function AddLine({ onAdd }: { onAdd: (line: Added) => void }) {
  const { i18n } = useLingui();
  const words = useSummaryWords();
  const [section, setSection] = useState<Added['section']>(addedTo[0]);
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    onAdd({ section, text: text.trim() });
    setText('');
  };
  return (
    <form className="ps-own" onSubmit={submit}>
      <SelectField
        id="ps-add-section"
        label={i18n._('Część podsumowania')}
        options={addedTo.map((name) => ({ value: name, label: words.titles[name] }))}
        value={section}
        onChange={(chosen) => setSection(chosen as Added['section'])}
      />
      <TextField
        id="ps-add-text"
        label={i18n._('Wpis własnymi słowami')}
        optional
        value={text}
        maxLength={most.text}
        onChange={setText}
      />
      <Button type="submit">{i18n._('Dodaj wpis')}</Button>
    </form>
  );
}
