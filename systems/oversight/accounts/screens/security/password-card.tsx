/** My password and my authenticator: how old, and another one. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { CodeField } from '#libs/ui/code-field/code-field.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { AuthenticatorSecret } from '../authenticator-secret.tsx';
import { ChangePassword } from './change-password.tsx';
import type { Security } from './model.ts';
import { ProveForm } from './prove-form.tsx';

interface Offered {
  readonly secret: string;
  readonly otpauth: string;
  readonly state: string;
}

export function PasswordCard({ security, onChange }: { security: Security; onChange: () => void }) {
  const { i18n } = useLingui();
  const api = useApi();
  const [open, setOpen] = useState<'nothing' | 'password' | Offered>('nothing');
  const [done, setDone] = useState('');
  const hasPasskey = security.passkeys.length > 0;
  const finish = (says: string) => {
    setOpen('nothing');
    setDone(says);
    onChange();
  };
  if (!security.password) return null;
  const days = security.passwordDays;
  return (
    <Card title={i18n._('Hasło i aplikacja do kodów')} id="haslo">
      {done && (
        <Notice kind="success" live>
          <p>{done}</p>
        </Notice>
      )}
      {days !== undefined && (
        <p>
          {i18n._('Hasło trzeba zmienić za {days, plural, one {# dzień} few {# dni} other {# dni}}.', {
            days: Math.max(0, days),
          })}{' '}
          {i18n._('Kto loguje się kluczem dostępu, nie musi zmieniać hasła.')}
        </p>
      )}
      {open === 'nothing' && (
        <div className="saz-buttons">
          <Button onClick={() => setOpen('password')}>{i18n._('Zmień hasło')}</Button>
          <Button onClick={async () => setOpen(await api.send<Offered>('POST', '/api/accounts/authenticator/offer'))}>
            {i18n._('Zmień aplikację do kodów')}
          </Button>
        </div>
      )}
      {open === 'password' && (
        <ChangePassword
          shortest={security.shortest}
          hasPasskey={hasPasskey}
          onChanged={() => finish(i18n._('Hasło zmienione. Jeśli ktoś je poznał, zakończ niżej inne sesje.'))}
          onCancel={() => setOpen('nothing')}
        />
      )}
      {typeof open === 'object' && (
        <NewAuthenticator
          offered={open}
          hasPasskey={hasPasskey}
          onDone={() => finish(i18n._('Od teraz kody pokazuje nowa aplikacja. Stara już nie działa.'))}
          onCancel={() => setOpen('nothing')}
        />
      )}
    </Card>
  );
}

interface NewAuthenticatorProps {
  offered: Offered;
  hasPasskey: boolean;
  onDone: () => void;
  onCancel: () => void;
}

function NewAuthenticator({ offered, hasPasskey, onDone, onCancel }: NewAuthenticatorProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const [code, setCode] = useState('');
  const check = () =>
    code.length === 6 ? undefined : { field: 'nowy-kod', message: i18n._('Wpisz 6 cyfr kodu z nowej aplikacji') };
  const replace = async (proof: string) => {
    await api.send('POST', '/api/accounts/authenticator', { proof, state: offered.state, code });
    onDone();
  };
  return (
    <ProveForm
      act="authenticator"
      label={i18n._('Zmień aplikację')}
      proofLabel={i18n._('Kod z dotychczasowej aplikacji')}
      hasPasskey={hasPasskey}
      check={check}
      field="nowy-kod"
      onProven={replace}
      onCancel={onCancel}
    >
      <AuthenticatorSecret {...offered} />
      <CodeField
        id="nowy-kod"
        label={i18n._('Kod z nowej aplikacji')}
        hint={i18n._('6 cyfr, które pokazuje teraz.')}
        value={code}
        onChange={setCode}
      />
    </ProveForm>
  );
}
