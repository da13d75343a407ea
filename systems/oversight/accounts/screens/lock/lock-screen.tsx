/**
 * The lock screen: nobody was there for a while, so nothing of the portal is left in the page. One factor brings it
 * back where it was; five wrong ones end the session.
 */
import { useLingui } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ErrorSummary, type Problem, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { PasswordField } from '#libs/ui/password-field/password-field.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import { type Api, ApiProblem } from '#libs/ui/session/api.ts';
import type { Session } from '#libs/ui/session/session.ts';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { givePasskey, PasskeyGivenUp, passkeysWork } from '../passkey.ts';

export interface LockScreenProps {
  session: Session;
  api: Api;
  onUnlocked: () => void;
  onEnd: () => void;
}

type Way = 'password' | 'code';

export default function LockScreen({ session, api, onUnlocked, onEnd }: LockScreenProps) {
  const { i18n } = useLingui();
  const [way, setWay] = useState<Way>('code');
  const [value, setValue] = useState('');
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [busy, setBusy] = useState(false);

  const run = async (given: () => Promise<object>) => {
    if (busy) return;
    setBusy(true);
    setProblems([]);
    try {
      await api.send('POST', '/api/accounts/unlock', await given(), { csrf: session.csrf });
      onUnlocked();
    } catch (problem) {
      setValue('');
      if (problem instanceof ApiProblem && problem.status === 401) return onEnd();
      const message =
        problem instanceof PasskeyGivenUp
          ? i18n._('Przerwano. Spróbuj jeszcze raz.')
          : i18n._('To nie pasuje. Po pięciu pomyłkach sesja się skończy.');
      setProblems([{ field: 'odblokuj', message }]);
    }
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!value) return setProblems([{ field: 'odblokuj', message: i18n._('Wpisz kod albo hasło') }]);
    run(async () => ({ [way]: value }));
  };
  const byPasskey = () =>
    run(async () => ({
      passkey: await givePasskey(
        await api.send('POST', '/api/accounts/unlock-challenge', undefined, { csrf: session.csrf }),
      ),
    }));
  const field = {
    ...{ id: 'odblokuj', value, onChange: setValue, error: problemOf(problems, 'odblokuj'), autoFocus: true },
  };
  return (
    <Page title={i18n._('Ekran jest zablokowany')} failed={problems.length > 0}>
      <p>{i18n._('{name}, przez dłuższy czas nic się nie działo. Potwierdź, że to Ty.', { name: session.name })}</p>
      <form noValidate onSubmit={submit}>
        <ErrorSummary problems={problems} />
        <Radios
          id="czym"
          label={i18n._('Czym?')}
          options={[
            { value: 'code', label: i18n._('Kodem z aplikacji') },
            { value: 'password', label: i18n._('Hasłem') },
          ]}
          value={way}
          onChange={(chosen) => {
            setWay(chosen as Way);
            setValue('');
          }}
        />
        {way === 'code' ? (
          <TextField {...field} label={i18n._('Kod z aplikacji')} inputMode="numeric" maxLength={6} length={6} code />
        ) : (
          <PasswordField {...field} label={i18n._('Hasło')} autoComplete="current-password" />
        )}
        <div className="saz-buttons">
          <Button kind="primary" type="submit" busy={busy}>
            {i18n._('Odblokuj')}
          </Button>
          {passkeysWork() && (
            <Button busy={busy} onClick={byPasskey}>
              {i18n._('Odblokuj kluczem dostępu')}
            </Button>
          )}
          <Button kind="quiet" onClick={onEnd}>
            {i18n._('Wyloguj się')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
