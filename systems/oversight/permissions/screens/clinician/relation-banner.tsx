/** Above an open record: that the glass is broken, with the time left and the way to end it; that something is withheld. */
import { useLingui } from '@lingui/react';
import { useEffect, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { BannerProps } from '#libs/ui/screens/screens.ts';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import '../permissions.css';

interface Relation {
  readonly withheld: boolean;
  readonly emergency?: { readonly id: string; readonly ends: string };
}

export default function RelationBanner({ path }: BannerProps) {
  const patient = /^\/pacjent\/([^/]+)/.exec(path)?.[1];
  const { data } = useGet<Relation>(patient && `/api/permissions/patients/${patient}/relation`);
  if (!patient || !data) return null;
  return (
    <>
      {data.emergency && <Emergency key={data.emergency.id} patient={patient} {...data.emergency} />}
      {data.withheld && <Withheld />}
    </>
  );
}

function Withheld() {
  const { i18n } = useLingui();
  return (
    <aside className="saa-banner" aria-label={i18n._('Ukryte dane')}>
      {i18n._('Pacjent ukrył część danych. Zapytaj go, jeśli to ważne.')}
    </aside>
  );
}

function Emergency({ id, ends, patient }: { id: string; ends: string; patient: string }) {
  const { i18n } = useLingui();
  const api = useApi();
  const { home, href } = usePortal();
  const sheet = href('clinician-portal/emergency', { patient });
  const { busy, act } = useAct();
  const left = useMinutesLeft(ends);
  const end = () =>
    act(async () => {
      await api.send('DELETE', `/api/permissions/emergencies/${id}`);
      // Nothing read in the emergency stays on the page.
      location.assign(home);
    });
  return (
    <aside className="saa-banner" aria-label={i18n._('Dostęp ratunkowy')}>
      <span>
        <strong>{i18n._('Dostęp ratunkowy.')}</strong>{' '}
        <span role="timer">
          {i18n._('{left, plural, one {Została # minuta.} few {Zostały # minuty.} other {Zostało # minut.}}', { left })}
        </span>{' '}
        {i18n._('Pacjent już o nim wie.')}
      </span>
      {sheet && <ButtonLink href={sheet}>{i18n._('Karta ratunkowa')}</ButtonLink>}
      <Button busy={busy} onClick={end}>
        {i18n._('Zakończ dostęp')}
      </Button>
    </aside>
  );
}

/** Whole minutes until an instant, kept up to date. */
function useMinutesLeft(ends: string): number {
  const { now } = usePortal();
  const minutes = () => Math.max(0, Math.ceil((Date.parse(ends) - now().getTime()) / 60_000));
  const [left, setLeft] = useState(minutes);
  useEffect(() => {
    const timer = setInterval(() => setLeft(minutes()), 5_000);
    return () => clearInterval(timer);
  });
  return left;
}
