/** "Bezpieczeństwo konta": by what I sign in, my recovery codes, and where the account is open. */
import { useLingui } from '@lingui/react';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { ConnectedApps } from '../apps/connected-apps.tsx';
import { Notices } from './notices.tsx';
import { OpenSessions } from './open-sessions.tsx';
import { PasswordCard } from './password-card.tsx';
import { Passkeys } from './passkeys.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import type { Security } from './model.ts';
import './security.css';

export default function SecurityOfAccount() {
  const { i18n } = useLingui();
  const query = useGet<Security>('/api/accounts/security');
  return (
    <Page
      title={i18n._('Bezpieczeństwo konta')}
      lead={i18n._('Tu wybierasz, czym się logujesz, i sprawdzasz, na jakich urządzeniach konto jest otwarte.')}
    >
      <Loaded query={query} lines={8}>
        {(security) => (
          <>
            <Notices />
            <Passkeys passkeys={security.passkeys} onChange={() => query.refetch()} />
            <PasswordCard security={security} onChange={() => query.refetch()} />
            <RecoveryCodes
              left={security.recoveryCodes}
              hasPasskey={security.passkeys.length > 0}
              onChange={() => query.refetch()}
            />
          </>
        )}
      </Loaded>
      <OpenSessions />
      <ConnectedApps />
    </Page>
  );
}
