/** Disputes of one entry, and the form that raises one: on the spot, with a reason and words; the entry stays as it is. */
import { useLingui } from '@lingui/react';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { SelectField } from '#libs/ui/select-field/select-field.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi, useRefresh } from '#libs/ui/session/use-api.tsx';
import { TextArea } from '#libs/ui/text-area/text-area.tsx';
import { type Dispute, type DisputeReason, disputeReasons, type DisputeState } from '../../disputes/model.ts';
import type { EventLink } from '../../model.ts';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { useFacts } from './facts.ts';

export function Disputes({ link, disputes }: { link: EventLink; disputes: readonly Dispute[] }) {
  const { i18n } = useLingui();
  const facts = useFacts();
  const [form, showForm] = useState(false);
  const mine = disputes.some(({ moves }) => moves.includes('withdraw'));
  return (
    <>
      {disputes.map((one) => (
        <Shown key={one.id} dispute={one} />
      ))}
      {!facts?.asOf && !mine && !form && (
        <Button kind="quiet" onClick={() => showForm(true)}>
          {i18n._('To nieprawda? Zakwestionuj')}
        </Button>
      )}
      {form && !mine && <Form link={link} />}
    </>
  );
}

type I18n = ReturnType<typeof useLingui>['i18n'];

const reasonWords = (i18n: I18n): { [reason in DisputeReason]: string } => ({
  'not-mine': i18n._('dotyczy innej osoby'),
  'never-happened': i18n._('to się nie zdarzyło'),
  'wrong-value': i18n._('zła wartość lub treść'),
  'wrong-date': i18n._('zła data'),
  'no-longer-true': i18n._('już nieaktualne'),
  duplicate: i18n._('zapisane dwa razy'),
  other: i18n._('inny powód'),
});

const stateWords = (i18n: I18n): { [state in DisputeState]: string } => ({
  open: i18n._('czeka na odpowiedź'),
  withdrawn: i18n._('wycofane'),
  corrected: i18n._('poprawione'),
  kept: i18n._('podtrzymane'),
});

function Shown({ dispute }: { dispute: Dispute }) {
  const { i18n } = useLingui();
  const { shortDate } = useWording();
  const { at, by, reason, words, state, answer, recordedBy, moves } = dispute;
  const who = [by.name, by.facility].filter(Boolean).join(', ');
  return (
    <Notice kind={state === 'open' ? 'warning' : 'info'}>
      <p>
        {i18n._('Zakwestionowane {day} przez: {who}', { day: shortDate(at.slice(0, 10)) ?? '', who })}.{' '}
        {reasonWords(i18n)[reason]}
        {words && <Recorded>{`: ${words}`}</Recorded>} ({stateWords(i18n)[state]})
      </p>
      {answer && (
        <p>
          {[answer.by.name, answer.by.facility].filter(Boolean).join(', ')}: <Recorded>{answer.words}</Recorded>
        </p>
      )}
      {state === 'open' && (
        <p>
          {recordedBy
            ? i18n._('Odpowie: {place}', { place: recordedBy })
            : i18n._('Nie wiemy, która placówka to zapisała: nikt nie może odpowiedzieć.')}
        </p>
      )}
      {moves.includes('withdraw') && <Withdraw id={dispute.id} />}
      {moves.includes('answer') && <Answer id={dispute.id} />}
    </Notice>
  );
}

/** Sends a change of disputes and reads the patient's pages anew. */
function useDispute() {
  const api = useApi();
  const patient = encodeURIComponent(useFacts()?.patient ?? '');
  const refresh = useRefresh(`/api/patient-profile/${patient}`);
  const { busy, problem, act } = useAct();
  const send = (path: string, body?: object) =>
    act(async () => {
      await api.send('POST', `/api/patient-profile/${patient}/disputes${path}`, body);
      await refresh();
    });
  return { busy, problem, send };
}

function Problem({ problem }: { problem: ReturnType<typeof useDispute>['problem'] }) {
  return problem ? <Notice kind="critical">{problem.pl ?? problem.message}</Notice> : null;
}

function Withdraw({ id }: { id: string }) {
  const { i18n } = useLingui();
  const { busy, problem, send } = useDispute();
  return (
    <>
      <Problem problem={problem} />
      <Button busy={busy} onClick={() => send(`/${id}/withdraw`)}>
        {i18n._('Wycofaj zgłoszenie')}
      </Button>
    </>
  );
}

function Answer({ id }: { id: string }) {
  const { i18n } = useLingui();
  const field = useId();
  const [words, setWords] = useState('');
  const { busy, problem, send } = useDispute();
  return (
    <>
      <Problem problem={problem} />
      <TextArea
        id={field}
        label={i18n._('Odpowiedź placówki')}
        rows={2}
        maxLength={2000}
        value={words}
        onChange={setWords}
      />
      <Button busy={busy} onClick={() => send(`/${id}/answer`, { outcome: 'corrected', words })}>
        {i18n._('Poprawiliśmy')}
      </Button>{' '}
      <Button busy={busy} onClick={() => send(`/${id}/answer`, { outcome: 'kept', words })}>
        {i18n._('Podtrzymujemy')}
      </Button>
    </>
  );
}

function Form({ link: { type, id } }: { link: EventLink }) {
  const { i18n } = useLingui();
  const field = useId();
  const [reason, setReason] = useState<string>('wrong-value');
  const [words, setWords] = useState('');
  const { busy, problem, send } = useDispute();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send('', { type, id, reason, ...(words.trim() ? { words } : {}) });
  };
  return (
    <form onSubmit={submit}>
      <Problem problem={problem} />
      <SelectField
        id={`${field}-reason`}
        label={i18n._('Co się nie zgadza')}
        options={disputeReasons.map((value) => ({ value, label: reasonWords(i18n)[value] }))}
        value={reason}
        onChange={setReason}
      />
      <TextArea
        id={`${field}-words`}
        label={i18n._('Jak jest naprawdę')}
        hint={i18n._('Zobaczy to każdy, kto widzi ten wpis. Wpis zostaje bez zmian.')}
        rows={3}
        maxLength={2000}
        optional={reason !== 'other'}
        value={words}
        onChange={setWords}
      />
      <Button type="submit" kind="primary" busy={busy}>
        {i18n._('Wyślij zgłoszenie')}
      </Button>
    </form>
  );
}
