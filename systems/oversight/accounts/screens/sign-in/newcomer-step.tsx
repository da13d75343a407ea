/** The national node knows who this is, and there is no account yet: it is opened here, with factors of their own. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ErrorSummary } from '#libs/ui/error-summary/error-summary.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import type { Journey } from '../activation/choose-factors.tsx';
import type { StepProps } from './step.ts';

interface NewcomerStepProps extends StepProps {
  newcomer: { readonly proof: string; readonly name: string };
  onOpened: (journey: Journey) => void;
}

export function NewcomerStep({ problems, attempt, newcomer, onOpened }: NewcomerStepProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const open = async () => {
    if (busy) return;
    setBusy(true);
    await attempt('konto', async () => {
      onOpened(await api.send<Journey>('POST', '/api/accounts/registration', { proof: newcomer.proof }));
    });
    setBusy(false);
  };
  return (
    <>
      <ErrorSummary problems={problems} />
      <p>{i18n._('Dzień dobry, {name}. Nie masz jeszcze konta w e-Zdrowiu.', { name: newcomer.name })}</p>
      <p>{i18n._('Założysz je w kilka minut: wybierzesz, czym będziesz się logować, gdy login.gov.pl nie działa.')}</p>
      <Button kind="primary" busy={busy} onClick={open}>
        {i18n._('Załóż konto')}
      </Button>
    </>
  );
}
