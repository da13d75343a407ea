/** Second step: the code that the person's app shows now, or a passkey, or a recovery code. */
import { useLingui } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { CodeField } from '#libs/ui/code-field/code-field.tsx';
import { ErrorSummary, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import { Inset } from '#libs/ui/notice/notice.tsx';
import type { Session } from '#libs/ui/session/session.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { givePasskey, passkeysWork } from '../passkey.ts';
import { RecoveryStep } from './recovery-step.tsx';
import type { Factor, StepProps } from './step.ts';

interface CodeStepProps extends StepProps {
  handle: string;
  login: string;
  factors: readonly Factor[];
  onBack: () => void;
  onDone: (session: Session) => void;
}

export function CodeStep({ problems, onProblems, attempt, handle, login, factors, onBack, onDone }: CodeStepProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [spare, setSpare] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (code.length !== 6) return onProblems([{ field: 'kod', message: i18n._('Wpisz 6 cyfr kodu z aplikacji') }]);
    setBusy(true);
    await attempt('kod', async () => {
      const session = await api.send<Session>('POST', '/api/accounts/second-factor', { handle, code });
      onDone(session);
    });
    setBusy(false);
  };
  const byPasskey = async () => {
    if (busy) return;
    setBusy(true);
    await attempt('kod', async () => {
      const passkey = await givePasskey(await api.send('POST', '/api/accounts/passkey-challenge', { handle }));
      onDone(await api.send<Session>('POST', '/api/accounts/second-factor', { handle, passkey }));
    });
    setBusy(false);
  };
  if (spare) {
    const props = { problems, onProblems, attempt, handle, onDone, onBack: () => setSpare(false) };
    return <RecoveryStep {...props} />;
  }

  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary problems={problems} />
      <p>{i18n._('Logujesz się jako {login}.', { login })}</p>
      <CodeField
        id="kod"
        label={i18n._('Kod')}
        hint={i18n._('6 cyfr. Kod zmienia się co 30 sekund.')}
        value={code}
        onChange={setCode}
        error={problemOf(problems, 'kod')}
        autoFocus={problems.length === 0}
      />
      <Inset>
        {factors.includes('recovery') ? (
          <p>
            {i18n._('Nie masz telefonu przy sobie?')}{' '}
            <Button kind="quiet" onClick={() => setSpare(true)}>
              {i18n._('Użyj kodu zapasowego')}
            </Button>
          </p>
        ) : (
          <p>{i18n._('Nie masz telefonu przy sobie? Zadzwoń: numer jest w „Pomoc i kontakt” na dole strony.')}</p>
        )}
      </Inset>
      <Button kind="primary" type="submit" busy={busy}>
        {i18n._('Zaloguj się')}
      </Button>{' '}
      {factors.includes('passkey') && passkeysWork() && (
        <Button busy={busy} onClick={byPasskey}>
          {i18n._('Użyj klucza dostępu')}
        </Button>
      )}{' '}
      <Button kind="quiet" onClick={onBack}>
        {i18n._('Wróć do loginu')}
      </Button>
    </form>
  );
}
