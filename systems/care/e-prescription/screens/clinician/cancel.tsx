/** Cancelling one prescription: a reason, and a decision that cannot be taken back. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Dialog } from '#libs/ui/dialog/dialog.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi, useRefresh } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { useRxWords } from '../words/use-rx-words.ts';

export function CancelButton({ id, name }: { id: string; name: string }) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = useRxWords();
  const refresh = useRefresh('/api/e-prescription/');
  const { busy, problem, act } = useAct();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const cancel = () => {
    setTried(true);
    if (reason.trim().length < 3) return;
    void act(async () => {
      await api.send('POST', `/api/e-prescription/prescriptions/${encodeURIComponent(id)}/cancel`, {
        reason: reason.trim(),
      });
      setOpen(false);
      await refresh();
    });
  };
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)} aria-label={i18n._('Anuluj receptę: {name}', { name })}>
        {i18n._('Anuluj')}
      </Button>
      {open && (
        <Dialog
          title={i18n._('Anulować receptę na {name}?', { name })}
          onClose={() => setOpen(false)}
          actions={
            <>
              <Button kind="danger" busy={busy} onClick={cancel}>
                {i18n._('Anuluj receptę')}
              </Button>
              <Button onClick={() => setOpen(false)}>{i18n._('Zostaw')}</Button>
            </>
          }
        >
          <TextField
            id="rx-anulowanie"
            label={i18n._('Powód')}
            value={reason}
            onChange={setReason}
            maxLength={500}
            error={tried && reason.trim().length < 3 ? i18n._('Napisz, dlaczego.') : undefined}
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
