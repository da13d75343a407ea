/** Before the first access: what must be recorded of the person, and the one-time code that is printed and handed over. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { SelectField } from '#libs/ui/select-field/select-field.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { RequestShown } from './model.ts';
import { useDecisive } from './use-decisive.tsx';
import { useOperatorWords } from './use-operator-words.ts';

const kinds = ['confidentiality', 'rules', 'training'] as const;

interface AdmissionProps {
  request: RequestShown;
  onDone: () => Promise<unknown>;
}

export function Admission({ request, onDone }: AdmissionProps) {
  const { i18n } = useLingui();
  const words = useOperatorWords();
  const have = request.admissions ?? [];
  const lacking = request.kind === 'grant' ? kinds.filter((kind) => !have.includes(kind)) : [];
  return (
    <>
      {request.kind === 'grant' && (
        <>
          <h3>{i18n._('Dopuszczenie do pracy z danymi')}</h3>
          <p className="saz-acts">
            {kinds.map((kind) => (
              <Tag key={kind} kind={have.includes(kind) ? 'success' : 'warning'}>
                {words.admission(kind)}: {have.includes(kind) ? i18n._('jest') : i18n._('brak')}
              </Tag>
            ))}
          </p>
        </>
      )}
      {lacking.length > 0 ? (
        <RecordForm key={lacking.join()} request={request} lacking={lacking} onDone={onDone} />
      ) : (
        <ActivationCode request={request} onDone={onDone} />
      )}
    </>
  );
}

function RecordForm({ request, lacking, onDone }: AdmissionProps & { lacking: readonly string[] }) {
  const { i18n } = useLingui();
  const api = useApi();
  const { now } = usePortal();
  const words = useOperatorWords();
  const { busy, run, message } = useDecisive();
  const [kind, setKind] = useState(lacking[0] ?? '');
  const [done, setDone] = useState(now().toISOString().slice(0, 10));
  const [evidence, setEvidence] = useState('');
  const [tried, setTried] = useState(false);
  const lacks = evidence.trim() === '';
  const save = () => {
    setTried(true);
    if (lacks) return document.getElementById('dowod')?.focus();
    void run(async () => {
      await api.send('POST', `/api/accounts/requests/${request.id}/admissions`, {
        ...{ kind, done, evidence: evidence.trim() },
      });
      await onDone();
    });
  };
  return (
    <div className="saz-form">
      {message}
      <SelectField
        id="dopuszczenie"
        label={i18n._('Co odnotować')}
        options={lacking.map((value) => ({ value, label: words.admission(value) }))}
        value={kind}
        onChange={setKind}
      />
      <TextField id="dnia" type="date" length={12} label={i18n._('Kiedy')} value={done} onChange={setDone} />
      <TextField
        id="dowod"
        label={i18n._('Gdzie jest dokument')}
        hint={i18n._('Na przykład: teczka osobowa 12, karta 3.')}
        error={tried && lacks ? i18n._('Napisz, gdzie jest dokument.') : undefined}
        value={evidence}
        onChange={setEvidence}
        maxLength={200}
      />
      <Button kind="primary" busy={busy} onClick={save}>
        {i18n._('Odnotuj')}
      </Button>
    </div>
  );
}

interface Code {
  readonly login: string;
  readonly code: string;
  readonly expires: string;
}

function ActivationCode({ request, onDone }: AdmissionProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const { dateTime } = useFormat();
  const { busy, run, message } = useDecisive();
  const [code, setCode] = useState<Code>();
  const make = () =>
    run(async () => {
      setCode(await api.send<Code>('POST', `/api/accounts/requests/${request.id}/activation`));
      await onDone();
    });
  if (code) {
    return (
      <Notice kind="success" title={i18n._('Kod aktywacji dla {login}', { login: code.login })} live>
        <p className="saz-activation">{code.code}</p>
        <p>
          {i18n._('Ważny do {when}. Pokazujemy go tylko raz: wydrukuj i oddaj w zaklejonej kopercie.', {
            when: dateTime(code.expires),
          })}
        </p>
        <Button onClick={() => print()}>{i18n._('Drukuj')}</Button>
      </Notice>
    );
  }
  return (
    <>
      {message}
      {request.codeExpiresAt && (
        <p className="ez-secondary">
          {i18n._('Kod już wydano, ważny do {when}. Nowy unieważni poprzedni.', {
            when: dateTime(request.codeExpiresAt),
          })}
        </p>
      )}
      <Button kind="primary" busy={busy} onClick={make}>
        {i18n._('Wydaj kod aktywacji')}
      </Button>
    </>
  );
}
