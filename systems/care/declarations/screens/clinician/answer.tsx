/** One waiting declaration: who it is, whom they chose, until when; take it, or refuse with a reason. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { SelectField } from '#libs/ui/select-field/select-field.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { rejections, type Waiting } from '../../model.ts';
import { useDeclarationWords } from '../words/use-declaration-words.ts';

export function Answer({ declaration, onDone }: { declaration: Waiting; onDone: () => Promise<void> }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const api = useApi();
  const words = useDeclarationWords();
  const { busy, problem, act } = useAct();
  const [refusing, setRefusing] = useState(false);
  const { id, patientName, pesel, address, phone, person, kind, answerBy, freeReason, fee, number } = declaration;
  const send = (name: 'accept' | 'reject', body?: object) =>
    act(async () => {
      await api.send('POST', `/api/declarations/declaration/${id}/${name}`, body);
      await onDone();
    });
  const why = freeReason ? words.freeReason(freeReason) : fee ? words.money(fee) : i18n._('bezpłatna');
  return (
    <li>
      <span className="dk-what">
        <strong>{patientName}</strong>
        <span>{[pesel, address, phone].filter(Boolean).join(' · ')}</span>
        <span>
          {words.kind(kind)}: {person.name}
        </span>
        <span className="ez-secondary">
          {i18n._('{number}. wybór w roku ({why}); odpowiedź do {until}', { number, why, until: date(answerBy) ?? '' })}
        </span>
        {problem && (
          <Notice kind="warning" live>
            <p>{words.problem(problem)}</p>
          </Notice>
        )}
      </span>
      <Button kind="primary" busy={busy} onClick={() => send('accept')}>
        {i18n._('Przyjmij')}
        <span className="ez-hidden">: {patientName}</span>
      </Button>
      <Button kind="secondary" onClick={() => setRefusing(!refusing)} aria-expanded={refusing}>
        {i18n._('Odrzuć')}
        <span className="ez-hidden">: {patientName}</span>
      </Button>
      {refusing && <Refusing id={id} busy={busy} onSend={(body) => send('reject', body)} />}
    </li>
  );
}

interface RefusingProps {
  readonly id: string;
  readonly busy: boolean;
  readonly onSend: (body: object) => unknown;
}

function Refusing({ id, busy, onSend }: RefusingProps) {
  const { i18n } = useLingui();
  const words = useDeclarationWords();
  const reasons = rejections.filter((one) => one !== 'not-taken');
  const [reason, setReason] = useState<string>(reasons[0] ?? '');
  const [text, setText] = useState('');
  return (
    <div className="dk-form">
      <SelectField
        id={`dk-reason-${id}`}
        label={i18n._('Powód odrzucenia')}
        options={reasons.map((one) => ({ value: one, label: words.reason(one) }))}
        value={reason}
        onChange={setReason}
      />
      <TextField
        id={`dk-text-${id}`}
        label={i18n._('Wyjaśnienie dla pacjenta')}
        optional={reason !== 'other'}
        value={text}
        onChange={setText}
        maxLength={500}
      />
      <Button busy={busy} onClick={() => onSend({ reason, ...(text.trim() ? { text } : {}) })}>
        {i18n._('Wyślij odrzucenie')}
      </Button>
    </div>
  );
}
