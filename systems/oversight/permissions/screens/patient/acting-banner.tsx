/** For whom one acts, above every screen, with the way back. Nothing when one acts for oneself. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { switchPerson } from './switch-person.ts';
import '../permissions.css';

export default function ActingBanner() {
  const { i18n } = useLingui();
  const { session, home } = usePortal();
  const api = useApi();
  const { busy, act } = useAct();
  const acting = session?.actingFor;
  if (!acting) return null;
  return (
    <aside className="saa-banner" aria-label={i18n._('Za kogo działasz')}>
      <span>
        {i18n._('Działasz za:')} <strong>{acting.name}</strong>
      </span>
      <Button busy={busy} onClick={() => act(() => switchPerson(api, home, undefined))}>
        {i18n._('Wróć do swojego konta')}
      </Button>
    </aside>
  );
}
