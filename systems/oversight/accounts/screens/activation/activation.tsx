/** The first sign-in: the code from the sealed sheet, then an own way of signing in, then recovery codes to print. */
import { useLingui } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ErrorSummary, type Problem, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { ApiProblem } from '#libs/ui/session/api.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { ChooseFactors, type Journey } from './choose-factors.tsx';
import '../security/security.css';

export default function Activation() {
  const [journey, setJourney] = useState<Journey>();
  if (!journey) return <CodeOfSheet onOpened={setJourney} />;
  return <OpenAccount journey={journey} onOver={() => setJourney(undefined)} />;
}

interface OpenAccountProps {
  journey: Journey;
  /** What was begun with is used up or over; the sign-in page when absent. */
  onOver?: () => void;
}

/** From a proven right to an account: ways of signing in, then recovery codes, shown once. */
export function OpenAccount({ journey, onOver = () => location.assign('/sign-in') }: OpenAccountProps) {
  const { i18n } = useLingui();
  const [done, setDone] = useState<{ login: string; codes: string[] }>();
  if (!done) return <ChooseFactors journey={journey} onDone={setDone} onOver={onOver} />;
  return (
    <Page title={i18n._('Zapisz kody zapasowe')}>
      <Notice kind="warning" title={i18n._('Zapisz albo wydrukuj je teraz')}>
        <p>{i18n._('Drugi raz ich nie pokażemy. Każdy kod zastępuje raz kod z aplikacji. Trzymaj je w domu.')}</p>
      </Notice>
      <ol className="saz-codes">
        {done.codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <p>{i18n._('Twój login: {login}', { login: done.login })}</p>
      <div className="saz-buttons ez-no-print">
        <Button onClick={() => print()}>{i18n._('Drukuj')}</Button>
        <ButtonLink kind="primary" href="/sign-in">
          {i18n._('Mam je zapisane: zaloguj się')}
        </ButtonLink>
      </div>
    </Page>
  );
}

function CodeOfSheet({ onOpened }: { onOpened: (journey: Journey) => void }) {
  const { i18n } = useLingui();
  const api = useApi();
  const [code, setCode] = useState('');
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (!code.trim()) return setProblems([{ field: 'kod-aktywacyjny', message: i18n._('Wpisz kod z kartki') }]);
    setBusy(true);
    try {
      onOpened(await api.send<Journey>('POST', '/api/accounts/activation', { code: code.trim() }));
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      const message = i18n._('Ten kod nie pasuje, był już użyty albo stracił ważność. Poproś o nowy.');
      setProblems([{ field: 'kod-aktywacyjny', message }]);
    }
    setBusy(false);
  };
  return (
    <Page
      title={i18n._('Pierwsze logowanie')}
      lead={i18n._('Masz kartkę z kodem aktywacyjnym. Działa raz i przez jeden dzień.')}
      failed={problems.length > 0}
    >
      <form noValidate onSubmit={submit}>
        <ErrorSummary problems={problems} />
        <TextField
          id="kod-aktywacyjny"
          label={i18n._('Kod aktywacyjny')}
          hint={i18n._('16 znaków, na przykład abcd-efgh-ijkl-mnop.')}
          value={code}
          onChange={setCode}
          error={problemOf(problems, 'kod-aktywacyjny')}
          autoCapitalize="none"
          maxLength={40}
          length={20}
          code
        />
        <Button kind="primary" type="submit" busy={busy}>
          {i18n._('Dalej')}
        </Button>
      </form>
    </Page>
  );
}
