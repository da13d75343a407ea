/** A new password: the present one, the new one, and the second factor once more. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import type { Problem } from '#libs/ui/error-summary/error-summary.tsx';
import { PasswordField } from '#libs/ui/password-field/password-field.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { ProveForm } from './prove-form.tsx';

export interface ChangePasswordProps {
  shortest?: number;
  hasPasskey: boolean;
  /** When the session has only just begun. */
  csrf?: string;
  onChanged: () => void;
  onCancel?: () => void;
}

export function ChangePassword({ shortest = 12, hasPasskey, csrf, onChanged, onCancel }: ChangePasswordProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const check = (): Problem | undefined => {
    if (!old) return { field: 'haslo-obecne', message: i18n._('Wpisz dotychczasowe hasło') };
    if ([...password].length >= shortest) return undefined;
    const message = i18n._('Nowe hasło ma mieć co najmniej {shortest} znaków', { shortest });
    return { field: 'haslo-nowe', message };
  };
  const change = async (proof: string) => {
    await api.send('POST', '/api/accounts/password', { proof, old, password }, csrf ? { csrf } : {});
    onChanged();
  };
  return (
    <ProveForm
      act="password"
      label={i18n._('Zmień hasło')}
      hasPasskey={hasPasskey}
      check={check}
      field="haslo-nowe"
      shortest={shortest}
      csrf={csrf}
      onProven={change}
      onCancel={onCancel}
    >
      <PasswordField
        id="haslo-obecne"
        label={i18n._('Dotychczasowe hasło')}
        value={old}
        onChange={setOld}
        autoComplete="current-password"
        maxLength={512}
      />
      <PasswordField
        id="haslo-nowe"
        label={i18n._('Nowe hasło')}
        hint={i18n._('Co najmniej {shortest} znaków. Kilka słów łatwiej zapamiętać niż znaki. Możesz je wkleić.', {
          shortest,
        })}
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        maxLength={512}
      />
    </ProveForm>
  );
}
