/** The fields of what a single kind of referral asks, made of the shapes of details (details.ts). */
import { useLingui } from '@lingui/react';
import { Checkbox } from '#libs/ui/checkbox/checkbox.tsx';
import { SelectField } from '#libs/ui/select-field/select-field.tsx';
import { TextArea } from '#libs/ui/text-area/text-area.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { type Detail, type DetailName, type Details, details as shapes } from '../../details.ts';
import { type Kind, rules } from '../../kinds.ts';
import { useDetailWords } from '../words/use-detail-words.ts';
import '../referrals.css';

interface DetailFieldsProps {
  readonly kind: Kind;
  readonly details: Details;
  readonly onChange: (details: Details) => void;
  readonly errorOf: (field: string) => string | undefined;
}

export const fieldId = (name: string): string => `sgs-${name.replace('details.', '')}`;

export function DetailFields({ kind, details, onChange, errorOf }: DetailFieldsProps) {
  const { required, optional } = rules[kind];
  const names = [...required, ...optional] as DetailName[];
  const change = (name: DetailName) => (value: Detail | undefined) => {
    const { [name]: _before, ...rest } = details;
    onChange(value === undefined ? rest : { ...rest, [name]: value });
  };
  const long = names.filter((name) => lengthOf(name) > 300);
  const short = names.filter((name) => !long.includes(name));
  const field = (name: DetailName) => (
    <DetailField
      key={name}
      name={name}
      value={details[name]}
      onChange={change(name)}
      error={errorOf(`details.${name}`)}
      optional={optional.includes(name)}
    />
  );
  return (
    <>
      <div className="sgs-narrow">{short.map(field)}</div>
      {long.map(field)}
    </>
  );
}

const lengthOf = (name: DetailName): number => Number((shapes[name] as { maxLength?: number }).maxLength ?? 0);

interface DetailFieldProps {
  readonly name: DetailName;
  readonly value: Detail | undefined;
  readonly onChange: (value: Detail | undefined) => void;
  readonly error: string | undefined;
  readonly optional: boolean;
}

function DetailField({ name, value, onChange, error, optional }: DetailFieldProps) {
  const { i18n } = useLingui();
  const words = useDetailWords();
  const shape = shapes[name] as { type?: string; enum?: readonly string[]; items?: { enum: readonly string[] } };
  const all = { id: fieldId(name), label: words.label(name), optional, ...(error ? { error } : {}) };
  if (shape.enum) {
    const options = [
      { value: '', label: i18n._('Wybierz') },
      ...shape.enum.map((one) => ({ value: one, label: words.choice(one) })),
    ];
    return (
      <SelectField
        {...all}
        options={options}
        value={String(value ?? '')}
        onChange={(one) => onChange(one || undefined)}
      />
    );
  }
  if (shape.type === 'boolean') {
    return (
      <Checkbox id={all.id} label={all.label} checked={value === true} onChange={(is) => onChange(is || undefined)} />
    );
  }
  if (shape.type === 'array') {
    const codes = Array.isArray(value) ? (value as string[]) : [];
    return <Codes {...all} codes={codes} of={shape.items?.enum ?? []} onChange={onChange} />;
  }
  if (shape.type === 'integer' || shape.type === 'number') {
    return <NumberField {...all} value={value} onChange={onChange} />;
  }
  const text = {
    ...all,
    value: String(value ?? ''),
    onChange: (said: string) => onChange(said.trim() ? said : undefined),
  };
  const most = lengthOf(name);
  return most > 300 ? (
    <TextArea {...text} rows={3} maxLength={most} />
  ) : (
    <TextField {...text} {...(most ? { maxLength: most } : {})} />
  );
}

interface Named {
  readonly id: string;
  readonly label: string;
  readonly error?: string;
  readonly optional: boolean;
}

/** As people write numbers: `81,5`. What is no number is sent as it stands, and refused with words. */
function NumberField({ value, onChange, ...all }: Named & Pick<DetailFieldProps, 'value' | 'onChange'>) {
  const shown = value === undefined ? '' : String(value).replace('.', ',');
  const read = (text: string) => {
    const number = Number(text.replace(',', '.'));
    if (text.trim() === '') return undefined;
    return Number.isNaN(number) || /[,.]$/.test(text) ? text : number;
  };
  return <TextField {...all} inputMode="decimal" length={6} value={shown} onChange={(text) => onChange(read(text))} />;
}

function Codes({
  id,
  label,
  error,
  codes,
  of,
  onChange,
}: Named & { codes: string[]; of: readonly string[]; onChange: DetailFieldProps['onChange'] }) {
  const { i18n } = useLingui();
  const read = (text: string) => {
    const found = text
      .toUpperCase()
      .split(/[\s,;]+/)
      .filter(Boolean);
    return found.length > 0 ? found : undefined;
  };
  return (
    <TextField
      {...{ id, label, ...(error ? { error } : {}) }}
      hint={i18n._('Kody z odstępami: {codes}', { codes: of.join(' ') })}
      value={codes.join(' ')}
      onChange={(text) => onChange(/\s$/.test(text) ? [...(read(text) ?? []), ''] : read(text))}
    />
  );
}
