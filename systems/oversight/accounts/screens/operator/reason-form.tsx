/** Why something is done to somebody else's account, and doing it: the reason stays in the request and in the trail. */
import { useLingui } from '@lingui/react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';

export interface ReasonFormProps {
  id: string;
  /** What the button says. */
  label: string;
  /** What will happen. */
  children?: ReactNode;
  busy: boolean;
  danger?: boolean;
  onGiven: (reason: string) => void;
  onCancel: () => void;
}

export function ReasonForm({ id, label, children, busy, danger, onGiven, onCancel }: ReasonFormProps) {
  const { i18n } = useLingui();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const lacks = reason.trim().length < 3;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (lacks) document.getElementById(`powod-${id}`)?.focus();
    else onGiven(reason.trim());
  };
  return (
    <form noValidate onSubmit={submit} className="saz-form">
      {children}
      <TextField
        id={`powod-${id}`}
        label={i18n._('Powód')}
        hint={i18n._('Zostanie zapisany. Nie wpisuj danych o zdrowiu.')}
        error={tried && lacks ? i18n._('Napisz, dlaczego to robisz.') : undefined}
        value={reason}
        onChange={setReason}
        maxLength={500}
        autoFocus
      />
      <div className="saz-acts">
        <Button kind={danger ? 'danger' : 'primary'} type="submit" busy={busy}>
          {label}
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          {i18n._('Anuluj')}
        </Button>
      </div>
    </form>
  );
}
