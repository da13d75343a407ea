/** The way through login.gov.pl, where the platform is connected to it. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';
import { type Departure, leave } from './away.ts';
import type { StepProps } from './step.ts';

interface NodeWayProps extends Pick<StepProps, 'attempt'> {
  search: Readonly<Record<string, string>>;
}

export function NodeWay({ attempt, search }: NodeWayProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const ways = useGet<{ node: boolean }>('/api/accounts/sign-in-ways');
  const go = async () => {
    if (busy) return;
    setBusy(true);
    // Low will do: whoever is identified by one factor gives the second one here.
    await attempt('login', async () => {
      leave(await api.send<Departure>('POST', '/api/accounts/node-sign-in', { level: 'low' }), search);
    });
    setBusy(false);
  };
  if (!ways.data?.node) return null;
  return (
    <>
      <h2>{i18n._('Przez login.gov.pl')}</h2>
      <p>{i18n._('Profilem zaufanym, e-dowodem albo kontem w banku. Nie trzeba pamiętać loginu ani hasła.')}</p>
      <Button busy={busy} onClick={go}>
        {i18n._('Zaloguj się przez login.gov.pl')}
      </Button>
    </>
  );
}
