/** The officer's queue of emergency accesses: repeated ones first, then by deadline; each with its verdict. */
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
import type { Review } from '../../model.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { usePermissionWords } from '../words/use-permission-words.ts';
import '../permissions.css';

export default function Reviews() {
  const { i18n } = useLingui();
  const query = useGet<{ reviews: readonly Review[] }>('/api/permissions/reviews', { fresh: true });
  return (
    <Page
      title={i18n._('Dostępy ratunkowe do sprawdzenia')}
      lead={i18n._('Sprawdź, czy był powód. Pacjent dostanie Twoją ocenę.')}
      width="wide"
    >
      <Loaded query={query} lines={8}>
        {({ reviews }) =>
          reviews.length === 0 ? (
            <EmptyState kind="never">{i18n._('Nic nie czeka na sprawdzenie.')}</EmptyState>
          ) : (
            reviews.map((review) => <ReviewCard key={review.id} review={review} onDone={() => query.refetch()} />)
          )
        }
      </Loaded>
    </Page>
  );
}

function ReviewCard({ review, onDone }: { review: Review; onDone: () => unknown }) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const api = useApi();
  const words = usePermissionWords();
  const { busy, problem, act } = useAct();
  const [verdict, setVerdict] = useState<string>();
  const [text, setText] = useState('');
  const ready = verdict !== undefined && text.trim().length >= 10;
  const save = () =>
    act(async () => {
      await api.send('POST', `/api/permissions/reviews/${review.id}`, { verdict, text });
      await onDone();
    });
  return (
    <Card
      title={`${review.name}, ${review.facilityName}`}
      aside={
        <>
          {review.repeated && <Tag kind="critical">{i18n._('kolejny raz w ciągu doby')}</Tag>}
          {review.overdue && <Tag kind="warning">{i18n._('po terminie')}</Tag>}
        </>
      }
    >
      <p>
        {dateTime(review.at)}. {i18n._('Powód:')} {words.reason(review.reason)}. {review.explanation}
      </p>
      <p className="ez-secondary">{i18n._('Sprawdź {until}.', { until: words.until(review.due) })}</p>
      {problem && <Notice kind="warning">{words.problem(problem)}</Notice>}
      <Radios
        id={`ocena-${review.id}`}
        label={i18n._('Ocena')}
        value={verdict}
        onChange={setVerdict}
        options={[
          { value: 'justified', label: i18n._('był powód') },
          { value: 'unjustified', label: i18n._('nie było powodu') },
        ]}
      />
      <TextField
        id={`uzasadnienie-${review.id}`}
        label={i18n._('Uzasadnienie')}
        hint={i18n._('Co najmniej 10 znaków.')}
        value={text}
        onChange={setText}
      />
      <Button kind="primary" busy={busy} disabled={!ready} onClick={save}>
        {i18n._('Zapisz ocenę')}
      </Button>
    </Card>
  );
}
