/** An act that needs a reason: a button, then a line to say why, then the act. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { useReferralWords } from './use-referral-words.ts';

interface ReasonFormProps {
  readonly id: string;
  /** The button that opens the line, and the one that acts. */
  readonly label: string;
  readonly act: string;
  readonly hint?: string;
  readonly path: string;
  readonly onDone: () => unknown;
}

export function ReasonForm({ id, label, act: name, hint, path, onDone }: ReasonFormProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = useReferralWords();
  const { busy, problem, act } = useAct();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const error = tried && reason.trim().length < 3 ? i18n._('Napisz powód w kilku słowach.') : undefined;
  if (!open) return <Button onClick={() => setOpen(true)}>{label}</Button>;
  const send = () =>
    act(async () => {
      setTried(true);
      if (reason.trim().length < 3) return;
      await api.send('POST', path, { reason: reason.trim() });
      setOpen(false);
      await onDone();
    });
  return (
    <form
      className="sgs-reason"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextField
        id={id}
        label={i18n._('Powód')}
        {...(hint ? { hint } : {})}
        {...(error ? { error } : {})}
        value={reason}
        onChange={setReason}
        maxLength={500}
        autoFocus
      />
      {problem && (
        <Notice kind="warning" live>
          <p>{words.problem(problem)}</p>
        </Notice>
      )}
      <div className="sgs-acts">
        <Button type="submit" kind="primary" busy={busy}>
          {name}
        </Button>
        <Button kind="quiet" onClick={() => setOpen(false)}>
          {i18n._('Nie teraz')}
        </Button>
      </div>
    </form>
  );
}
