/** A forgotten password, or one that too many failures switched off: a recovery code, the app's code, a new password. */
import { useLingui } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { CodeField } from '#libs/ui/code-field/code-field.tsx';
import { ErrorSummary, type Problem, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { PasswordField } from '#libs/ui/password-field/password-field.tsx';
import { ApiProblem } from '#libs/ui/session/api.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { usePasswordWords } from '../password-words.ts';

export default function Recovery() {
  const { i18n } = useLingui();
  const api = useApi();
  const words = usePasswordWords();
  const [given, setGiven] = useState({ login: '', recoveryCode: '', code: '', password: '' });
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const set = (name: keyof typeof given) => (value: string) => setGiven((before) => ({ ...before, [name]: value }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const missing = [
      !given.login.trim() && { field: 'login', message: i18n._('Wpisz login') },
      !given.recoveryCode.trim() && { field: 'kod-zapasowy', message: i18n._('Wpisz jeden z kodów zapasowych') },
      given.code.length !== 6 && { field: 'kod', message: i18n._('Wpisz 6 cyfr kodu z aplikacji') },
      !given.password && { field: 'haslo-nowe', message: i18n._('Wpisz nowe hasło') },
    ].filter((problem) => problem !== false);
    if (missing.length > 0) return setProblems(missing);
    setBusy(true);
    setProblems([]);
    try {
      await api.send('POST', '/api/accounts/recovery', { ...given, login: given.login.trim() });
      setDone(true);
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      const weak = words(problem.code);
      setProblems([
        weak
          ? { field: 'haslo-nowe', message: weak }
          : { field: 'login', message: i18n._('Te dane nie pasują do siebie. Sprawdź login i oba kody.') },
      ]);
    }
    setBusy(false);
  };
  if (done) {
    return (
      <Page title={i18n._('Masz nowe hasło')}>
        <Notice kind="success">
          <p>{i18n._('Inne sesje zakończyliśmy. Zużyty kod zapasowy już nie działa.')}</p>
        </Notice>
        <ButtonLink kind="primary" href="/sign-in">
          {i18n._('Zaloguj się')}
        </ButtonLink>
      </Page>
    );
  }
  return (
    <Page
      title={i18n._('Ustaw nowe hasło')}
      lead={i18n._('Potrzebujesz kodu zapasowego z kartki i aplikacji do kodów. Bez nich zadzwoń: „Pomoc i kontakt”.')}
      failed={problems.length > 0}
    >
      <form noValidate onSubmit={submit}>
        <ErrorSummary problems={problems} />
        <TextField
          id="login"
          label={i18n._('Login')}
          value={given.login}
          onChange={set('login')}
          error={problemOf(problems, 'login')}
          autoComplete="username"
          autoCapitalize="none"
        />
        <TextField
          id="kod-zapasowy"
          label={i18n._('Kod zapasowy')}
          value={given.recoveryCode}
          onChange={set('recoveryCode')}
          error={problemOf(problems, 'kod-zapasowy')}
          autoCapitalize="none"
          maxLength={40}
          length={20}
          code
        />
        <CodeField
          id="kod"
          label={i18n._('Kod z aplikacji')}
          hint={i18n._('6 cyfr. Kod zmienia się co 30 sekund.')}
          value={given.code}
          onChange={set('code')}
          error={problemOf(problems, 'kod')}
        />
        <PasswordField
          id="haslo-nowe"
          label={i18n._('Nowe hasło')}
          value={given.password}
          onChange={set('password')}
          error={problemOf(problems, 'haslo-nowe')}
          autoComplete="new-password"
          maxLength={512}
        />
        <Button kind="primary" type="submit" busy={busy}>
          {i18n._('Ustaw hasło')}
        </Button>
      </form>
    </Page>
  );
}
