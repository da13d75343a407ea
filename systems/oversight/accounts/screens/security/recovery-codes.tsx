/** Ten codes on paper for the day when the phone is gone. Shown once. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { ProveForm } from './prove-form.tsx';

export interface RecoveryCodesProps {
  left: number;
  hasPasskey: boolean;
  onChange: () => void;
}

export function RecoveryCodes({ left, hasPasskey, onChange }: RecoveryCodesProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const [asking, setAsking] = useState(false);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const make = async (proof: string) => {
    const made = await api.send<{ codes: string[] }>('POST', '/api/accounts/recovery-codes', { proof });
    setCodes(made.codes);
    setAsking(false);
    onChange();
  };
  return (
    <Card title={i18n._('Kody zapasowe')} id="kody">
      <p>{i18n._('Na dzień, w którym nie masz telefonu: każdy kod zastępuje raz kod z aplikacji.')}</p>
      {codes.length > 0 ? (
        <Codes codes={codes} onDone={() => setCodes([])} />
      ) : (
        <p>
          {left === 0
            ? i18n._('Nie masz kodów zapasowych.')
            : i18n._('{left, plural, one {Został # kod.} few {Zostały # kody.} other {Zostało # kodów.}}', { left })}
        </p>
      )}
      {asking && (
        <ProveForm
          act="recovery-codes"
          label={i18n._('Utwórz 10 kodów')}
          hasPasskey={hasPasskey}
          onProven={make}
          onCancel={() => setAsking(false)}
        >
          {left > 0 && <p>{i18n._('Dotychczasowe kody przestaną działać.')}</p>}
        </ProveForm>
      )}
      {!asking && codes.length === 0 && (
        <Button onClick={() => setAsking(true)}>{left > 0 ? i18n._('Utwórz nowe kody') : i18n._('Utwórz kody')}</Button>
      )}
    </Card>
  );
}

function Codes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { i18n } = useLingui();
  return (
    <>
      <Notice kind="warning" live title={i18n._('Zapisz albo wydrukuj je teraz')}>
        <p>{i18n._('Drugi raz ich nie pokażemy. Trzymaj je w domu, nie w telefonie.')}</p>
      </Notice>
      <ol className="saz-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="saz-buttons ez-no-print">
        <Button onClick={() => print()}>{i18n._('Drukuj')}</Button>
        <Button kind="quiet" onClick={onDone}>
          {i18n._('Mam je zapisane')}
        </Button>
      </div>
    </>
  );
}
