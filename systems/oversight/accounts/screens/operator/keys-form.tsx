/** New public keys of a client, pasted or by an address; and whether the old ones were stolen. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import { TextArea } from '#libs/ui/text-area/text-area.tsx';
import { keysOf } from './key-text.ts';

export interface KeysFormProps {
  busy: boolean;
  onGiven: (keys: object) => void;
  onCancel: () => void;
}

export function KeysForm({ busy, onGiven, onCancel }: KeysFormProps) {
  const { i18n } = useLingui();
  const [text, setText] = useState('');
  const [why, setWhy] = useState('rotation');
  const [tried, setTried] = useState(false);
  const keys = keysOf(text);
  const send = () => {
    setTried(true);
    if (keys) onGiven({ ...keys, compromised: why === 'stolen' });
    else document.getElementById('klucze-nowe')?.focus();
  };
  return (
    <div className="saz-form">
      <TextArea
        id="klucze-nowe"
        code
        label={i18n._('Nowe klucze publiczne')}
        hint={i18n._('Zbiór JWKS albo adres https, pod którym klient go publikuje.')}
        error={tried && !keys ? i18n._('Wklej zbiór JWKS: {"keys": […]}, albo adres https.') : undefined}
        value={text}
        onChange={setText}
        rows={6}
      />
      <Radios
        id="klucze-powod"
        label={i18n._('Dlaczego')}
        value={why}
        onChange={setWhy}
        options={[
          { value: 'rotation', label: i18n._('planowa wymiana') },
          { value: 'stolen', label: i18n._('stare klucze mógł ktoś poznać: unieważnij też tokeny') },
        ]}
      />
      <div className="saz-acts">
        <Button kind="primary" busy={busy} onClick={send}>
          {i18n._('Zapisz klucze')}
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          {i18n._('Anuluj')}
        </Button>
      </div>
    </div>
  );
}
