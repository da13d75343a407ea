/** The data-protection officer's queue: objections and accesses that nobody recognises, the most urgent first. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { CaseForOfficer } from '../../model.ts';
import { useRegisterWords } from '../words/use-register-words.ts';
import { useSending } from '../words/use-sending.ts';
import '../register.css';

export default function Cases() {
  const { i18n } = useLingui();
  const query = useGet<{ cases: readonly CaseForOfficer[] }>('/api/data-protection/cases');
  return (
    <Page
      title={i18n._('Sprawy ochrony danych')}
      lead={i18n._('Sprzeciwy i odczyty, których pacjenci nie rozpoznają. Najpilniejsze na górze.')}
      width="wide"
    >
      <Loaded query={query} lines={8}>
        {({ cases }) =>
          cases.length === 0 ? (
            <EmptyState kind="never">{i18n._('Żadna sprawa nie czeka.')}</EmptyState>
          ) : (
            cases.map((one) => <CaseCard key={one.id} shown={one} onDone={() => query.refetch()} />)
          )
        }
      </Loaded>
    </Page>
  );
}

function CaseCard({ shown, onDone }: { shown: CaseForOfficer; onDone: () => unknown }) {
  const { i18n } = useLingui();
  const { date, dateTime } = useFormat();
  const words = useRegisterWords();
  const { access, consultation } = shown;
  return (
    <Card
      title={`${words.title(shown)} – ${shown.name}`}
      aside={shown.overdue && <Tag kind="critical">{i18n._('po terminie')}</Tag>}
    >
      <p>
        {dateTime(shown.filedAt)}. {i18n._('Odpowiedz do {day}.', { day: date(shown.due.slice(0, 10)) ?? '' })}
      </p>
      {shown.words && <p>{shown.words}</p>}
      {access && (
        <p>
          {dateTime(access.at)}: {[access.name, access.facilityName, access.app].filter(Boolean).join(', ')}.{' '}
          {words.types({ types: access.types, ground: '' })}
        </p>
      )}
      {consultation && (
        <p className="ez-secondary">
          {i18n._('Konsultacja z administratorem danych: {text}', { text: consultation.text })}
        </p>
      )}
      <Decide shown={shown} onDone={onDone} />
    </Card>
  );
}

function Decide({ shown, onDone }: { shown: CaseForOfficer; onDone: () => unknown }) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = useRegisterWords();
  const { busy, problem, sending } = useSending();
  const [decision, setDecision] = useState<string>();
  const [answer, setAnswer] = useState('');
  const isLong = answer.trim().length >= 10;
  const act = async (what: string, body: object) => {
    if (await sending(() => api.send('POST', `/api/data-protection/cases/${shown.id}/${what}`, body))) onDone();
  };
  const options =
    shown.kind === 'objection'
      ? [
          { value: 'accepted', label: i18n._('uwzględnić: zamknięty dostęp zostaje zamknięty') },
          { value: 'rejected', label: i18n._('odmówić: dostęp wraca') },
        ]
      : [
          { value: 'explained', label: i18n._('odczyt był uzasadniony') },
          { value: 'breach', label: i18n._('to naruszenie ochrony danych') },
        ];
  return (
    <>
      {problem && <Notice kind="warning">{words.problem(problem)}</Notice>}
      <Radios
        id={`decyzja-${shown.id}`}
        label={i18n._('Decyzja')}
        value={decision}
        onChange={setDecision}
        options={options}
      />
      <TextField
        id={`odpowiedz-${shown.id}`}
        label={i18n._('Odpowiedź dla pacjenta albo treść konsultacji')}
        hint={i18n._('Co najmniej 10 znaków.')}
        value={answer}
        onChange={setAnswer}
      />
      <Button
        kind="primary"
        busy={busy}
        disabled={!decision || !isLong}
        onClick={() => act('decision', { decision, answer })}
      >
        {i18n._('Zapisz decyzję')}
      </Button>{' '}
      {shown.kind === 'objection' && (
        <Button busy={busy} disabled={!isLong} onClick={() => act('consultation', { text: answer })}>
          {i18n._('Zapisz konsultację')}
        </Button>
      )}
    </>
  );
}
