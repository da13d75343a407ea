/** Taking a dispense back: it did not happen. A reason, and a decision. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Dialog } from '#libs/ui/dialog/dialog.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi, useRefresh } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { useRxWords } from '../words/use-rx-words.ts';

export function WithdrawButton({ id, name }: { id: string; name: string }) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = useRxWords();
  const refresh = useRefresh('/api/e-prescription/');
  const { busy, problem, act } = useAct();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const withdraw = () => {
    setTried(true);
    if (reason.trim().length < 3) return;
    void act(async () => {
      await api.send('POST', `/api/e-prescription/dispenses/${encodeURIComponent(id)}/withdraw`, {
        reason: reason.trim(),
      });
      setOpen(false);
      await refresh();
    });
  };
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)} aria-label={i18n._('Wycofaj: {name}', { name })}>
        {i18n._('Wycofaj')}
      </Button>
      {open && (
        <Dialog
          title={i18n._('Wycofać wydanie: {name}?', { name })}
          onClose={() => setOpen(false)}
          actions={
            <>
              <Button kind="danger" busy={busy} onClick={withdraw}>
                {i18n._('Wycofaj wydanie')}
              </Button>
              <Button onClick={() => setOpen(false)}>{i18n._('Zostaw')}</Button>
            </>
          }
        >
          <TextField
            id="rx-wycofanie"
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
