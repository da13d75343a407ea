/** The six digits of a second factor. One field, not six: pasting, filling in by the phone and correcting all work. */
import { TextField, type TextFieldProps } from '../text-field/text-field.tsx';

export function CodeField({ onChange, ...rest }: Omit<TextFieldProps, 'length' | 'code' | 'type' | 'inputMode'>) {
  return (
    <TextField
      {...rest}
      code
      length={7}
      inputMode="numeric"
      autoComplete="one-time-code"
      onChange={(value) => onChange(value.replace(/\D/g, '').slice(0, 6))}
    />
  );
}
