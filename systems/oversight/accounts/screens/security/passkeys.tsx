/** My passkeys: what they are, which I have, one more, one fewer. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Inset, Notice } from '#libs/ui/notice/notice.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { useDraft } from '#libs/ui/session/use-draft.ts';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { makePasskey, pageWithPasskeys, passkeysWork } from '../passkey.ts';
import type { PasskeyShown } from './model.ts';
import { ProveForm } from './prove-form.tsx';

export interface PasskeysProps {
  passkeys: readonly PasskeyShown[];
  onChange: () => void;
}

export function Passkeys({ passkeys, onChange }: PasskeysProps) {
  const { i18n } = useLingui();
  const [open, setOpen] = useState<'nothing' | 'add' | string>('nothing');
  const [done, setDone] = useState('');
  const finish = (says: string) => {
    setOpen('nothing');
    setDone(says);
    onChange();
  };
  return (
    <Card title={i18n._('Klucze dostępu')} id="klucze">
      <p>
        {i18n._(
          'Klucz dostępu to logowanie twarzą, palcem albo kodem PIN telefonu lub komputera. Nikt go nie podpatrzy ani nie wyłudzi.',
        )}
      </p>
      {done && (
        <Notice kind="success" live>
          <p>{done}</p>
        </Notice>
      )}
      {passkeys.length === 0 && <p>{i18n._('Nie masz jeszcze klucza dostępu.')}</p>}
      {passkeys.length > 0 && (
        <ul className="saz-list">
          {passkeys.map((key) => (
            <PasskeyRow
              key={key.id}
              passkey={key}
              isOpen={open === key.id}
              onOpen={() => setOpen(key.id)}
              onCancel={() => setOpen('nothing')}
              onRemoved={() =>
                finish(i18n._('Klucz „{name}” usunięty. Nikt się już nim nie zaloguje.', { name: key.name }))
              }
            />
          ))}
        </ul>
      )}
      {open === 'add' ? (
        <AddPasskey
          hasPasskey={passkeys.length > 0}
          onCancel={() => setOpen('nothing')}
          onAdded={(name) => finish(i18n._('Klucz „{name}” dodany. Następnym razem zalogujesz się nim.', { name }))}
        />
      ) : (
        <AddButton onOpen={() => setOpen('add')} />
      )}
    </Card>
  );
}

/** Where passkeys cannot be, the way to where they can. */
function AddButton({ onOpen }: { onOpen: () => void }) {
  const { i18n } = useLingui();
  if (passkeysWork()) return <Button onClick={onOpen}>{i18n._('Dodaj klucz dostępu')}</Button>;
  const elsewhere = pageWithPasskeys();
  return (
    <Inset>
      {elsewhere ? (
        <p>
          {i18n._('Klucze dostępu działają pod adresem z nazwą:')} <Link href={elsewhere}>{elsewhere}</Link>
        </p>
      ) : (
        <p>{i18n._('Ta przeglądarka nie obsługuje kluczy dostępu. Zaktualizuj ją albo użyj innej.')}</p>
      )}
    </Inset>
  );
}

interface PasskeyRowProps {
  passkey: PasskeyShown;
  isOpen: boolean;
  onOpen: () => void;
  onCancel: () => void;
  onRemoved: () => void;
}

function PasskeyRow({ passkey, isOpen, onOpen, onCancel, onRemoved }: PasskeyRowProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const { date } = useFormat();
  const { id, name, created, lastUsed } = passkey;
  const remove = async (proof: string) => {
    await api.send('POST', `/api/accounts/passkeys/${id}/remove`, { proof });
    onRemoved();
  };
  return (
    <li>
      <div className="saz-row">
        <div>
          <strong>{name}</strong>
          <div className="saz-more">
            {i18n._('Dodany {when}.', { when: date(created) })}{' '}
            {lastUsed
              ? i18n._('Ostatnio użyty {when}.', { when: date(lastUsed) })
              : i18n._('Jeszcze nieużyty do logowania.')}
          </div>
        </div>
        {!isOpen && (
          <Button kind="quiet" onClick={onOpen} aria-label={i18n._('Usuń klucz „{name}”', { name })}>
            {i18n._('Usuń')}
          </Button>
        )}
      </div>
      {isOpen && (
        <ProveForm act="passkey-remove" label={i18n._('Usuń klucz')} hasPasskey onProven={remove} onCancel={onCancel} />
      )}
    </li>
  );
}

interface AddPasskeyProps {
  hasPasskey: boolean;
  /** When the session has only just begun. */
  csrf?: string;
  onAdded: (name: string) => void;
  onCancel?: () => void;
}

export function AddPasskey({ hasPasskey, csrf, onAdded, onCancel }: AddPasskeyProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const [name, setName, finish] = useDraft(csrf ? undefined : 'nazwa-klucza');
  const options = csrf ? { csrf } : {};
  const add = async (proof: string) => {
    const passkey = await makePasskey(await api.send('POST', '/api/accounts/passkeys/offer', undefined, options));
    await api.send('POST', '/api/accounts/passkeys', { proof, name: name.trim(), passkey }, options);
    finish();
    onAdded(name.trim());
  };
  const check = () =>
    name.trim() ? undefined : { field: 'nazwa-klucza', message: i18n._('Nazwij klucz, na przykład: mój telefon') };
  return (
    <ProveForm
      act="passkey-add"
      label={i18n._('Dodaj klucz')}
      hasPasskey={hasPasskey}
      check={check}
      csrf={csrf}
      onProven={add}
      onCancel={onCancel}
    >
      <TextField
        id="nazwa-klucza"
        label={i18n._('Nazwa klucza')}
        hint={i18n._('Żeby go potem rozpoznać, na przykład: mój telefon.')}
        value={name}
        onChange={setName}
        maxLength={60}
      />
    </ProveForm>
  );
}
