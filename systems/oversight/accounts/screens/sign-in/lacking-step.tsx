/** Signed in, but something must be done first: a password changed, or a security key made. */
import { useLingui } from '@lingui/react';
import { Notice } from '#libs/ui/notice/notice.tsx';
import type { Session } from '#libs/ui/session/session.ts';
import { ChangePassword } from '../security/change-password.tsx';
import { AddPasskey } from '../security/passkeys.tsx';

interface LackingStepProps {
  session: Session;
  /** The password is changed: the session is good for everything. */
  onChanged: () => void;
  /** The key is made: it signs in from now on. */
  onKey: () => void;
}

export function LackingStep({ session, onChanged, onKey }: LackingStepProps) {
  const { i18n } = useLingui();
  const { csrf } = session;
  if (session.lacks === 'password') {
    return (
      <>
        <Notice kind="info">
          <p>{i18n._('Hasła pracowników zmienia się co 30 dni albo gdy poprosi o to administrator.')}</p>
        </Notice>
        <ChangePassword hasPasskey={false} csrf={csrf} onChanged={onChanged} />
      </>
    );
  }
  return (
    <>
      <Notice kind="info">
        <p>
          {i18n._('To konto otwiera klucz bezpieczeństwa, który nie opuszcza urządzenia. Dodaj go i zaloguj się nim.')}
        </p>
      </Notice>
      <AddPasskey hasPasskey={false} csrf={csrf} onAdded={onKey} />
    </>
  );
}
