/** A password: hidden, shown on demand, never kept from being pasted. WCAG 3.3.8 */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '../button/button.tsx';
import { TextField, type TextFieldProps } from '../text-field/text-field.tsx';

export function PasswordField(props: Omit<TextFieldProps, 'type' | 'length' | 'code'>) {
  const { i18n } = useLingui();
  const [shown, setShown] = useState(false);
  return (
    <>
      <TextField {...props} type={shown ? 'text' : 'password'} autoCapitalize="none" />
      <Button kind="quiet" onClick={() => setShown(!shown)} aria-pressed={shown} aria-controls={props.id}>
        {shown ? i18n._('Ukryj hasło') : i18n._('Pokaż hasło')}
      </Button>
    </>
  );
}
