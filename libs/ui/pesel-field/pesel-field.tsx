/** A PESEL, shown in groups as it is typed or pasted. `peselProblem` says which part is wrong. */
import { TextField, type TextFieldProps } from '../text-field/text-field.tsx';
import { groupPesel, peselDigits } from './pesel-words.ts';

type PeselFieldProps = Omit<TextFieldProps, 'length' | 'code' | 'type' | 'inputMode' | 'value'> & {
  /** Digits only. */
  value: string;
};

/** `onChange` gives digits only (and letters that do not belong there, so that they can be complained about). */
export function PeselField({ value, onChange, ...rest }: PeselFieldProps) {
  return (
    <TextField
      {...rest}
      code
      length={15}
      inputMode="numeric"
      value={groupPesel(value)}
      onChange={(text) => onChange(peselDigits(text).slice(0, 14))}
    />
  );
}
