/** One foreign fact beside ours, and what can be decided about it. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { type Compared, type DecisionKind, isCompared, type Ours } from '../../model.ts';
import { useForeignWords } from '../words/use-foreign-words.ts';

interface FactRowProps {
  readonly fact: Compared;
  readonly lang: string | undefined;
  readonly ours: readonly Ours[];
  readonly path: string;
  readonly mayDecide: boolean;
  readonly onDone: () => unknown;
}

export function FactRow({ fact, lang, ours, path, mayDecide, onDone }: FactRowProps) {
  const { i18n } = useLingui();
  const words = useForeignWords();
  const beside = ours.filter(({ reference }) => fact.ours.includes(reference));
  const codes = fact.codes.flatMap(({ code }) => code ?? []).join(', ');
  return (
    <li>
      <div className="fs-there">
        <strong lang={lang}>{fact.what}</strong>
        <span lang={lang}>{[fact.detail, fact.date, codes].filter(Boolean).join(' · ')}</span>
        {fact.notes.length > 0 && <span>{fact.notes.map((note) => words.note[note]).join('; ')}</span>}
      </div>
      <div className="fs-here">
        {isCompared(fact.kind) && (
          <Tag kind={fact.relation === 'same' ? 'success' : fact.relation === 'differs' ? 'warning' : 'info'}>
            {words.relation[fact.relation]}
          </Tag>
        )}
        {fact.differences.length > 0 && <span>{fact.differences.map((one) => words.difference[one]).join('; ')}</span>}
        {beside.map(({ reference, what, detail, date }) => (
          <span key={reference}>
            {i18n._('U nas: {what}', { what: [what, detail, date].filter(Boolean).join(' · ') })}
          </span>
        ))}
      </div>
      {fact.decision ? (
        <p>
          {words.decision[fact.decision.kind]}, {fact.decision.by}
          {fact.decision.reason && `: ${fact.decision.reason}`}
        </p>
      ) : (
        mayDecide && isCompared(fact.kind) && <Deciding {...{ fact, path, onDone }} />
      )}
    </li>
  );
}

function Deciding({ fact, path, onDone }: Pick<FactRowProps, 'fact' | 'path' | 'onDone'>) {
  const { i18n } = useLingui();
  const api = useApi();
  const { busy, problem, act } = useAct();
  const [reason, setReason] = useState<string>();
  const decide = (decision: DecisionKind) =>
    act(async () => {
      await api.send('POST', `${path}/decisions`, { key: fact.key, decision, ...(reason ? { reason } : {}) });
      await onDone();
    });
  return (
    <div className="fs-actions" role="group" aria-label={fact.what}>
      {fact.acceptable && (
        <Button busy={busy} onClick={() => decide('accepted')}>
          {i18n._('Przyjmij do dokumentacji')}
        </Button>
      )}
      <Button busy={busy} onClick={() => decide('known')}>
        {i18n._('Znane już')}
      </Button>
      {reason === undefined ? (
        <Button onClick={() => setReason('')}>{i18n._('Nie dotyczy')}</Button>
      ) : (
        <>
          <TextField
            id={`fs-why-${fact.key}`}
            label={i18n._('Dlaczego nie dotyczy')}
            value={reason}
            onChange={setReason}
            maxLength={500}
          />
          <Button busy={busy} disabled={reason.trim() === ''} onClick={() => decide('not-applicable')}>
            {i18n._('Zapisz, że nie dotyczy')}
          </Button>
        </>
      )}
      {problem && (
        <Notice kind="warning" live>
          <p>{problem.pl ?? i18n._('Nie udało się. Spróbuj ponownie za chwilę.')}</p>
        </Notice>
      )}
    </div>
  );
}
