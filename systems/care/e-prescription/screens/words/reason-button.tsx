/** A button that takes something back: it asks for a reason first, and then it is done. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Dialog } from '#libs/ui/dialog/dialog.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi, useRefresh } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { useRxWords } from './use-rx-words.ts';

interface ReasonButtonProps {
  /** Of the field. */
  readonly id: string;
  /** Where the reason is sent to. */
  readonly path: string;
  readonly label: string;
  /** The label with what it is about. */
  readonly fullLabel: string;
  /** The question of the dialog, and the button that answers it. */
  readonly title: string;
  readonly action: string;
}

export function ReasonButton({ id, path, label, fullLabel, title, action }: ReasonButtonProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = useRxWords();
  const refresh = useRefresh('/api/e-prescription/');
  const { busy, problem, act } = useAct();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const isShort = reason.trim().length < 3;
  const send = () => {
    setTried(true);
    if (isShort) return;
    void act(async () => {
      await api.send('POST', path, { reason: reason.trim() });
      setOpen(false);
      await refresh();
    });
  };
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)} aria-label={fullLabel}>
        {label}
      </Button>
      {open && (
        <Dialog
          title={title}
          onClose={() => setOpen(false)}
          actions={
            <>
              <Button kind="danger" busy={busy} onClick={send}>
                {action}
              </Button>
              <Button onClick={() => setOpen(false)}>{i18n._('Zostaw')}</Button>
            </>
          }
        >
          <TextField
            id={id}
            label={i18n._('Powód')}
            value={reason}
            onChange={setReason}
            maxLength={500}
            error={tried && isShort ? i18n._('Napisz, dlaczego.') : undefined}
          />
          {problem && (
            <Notice kind="warning" live>
              <p>{words.problem(problem)}</p>
            </Notice>
          )}
        </Dialog>
      )}
    </>
  );
}
