/** Before a risky act: the code of the app, or a passkey, once more. Then the act itself, with the proof. */
import { useLingui } from '@lingui/react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { CodeField } from '#libs/ui/code-field/code-field.tsx';
import { ErrorSummary, type Problem, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import { ApiProblem } from '#libs/ui/session/api.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { givePasskey, PasskeyGivenUp, passkeysWork } from '../passkey.ts';
import { usePasswordWords } from '../password-words.ts';
import type { Act } from './model.ts';

export interface ProveFormProps {
  act: Act;
  /** What the button of the act says. */
  label: string;
  /** The person has a passkey and may prove by it. */
  hasPasskey: boolean;
  /** Fields that the act itself needs, above the proof. */
  children?: ReactNode;
  /** What is missing in those fields. */
  check?: () => Problem | undefined;
  /** What the code is called, when there are two. */
  proofLabel?: string;
  /** The field that refusals of the act itself are about. */
  field?: string;
  /** Characters of a password at least. */
  shortest?: number;
  /** When the session has only just begun. */
  csrf?: string | undefined;
  onProven: (proof: string) => Promise<void>;
  onCancel?: (() => void) | undefined;
}

export function ProveForm({ act, label, hasPasskey, children, check, onProven, onCancel, ...rest }: ProveFormProps) {
  const options = rest.csrf ? { csrf: rest.csrf } : {};
  const { i18n } = useLingui();
  const api = useApi();
  const say = useProofWords();
  const [code, setCode] = useState('');
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [busy, setBusy] = useState(false);
  const field = `kod-${act}`;

  const run = async (given: () => Promise<object>) => {
    if (busy) return;
    const missing = check?.();
    if (missing) return setProblems([missing]);
    setBusy(true);
    setProblems([]);
    try {
      const { proof } = await api.send<{ proof: string }>(
        'POST',
        '/api/accounts/step-up',
        { act, ...(await given()) },
        options,
      );
      await onProven(proof);
    } catch (problem) {
      setCode('');
      setProblems([say(problem, field, rest.field, rest.shortest)]);
    }
    setBusy(false);
  };
  const byCode = (event: FormEvent) => {
    event.preventDefault();
    if (code.length !== 6) return setProblems([{ field, message: i18n._('Wpisz 6 cyfr kodu z aplikacji') }]);
    run(async () => ({ code }));
  };
  const byPasskey = () =>
    run(async () => ({
      passkey: await givePasskey(await api.send('POST', '/api/accounts/step-up-challenge', { act }, options)),
    }));

  return (
    <form noValidate onSubmit={byCode} className="saz-prove">
      <ErrorSummary problems={problems} />
      {children}
      <CodeField
        id={field}
        label={rest.proofLabel ?? i18n._('Kod z aplikacji')}
        hint={i18n._('Potwierdza, że to Ty. 6 cyfr.')}
        value={code}
        onChange={setCode}
        error={problemOf(problems, field)}
      />
      <div className="saz-buttons">
        <Button kind="primary" type="submit" busy={busy}>
          {label}
        </Button>
        {hasPasskey && passkeysWork() && (
          <Button busy={busy} onClick={byPasskey}>
            {i18n._('Potwierdź kluczem dostępu')}
          </Button>
        )}
        {onCancel && (
          <Button kind="quiet" onClick={onCancel}>
            {i18n._('Anuluj')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** Refusals of a risky act in plain words. */
function useProofWords() {
  const { i18n } = useLingui();
  const weak = usePasswordWords();
  return (problem: unknown, field: string, ofAct?: string, shortest?: number): Problem => {
    if (problem instanceof PasskeyGivenUp) {
      return { message: i18n._('Przerwano, nic nie zmieniono. Poczekaj na nowy kod i spróbuj jeszcze raz.') };
    }
    if (!(problem instanceof ApiProblem)) throw problem;
    const said = weak(problem.code, shortest);
    if (said) return { field: ofAct ?? field, message: said };
    switch (problem.code) {
      case 'wrong-old-password':
        return { field: 'haslo-obecne', message: i18n._('Dotychczasowe hasło się nie zgadza.') };
      case 'wrong-code':
        if (ofAct && problem.status === 422)
          return {
            field: ofAct,
            message: i18n._('Kod z nowej aplikacji nie pasuje. Wpisz ten, który pokazuje teraz.'),
          };
        return { field, message: i18n._('Ten kod nie pasuje. Wpisz kod, który aplikacja pokazuje teraz.') };
      case 'code-used':
        return { field, message: i18n._('Ten kod był już użyty. Poczekaj na następny i wpisz go.') };
      case 'second-factor-paused':
        return { field, message: i18n._('Za dużo błędnych kodów. Spróbuj ponownie za 15 minut.') };
      case 'passkey-not-valid':
        return { message: i18n._('Ten klucz dostępu nie pasuje do konta. Użyj kodu z aplikacji.') };
      case 'too-many-passkeys':
        return { message: i18n._('Masz już 20 kluczy dostępu. Usuń te, których nie używasz.') };
      case 'authenticator-over':
        return { message: i18n._('Minęło za dużo czasu. Zacznij od nowa.') };
      case 'last-passkey':
        return { message: i18n._('To ostatni klucz, którym się logujesz. Dodaj najpierw drugi.') };
      case 'passkey-not-kept':
        return { message: i18n._('Nie udało się zapisać klucza. Spróbuj ponownie z nowym kodem.') };
    }
    return { message: i18n._('Nie udało się tego zrobić. Spróbuj ponownie za chwilę.') };
  };
}
