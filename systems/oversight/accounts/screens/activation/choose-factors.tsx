/** By what the person will sign in from now on: a passkey, or a password with the codes of an app. */
import { useLingui } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { CodeField } from '#libs/ui/code-field/code-field.tsx';
import { ErrorSummary, type Problem, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { Inset } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { PasswordField } from '#libs/ui/password-field/password-field.tsx';
import { ApiProblem } from '#libs/ui/session/api.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { AuthenticatorSecret } from '../authenticator-secret.tsx';
import { makePasskey, PasskeyGivenUp, pageWithPasskeys, passkeysWork } from '../passkey.ts';
import { usePasswordWords } from '../password-words.ts';

export interface Journey {
  readonly login: string;
  readonly name: string;
  /** Only a security key will do. */
  readonly deviceBound: boolean;
  readonly secret: string;
  readonly otpauth: string;
  readonly passkey: object;
  readonly state: string;
}

interface ChooseFactorsProps {
  journey: Journey;
  onDone: (done: { login: string; codes: string[] }) => void;
  /** The code is used up or over: from the beginning. */
  onOver: () => void;
}

export function ChooseFactors({ journey, onDone, onOver }: ChooseFactorsProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = useFactorWords();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [busy, setBusy] = useState(false);

  const run = async (chosen: () => Promise<object>) => {
    if (busy) return;
    setBusy(true);
    setProblems([]);
    try {
      const body = { state: journey.state, ...(await chosen()) };
      onDone(await api.send('POST', '/api/accounts/activation/factors', body));
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.code === 'activation-not-valid') return onOver();
      setProblems([words(problem)]);
    }
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = [
      !password && { field: 'haslo-nowe', message: i18n._('Wpisz nowe hasło') },
      code.length !== 6 && { field: 'kod', message: i18n._('Wpisz 6 cyfr kodu z aplikacji') },
    ].filter((problem) => problem !== false);
    if (missing.length > 0) return setProblems(missing);
    run(async () => ({ password, code }));
  };
  return (
    <Page
      title={i18n._('Wybierz, czym się logujesz')}
      lead={i18n._('{name}, Twój login to {login}. Nikt poza Tobą nie zna tego, co teraz ustawisz.', journey as never)}
      failed={problems.length > 0}
    >
      <ErrorSummary problems={problems} />
      <h2>{journey.deviceBound ? i18n._('Klucz bezpieczeństwa') : i18n._('Najprościej: klucz dostępu')}</h2>
      <p>
        {journey.deviceBound
          ? i18n._('To konto wymaga klucza, który nie opuszcza urządzenia, na przykład klucza USB.')
          : i18n._('Twarz, palec albo kod PIN telefonu lub komputera. Nie ma hasła, więc nikt go nie pozna.')}
      </p>
      {passkeysWork() ? (
        <Button
          kind={journey.deviceBound ? 'primary' : undefined}
          busy={busy}
          onClick={() => run(async () => ({ passkey: await makePasskey(journey.passkey) }))}
        >
          {i18n._('Utwórz klucz')}
        </Button>
      ) : (
        <ElsewherePasskeys />
      )}
      {!journey.deviceBound && (
        <form noValidate onSubmit={submit}>
          <h2>{i18n._('Albo hasło i aplikacja do kodów')}</h2>
          <PasswordField
            id="haslo-nowe"
            label={i18n._('Nowe hasło')}
            hint={i18n._('Co najmniej 12 znaków. Kilka słów łatwiej zapamiętać niż znaki. Możesz je wkleić.')}
            value={password}
            onChange={setPassword}
            error={problemOf(problems, 'haslo-nowe')}
            autoComplete="new-password"
            maxLength={512}
          />
          <AuthenticatorSecret {...journey} />
          <CodeField
            id="kod"
            label={i18n._('Kod z aplikacji')}
            hint={i18n._('6 cyfr, które pokazuje teraz.')}
            value={code}
            onChange={setCode}
            error={problemOf(problems, 'kod')}
          />
          <Button kind="primary" type="submit" busy={busy}>
            {i18n._('Ustaw hasło i aplikację')}
          </Button>
        </form>
      )}
    </Page>
  );
}

function ElsewherePasskeys() {
  const { i18n } = useLingui();
  const elsewhere = pageWithPasskeys();
  return (
    <Inset>
      {elsewhere ? (
        <p>
          {i18n._('Klucze dostępu działają pod adresem z nazwą:')} <Link href={elsewhere}>{elsewhere}</Link>
        </p>
      ) : (
        <p>{i18n._('Ta przeglądarka nie obsługuje kluczy dostępu. Zaktualizuj ją albo użyj innej.')}</p>
      )}
    </Inset>
  );
}

function useFactorWords() {
  const { i18n } = useLingui();
  const weak = usePasswordWords();
  return (problem: unknown): Problem => {
    if (problem instanceof PasskeyGivenUp) return { message: i18n._('Przerwano. Spróbuj jeszcze raz.') };
    if (!(problem instanceof ApiProblem)) throw problem;
    const said = weak(problem.code);
    if (said) return { field: 'haslo-nowe', message: said };
    switch (problem.code) {
      case 'wrong-code':
        return { field: 'kod', message: i18n._('Ten kod nie pasuje. Wpisz kod, który aplikacja pokazuje teraz.') };
      case 'device-bound-passkey-needed':
        return {
          message: i18n._('Ten klucz można skopiować na inne urządzenia. Użyj klucza bezpieczeństwa, na przykład USB.'),
        };
    }
    return { message: i18n._('Nie udało się tego zrobić. Spróbuj ponownie za chwilę.') };
  };
}
