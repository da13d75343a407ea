/** First step: a passkey, which is the whole sign-in, or login and password. */
import { useLingui } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ErrorSummary, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { ApiProblem } from '#libs/ui/session/api.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { Session } from '#libs/ui/session/session.ts';
import { givePasskey, passkeysWork } from '../passkey.ts';
import type { Factor, StepProps } from './step.ts';
import { doWork } from './work.ts';

interface PasswordStepProps extends StepProps {
  onDone: (begun: { handle: string; factors: readonly Factor[]; login: string }) => void;
  onEnter: (session: Session) => void;
}

export function PasswordStep({ problems, onProblems, attempt, onDone, onEnter }: PasswordStepProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const missing = [
      !login.trim() && { field: 'login', message: i18n._('Wpisz login') },
      !password && { field: 'haslo', message: i18n._('Wpisz hasło') },
    ].filter((problem) => problem !== false);
    if (missing.length > 0) return onProblems(missing);
    setBusy(true);
    await attempt('haslo', async () => {
      const body = { login: login.trim(), password };
      const send = (more = {}) =>
        api.send<{ handle: string; factors: Factor[] }>('POST', '/api/accounts/sign-in', { ...body, ...more });
      const begun = await send().catch(async (problem: unknown) => {
        if (!(problem instanceof ApiProblem && problem.code === 'work-needed')) throw problem;
        return send({ work: await doWork(await api.send('POST', '/api/accounts/work-challenge')) });
      });
      onDone({ ...begun, login: login.trim() });
    });
    setBusy(false);
  };
  const byPasskey = async () => {
    if (busy) return;
    setBusy(true);
    await attempt('login', async () => {
      const passkey = await givePasskey(await api.send('POST', '/api/accounts/passkey-challenge', {}));
      onEnter(await api.send<Session>('POST', '/api/accounts/passkey-sign-in', { passkey }));
    });
    setBusy(false);
  };

  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary problems={problems} />
      {passkeysWork() && (
        <>
          <Button busy={busy} onClick={byPasskey}>
            {i18n._('Zaloguj się kluczem dostępu')}
          </Button>
          <p>{i18n._('Twarzą, palcem albo kodem PIN tego urządzenia. Albo loginem i hasłem:')}</p>
        </>
      )}
      <TextField
        id="login"
        label={i18n._('Login')}
        value={login}
        onChange={setLogin}
        error={problemOf(problems, 'login')}
        autoComplete="username"
        autoCapitalize="none"
      />
      <TextField
        id="haslo"
        label={i18n._('Hasło')}
        type="password"
        value={password}
        onChange={setPassword}
        error={problemOf(problems, 'haslo')}
        autoComplete="current-password"
      />
      <Button kind="primary" type="submit" busy={busy}>
        {i18n._('Dalej')}
      </Button>
      <p>
        <Link href="/sign-in/odzyskaj">{i18n._('Nie pamiętasz hasła?')}</Link>{' '}
        <Link href="/sign-in/aktywacja">{i18n._('Masz kod aktywacyjny?')}</Link>
      </p>
    </form>
  );
}
