/** What most prescriptions do not need: first day, a year, no substitution, diagnosis, examination, a note. */
import { useLingui } from '@lingui/react';
import { Checkbox } from '#libs/ui/checkbox/checkbox.tsx';
import { SelectField } from '#libs/ui/select-field/select-field.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { DraftCardProps } from './draft-card-props.ts';
import type { Draft } from './draft.ts';
import { Verdicts } from './verdicts.tsx';

const controlled = (category: string | undefined) => category === 'Rpw';

export function MoreFields({ draft, verdicts, onChange }: Pick<DraftCardProps, 'draft' | 'verdicts' | 'onChange'>) {
  const { i18n } = useLingui();
  const { key, medicine } = draft;
  const said = (['notBefore', 'annual', 'noSubstitution', 'forPharmacist', 'diagnosis', 'examination'] as const).some(
    (field) => verdicts.get(field) || draft[field],
  );
  return (
    <details className="rx-more" open={said || controlled(medicine.category) || undefined}>
      <summary>{i18n._('Data „od”, roczna, uwagi…')}</summary>
      <div className="rx-fields">
        <div>
          <TextField
            id={`${key}-notBefore`}
            type="date"
            label={i18n._('Realizacja od')}
            optional
            length={11}
            value={draft.notBefore}
            onChange={(notBefore) => onChange({ notBefore })}
          />
          <Verdicts verdicts={verdicts.get('notBefore')} />
        </div>
        <div>
          <Checkbox
            id={`${key}-annual`}
            label={i18n._('Recepta roczna')}
            checked={draft.annual}
            onChange={(annual) => onChange({ annual })}
          />
          <Verdicts verdicts={verdicts.get('annual')} />
          <Checkbox
            id={`${key}-noSubstitution`}
            label={i18n._('Nie zamieniać (NZ)')}
            checked={draft.noSubstitution}
            onChange={(noSubstitution) => onChange({ noSubstitution })}
          />
          <Verdicts verdicts={verdicts.get('noSubstitution')} />
        </div>
        <Examination draft={draft} verdicts={verdicts} onChange={onChange} />
        <div>
          <TextField
            id={`${key}-diagnosis`}
            label={i18n._('Rozpoznanie ICD-10')}
            optional
            length={7}
            value={draft.diagnosis}
            onChange={(diagnosis) => onChange({ diagnosis })}
          />
          <Verdicts verdicts={verdicts.get('diagnosis')} />
        </div>
        <div>
          <TextField
            id={`${key}-forPharmacist`}
            label={i18n._('Do farmaceuty')}
            optional
            maxLength={500}
            value={draft.forPharmacist}
            onChange={(forPharmacist) => onChange({ forPharmacist })}
          />
          <Verdicts verdicts={verdicts.get('forPharmacist')} />
        </div>
      </div>
    </details>
  );
}

function Examination({ draft, verdicts, onChange }: Pick<DraftCardProps, 'draft' | 'verdicts' | 'onChange'>) {
  const { i18n } = useLingui();
  return (
    <div>
      <SelectField
        id={`${draft.key}-examination`}
        label={i18n._('Badanie, z którego wynika lek')}
        optional
        options={[
          { value: '', label: i18n._('nie podano') },
          { value: 'on-site', label: i18n._('dziś, osobiście') },
          { value: 'remote', label: i18n._('dziś, zdalnie') },
        ]}
        value={draft.examination}
        onChange={(examination) => onChange({ examination: examination as Draft['examination'] })}
      />
      <Checkbox
        id={`${draft.key}-continuation`}
        label={i18n._('Kontynuacja leczenia przez lekarza POZ')}
        checked={draft.continuation}
        onChange={(continuation) => onChange({ continuation })}
      />
      <Verdicts verdicts={verdicts.get('examination')} />
    </div>
  );
}
