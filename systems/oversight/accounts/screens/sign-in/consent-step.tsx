/** An app asks for access: who asks, for what, and the person's yes or no. The browser then goes back to the app. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ErrorSummary } from '#libs/ui/error-summary/error-summary.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import type { Session } from '#libs/ui/session/session.ts';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';
import { useScopeWords } from '../apps/scope-words.ts';
import type { StepProps } from './step.ts';

interface ConsentStepProps extends StepProps {
  session: Session;
  interaction: string;
}

export function ConsentStep({ problems, attempt, session, interaction }: ConsentStepProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = useScopeWords();
  const [busy, setBusy] = useState(false);
  const path = `/api/accounts/interactions/${encodeURIComponent(interaction)}`;
  const asked = useGet<{ client: string; scopes: string[]; patient?: string }>(path);

  const answer = async (decision: 'allow' | 'deny') => {
    if (busy) return;
    setBusy(true);
    await attempt('zgoda', async () => {
      const onward = await api.send<{ continue: string }>('POST', path, { decision }, { csrf: session.csrf });
      location.assign(onward.continue);
    });
    setBusy(false);
  };

  return (
    <>
      <ErrorSummary problems={problems} />
      <Loaded query={asked}>
        {({ client, scopes, patient }) => (
          <>
            <p>
              {i18n._('Aplikacja „{client}” prosi o dostęp. Logujesz się jako {name}.', { client, name: session.name })}
            </p>
            <h2>{i18n._('Jeśli się zgodzisz, aplikacja')}</h2>
            <ul>
              {words(scopes, { own: session.role === 'patient', onePatient: patient !== undefined }).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <p>{i18n._('Zgodę cofniesz w każdej chwili: „Bezpieczeństwo”, „Połączone aplikacje”.')}</p>
            <Button kind="primary" busy={busy} onClick={() => answer('allow')}>
              {i18n._('Zgadzam się')}
            </Button>{' '}
            <Button busy={busy} onClick={() => answer('deny')}>
              {i18n._('Nie zgadzam się')}
            </Button>
          </>
        )}
      </Loaded>
    </>
  );
}
