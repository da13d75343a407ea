/** The note of a visit in four sections, with templates and phrases. */
import { useLingui } from '@lingui/react';
import { SelectField } from '#libs/ui/select-field/select-field.tsx';
import { TextArea } from '#libs/ui/text-area/text-area.tsx';
import { noteSections } from '../../model.ts';
import type { VisitForm } from '../writing/form.ts';
import { expanded, filled, phrases, templates } from '../writing/phrases.ts';
import type { VisitWords } from './use-visit-words.ts';

interface NoteFieldsProps {
  form: VisitForm;
  words: VisitWords;
  change: (next: (form: VisitForm) => VisitForm) => void;
}

const rows = { reason: 3, findings: 4, diagnosis: 2, plan: 3 } as const;
const longest = 20_000;

export function NoteFields({ form, words, change }: NoteFieldsProps) {
  const { i18n } = useLingui();
  return (
    <>
      <SelectField
        id="szablon"
        label={i18n._('Szablon notatki')}
        hint={i18n._('Wypełnia tylko puste pola.')}
        optional
        value=""
        options={[
          { value: '', label: i18n._('wybierz') },
          ...templates.map(({ key, name }) => ({ value: key, label: name })),
        ]}
        onChange={(key) => {
          const template = templates.find((one) => one.key === key);
          if (template) change((before) => ({ ...before, note: filled(before.note, template.note) }));
        }}
      />
      {noteSections.map((section) => (
        <TextArea
          key={section}
          id={`notatka-${section}`}
          label={words.sections[section]}
          optional
          rows={rows[section]}
          maxLength={longest}
          value={form.note[section] ?? ''}
          onChange={(text) => change((before) => ({ ...before, note: { ...before.note, [section]: expanded(text) } }))}
        />
      ))}
      <details>
        <summary>{i18n._('Skróty zwrotów: wpisz / i nazwę')}</summary>
        <dl className="me-phrases">
          {Object.entries(phrases).map(([name, text]) => (
            <div key={name}>
              <dt>
                <code>/{name}</code>
              </dt>
              <dd lang="pl">{text}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}
