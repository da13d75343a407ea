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
import type { InputShown } from '../../model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { useInputName } from './explained.tsx';
import { useFacts } from './facts.tsx';

interface DisputesProps {
  /** The entries that a fact stands on, of those that one can dispute. */
  inputs: readonly InputShown[];
  /** The page was asked for the form: it stands open. */
  report: boolean;
}

export function Disputes({ inputs, report }: DisputesProps) {
  const { i18n } = useLingui();
  const facts = useFacts();
  const [form, showForm] = useState(report);
  const about = inputs.map(({ link }) => linkKey(link));
  const disputes = facts?.disputes.filter(({ link }) => about.includes(linkKey(link))) ?? [];
  const mine = disputes.filter(({ moves }) => moves.includes('withdraw')).map(({ link }) => linkKey(link));
  const free = inputs.filter(({ link }) => !mine.includes(linkKey(link)));
  const may = !facts?.asOf && !facts?.silent && free.length > 0;
  return (
    <>
      {disputes.map((one) => (
        <Shown key={one.id} dispute={one} />
      ))}
      {may && !form && (
        <p>
          <Button kind="quiet" onClick={() => showForm(true)}>
            {facts?.plain ? i18n._('To się nie zgadza?') : i18n._('To nieprawda? Zakwestionuj')}
          </Button>
        </p>
      )}
      {may && form && <Form inputs={free} onDone={() => showForm(false)} />}
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
  const silent = useFacts()?.silent;
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
          {i18n._('Odpowiedź z {day}:', { day: shortDate(answer.at.slice(0, 10)) ?? '' })}{' '}
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
      {!silent && moves.includes('withdraw') && <Withdraw id={dispute.id} />}
      {!silent && moves.includes('answer') && <Answer id={dispute.id} />}
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
      return true;
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

function Form({ inputs, onDone }: { inputs: readonly InputShown[]; onDone: () => void }) {
  const { i18n } = useLingui();
  const field = useId();
  const nameOf = useInputName();
  const [chosen, choose] = useState(() => inputs[0] && linkKey(inputs[0].link));
  const [reason, setReason] = useState<string>('wrong-value');
  const [words, setWords] = useState('');
  const { busy, problem, send } = useDispute();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const link = inputs.find((one) => linkKey(one.link) === chosen)?.link;
    void send('', { ...link, reason, ...(words.trim() ? { words } : {}) }).then((sent) => sent && onDone());
  };
  return (
    <form onSubmit={submit}>
      <Problem problem={problem} />
      {inputs.length > 1 && (
        <SelectField
          id={`${field}-entry`}
          label={i18n._('Którego wpisu to dotyczy')}
          options={inputs.map((input) => ({ value: linkKey(input.link), label: nameOf(input) }))}
          value={chosen ?? ''}
          onChange={choose}
        />
      )}
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
