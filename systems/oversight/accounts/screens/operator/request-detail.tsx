/** One request: what is asked and why; the decision of another person; then admission and the code of the first sign-in. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { changedAddress } from '#libs/ui/portal/use-query-change.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { Admission } from './admission.tsx';
import type { RequestShown } from './model.ts';
import { ReasonForm } from './reason-form.tsx';
import { subjectOf } from './subject.ts';
import { useDecisive } from './use-decisive.tsx';
import { useOperatorWords } from './use-operator-words.ts';

interface RequestDetailProps {
  request: RequestShown;
  onDone: () => Promise<unknown>;
}

export function RequestDetail({ request, onDone }: RequestDetailProps) {
  const { i18n } = useLingui();
  const words = useOperatorWords();
  const opens = request.kind === 'renew' || (request.kind === 'grant' && !request.account);
  return (
    <Card title={`${words.request(request.kind)}: ${subjectOf(request)}`} aside={<Outcome request={request} />}>
      <Facts request={request} />
      {!request.decidedAt && <Decision request={request} onDone={onDone} />}
      {request.approved && opens && !request.codeUsedAt && <Admission request={request} onDone={onDone} />}
      {request.codeUsedAt && <p>{i18n._('Konto zostało otwarte. Można się nim logować.')}</p>}
    </Card>
  );
}

function Outcome({ request: { decidedAt, approved } }: { request: RequestShown }) {
  const { i18n } = useLingui();
  if (!decidedAt) return <Tag kind="warning">{i18n._('czeka na decyzję')}</Tag>;
  return approved ? <Tag kind="success">{i18n._('zgoda')}</Tag> : <Tag kind="neutral">{i18n._('odmowa')}</Tag>;
}

function Facts({ request }: { request: RequestShown }) {
  const { i18n } = useLingui();
  const { dateTime, date } = useFormat();
  const { href } = usePortal();
  const words = useOperatorWords();
  const account = request.account && href('operations-portal/account', { id: request.account });
  // The last day of the right: it holds to midnight.
  const lastDay = request.endsAt && new Date(Date.parse(request.endsAt) - 1).toISOString().slice(0, 10);
  const given = (key: string, label: string, value: string | null | undefined) =>
    value ? [{ key, label, value }] : [];
  return (
    <SummaryList
      rows={[
        ...(account
          ? [{ key: 'account', label: i18n._('Konto'), value: <Link href={account}>{subjectOf(request)}</Link> }]
          : []),
        ...given('role', i18n._('Rola'), words.role(request.role)),
        ...given('facility', i18n._('Placówka'), request.facilityName),
        ...given('post', i18n._('Stanowisko'), request.post),
        ...given('scope', i18n._('Zakres'), request.scope),
        ...(request.kind === 'grant'
          ? [{ key: 'ends', label: i18n._('Ostatni dzień'), value: lastDay ? date(lastDay) : i18n._('bez terminu') }]
          : []),
        { key: 'reason', label: i18n._('Powód'), value: request.reason },
        {
          key: 'asked',
          label: i18n._('Złożył'),
          value: `${request.requestedByName ?? i18n._('polecenie na serwerze')}, ${dateTime(request.requestedAt)}`,
        },
        ...given('login', i18n._('Nadany identyfikator'), request.login),
        ...(request.decidedAt
          ? [
              {
                key: 'decided',
                label: i18n._('Rozpatrzył'),
                value: [request.decidedByName, dateTime(request.decidedAt), request.decisionReason]
                  .filter(Boolean)
                  .join(', '),
              },
            ]
          : []),
      ]}
    />
  );
}

function Decision({ request, onDone }: RequestDetailProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const { go } = usePortal();
  const { busy, run, message } = useDecisive();
  const [login, setLogin] = useState('');
  const [refusing, setRefusing] = useState(false);
  const [tried, setTried] = useState(false);
  const isNew = request.kind === 'grant' && !request.account;
  const wrong = isNew && !/^[a-z0-9][a-z0-9.-]{2,63}$/.test(login.trim());
  const decide = (decision: 'approve' | 'refuse', more: object = {}) =>
    run(async () => {
      await api.send('POST', `/api/accounts/requests/${request.id}/decision`, { decision, ...more });
      // The request goes on elsewhere, and so does whoever decided it.
      const opens = request.kind === 'renew' || isNew;
      const stan = decision === 'approve' && opens ? 'admission' : 'decided';
      go(changedAddress(location.pathname, {}, { stan, wniosek: request.id }));
      await onDone();
    });
  const approve = () => {
    setTried(true);
    if (wrong) document.getElementById('identyfikator')?.focus();
    else void decide('approve', isNew ? { login: login.trim() } : {});
  };
  if (refusing) {
    return (
      <>
        {message}
        <ReasonForm
          id="odmowa"
          label={i18n._('Odmów')}
          busy={busy}
          onGiven={(reason) => decide('refuse', { reason })}
          onCancel={() => setRefusing(false)}
        />
      </>
    );
  }
  return (
    <div className="saz-form">
      {message}
      {isNew && (
        <TextField
          id="identyfikator"
          label={i18n._('Identyfikator (login) dla tej osoby')}
          hint={i18n._('Małe litery, cyfry, kropki i kreski, na przykład jan.kowalski. Nie można go później zmienić.')}
          error={
            tried && wrong
              ? i18n._('Nadaj identyfikator: małe litery, cyfry, kropki i kreski, od 3 do 64 znaków.')
              : undefined
          }
          value={login}
          onChange={setLogin}
          maxLength={64}
        />
      )}
      <div className="saz-acts">
        <Button kind="primary" busy={busy} onClick={approve}>
          {i18n._('Zatwierdź wniosek')}
        </Button>
        <Button onClick={() => setRefusing(true)}>{i18n._('Odmów')}</Button>
      </div>
      {request.kind === 'close' && (
        <Notice kind="warning">
          <p>
            {i18n._('Zamknięcie usuwa hasło i klucze tej osoby na zawsze. Jej wpisy i nazwisko w rejestrze zostają.')}
          </p>
        </Notice>
      )}
    </div>
  );
}
