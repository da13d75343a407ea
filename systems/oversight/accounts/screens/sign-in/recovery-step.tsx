/** Second step without the phone: one of the ten codes on paper. */
import { useLingui } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ErrorSummary, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import type { Session } from '#libs/ui/session/session.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { StepProps } from './step.ts';

interface RecoveryStepProps extends StepProps {
  handle: string;
  onBack: () => void;
  onDone: (session: Session) => void;
}

export function RecoveryStep({ problems, onProblems, attempt, handle, onBack, onDone }: RecoveryStepProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const [recoveryCode, setRecoveryCode] = useState('');
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (!recoveryCode.trim())
      return onProblems([{ field: 'kod-zapasowy', message: i18n._('Wpisz jeden z kodów zapasowych') }]);
    setBusy(true);
    await attempt('kod-zapasowy', async () => {
      onDone(await api.send<Session>('POST', '/api/accounts/second-factor', { handle, recoveryCode }));
    });
    setBusy(false);
  };

  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary problems={problems} />
      <TextField
        id="kod-zapasowy"
        label={i18n._('Kod zapasowy')}
        hint={i18n._('16 znaków z kartki, na przykład abcd-efgh-ijkl-mnop. Każdy kod działa raz.')}
        value={recoveryCode}
        onChange={setRecoveryCode}
        error={problemOf(problems, 'kod-zapasowy')}
        autoCapitalize="none"
        maxLength={40}
        length={20}
        code
      />
      <Button kind="primary" type="submit" busy={busy}>
        {i18n._('Zaloguj się')}
      </Button>{' '}
      <Button kind="quiet" onClick={onBack}>
        {i18n._('Mam telefon: wpiszę kod z aplikacji')}
      </Button>
    </form>
  );
}
