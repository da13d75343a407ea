/** Back from the national node: what the browser brought is given to the platform once, and signing in goes on. */
import { useLingui } from '@lingui/react';
import { useEffect, useRef, useState } from 'react';
import { Loading } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { searchBefore } from './away.ts';
import { type Arrived, SignInSteps } from './sign-in.tsx';

export default function NodeReturn({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const begun = useRef(false);
  const [arrived, setArrived] = useState<Arrived | { problem: unknown }>();
  const [before, setBefore] = useState<Readonly<Record<string, string>>>({});
  // Once: what came back is good for one use.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is read once, then taken out of the window
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const body = { artifact: search.SAMLart ?? '', relayState: search.RelayState ?? '' };
    setBefore(searchBefore());
    history.replaceState(null, '', '/sign-in/wezel');
    api
      .send<Arrived>('POST', '/api/accounts/node-sign-in/return', body)
      .then(setArrived, (problem: unknown) => setArrived({ problem }));
  }, []);
  if (arrived) return <SignInSteps search={before} arrived={arrived} />;
  return (
    <Page title={i18n._('Zaloguj się')}>
      <Loading lines={2} />
    </Page>
  );
}
