/** The platform's state on one page: the queue with what gave up, followers of the feed, the index being built anew. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Filters } from '#libs/ui/filters/filters.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { useQueryChange } from '#libs/ui/portal/use-query-change.ts';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi, useGet, useRefresh } from '#libs/ui/session/use-api.tsx';
import { Table } from '#libs/ui/table/table.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { type Health, type JobShown, longLag } from './model.ts';
import { useStateWords } from './use-state-words.ts';

export default function Platform({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const refresh = useRefresh('/api/platform-health/');
  const query = useGet<Health>('/api/platform-health/state', { fresh: true });
  return (
    <Page
      title={i18n._('Stan platformy')}
      lead={i18n._('Zadania w kolejce, odbiorcy zmian i indeks wyszukiwania.')}
      width="wide"
      actions={<Button onClick={() => void refresh()}>{i18n._('Odśwież')}</Button>}
    >
      <Loaded query={query} lines={8}>
        {(health) => (
          <>
            <p className="ez-secondary">{i18n._('Stan na {when}.', { when: dateTime(health.now) })}</p>
            <Followers followers={health.followers} onDone={refresh} />
            <Reindexing runs={health.reindexing} />
          </>
        )}
      </Loaded>
      <Queue search={search} onDone={refresh} />
    </Page>
  );
}

function Followers({ followers, onDone }: { followers: Health['followers']; onDone: () => Promise<void> }) {
  const { i18n } = useLingui();
  const { number } = useFormat();
  const api = useApi();
  const { busy, act } = useAct();
  const repeat = (consumer: string) =>
    act(async () => {
      await api.send('POST', `/api/platform-health/followers/${encodeURIComponent(consumer)}/repeat`);
      await onDone();
    });
  return (
    <Table
      cards
      caption={i18n._('Odbiorcy strumienia zmian')}
      rows={followers}
      rowKey={({ consumer }) => consumer}
      columns={[
        {
          key: 'consumer',
          header: i18n._('Odbiorca'),
          rowHeader: true,
          cell: ({ consumer }) => <code>{consumer}</code>,
        },
        {
          key: 'lag',
          header: i18n._('Opóźnienie (s)'),
          numeric: true,
          cell: ({ seconds }) =>
            seconds > longLag ? <Tag kind="critical">{number(seconds, 0)}</Tag> : number(seconds, 1),
        },
        { key: 'waiting', header: i18n._('Ponawiane'), numeric: true, cell: ({ waiting }) => number(waiting) },
        { key: 'parked', header: i18n._('Odłożone'), numeric: true, cell: ({ parked }) => number(parked) },
        {
          key: 'acts',
          header: i18n._('Działanie'),
          cell: ({ consumer, parked }) =>
            parked > 0 ? (
              <Button busy={busy} onClick={() => repeat(consumer)}>
                {i18n._('Ponów odłożone')}
              </Button>
            ) : (
              '–'
            ),
        },
      ]}
    />
  );
}

function Reindexing({ runs }: { runs: Health['reindexing'] }) {
  const { i18n } = useLingui();
  const { number, dateTime } = useFormat();
  const words = useStateWords();
  if (runs.length === 0) return null;
  return (
    <Table
      cards
      caption={i18n._('Indeks budowany na nowo')}
      rows={runs}
      rowKey={({ id }) => id}
      missing="–"
      columns={[
        { key: 'asked', header: i18n._('Zlecone'), rowHeader: true, cell: ({ requested }) => dateTime(requested) },
        { key: 'state', header: i18n._('Stan'), cell: ({ state }) => words(state) },
        { key: 'types', header: i18n._('Typy zasobów'), numeric: true, cell: ({ types }) => types },
        {
          key: 'done',
          header: i18n._('Zrobione'),
          numeric: true,
          cell: ({ done, total }) =>
            [number(done), total === null ? undefined : number(total)].filter(Boolean).join(' / '),
        },
        { key: 'failures', header: i18n._('Błędy'), numeric: true, cell: ({ failures }) => number(failures) },
        { key: 'finished', header: i18n._('Koniec'), cell: ({ finished }) => dateTime(finished ?? undefined) },
      ]}
    />
  );
}

function Queue({ search, onDone }: { search: ScreenProps['search']; onDone: () => Promise<void> }) {
  const { i18n } = useLingui();
  const change = useQueryChange(search);
  const words = useStateWords();
  const api = useApi();
  const { busy, problem, act } = useAct();
  const query = useGet<{ jobs: readonly JobShown[]; most: number }>(
    `/api/platform-health/jobs?${new URLSearchParams({
      ...(search.stan && { state: search.stan }),
      ...(search.zadanie && { name: search.zadanie }),
    })}`,
  );
  const send = (id: string, what: 'repeat' | 'removal') =>
    act(async () => {
      await api.send('POST', `/api/platform-health/jobs/${id}/${what}`);
      await onDone();
    });
  const states = ['waiting', 'running', 'retrying', 'parked'];
  return (
    <>
      <h2>{i18n._('Kolejka zadań')}</h2>
      <Filters
        filters={[
          {
            name: 'stan',
            label: i18n._('Stan'),
            options: [
              { value: '', label: i18n._('wszystkie') },
              ...states.map((value) => ({ value, label: words(value) })),
            ],
          },
          { name: 'zadanie', label: i18n._('Nazwa zadania'), length: 20 },
        ]}
        values={search}
        onApply={change}
      />
      {problem && (
        <Notice kind="warning" live>
          <p>{i18n._('Tego zadania nie ma już w kolejce albo ktoś je właśnie wykonuje. Odśwież.')}</p>
        </Notice>
      )}
      <Loaded query={query} lines={6}>
        {({ jobs }) =>
          jobs.length === 0 ? (
            <EmptyState kind={search.stan || search.zadanie ? 'no-match' : 'never'}>
              {search.stan || search.zadanie ? undefined : i18n._('Kolejka jest pusta.')}
            </EmptyState>
          ) : (
            <Jobs jobs={jobs} busy={busy} onSend={send} />
          )
        }
      </Loaded>
    </>
  );
}

interface JobsProps {
  jobs: readonly JobShown[];
  busy: boolean;
  onSend: (id: string, what: 'repeat' | 'removal') => void;
}

function Jobs({ jobs, busy, onSend }: JobsProps) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const words = useStateWords();
  return (
    <Table
      caption={i18n._('Zadania')}
      captionHidden
      rows={jobs}
      rowKey={({ id }) => id}
      missing="–"
      columns={[
        { key: 'name', header: i18n._('Zadanie'), rowHeader: true, cell: ({ name }) => <code>{name}</code> },
        {
          key: 'state',
          header: i18n._('Stan'),
          cell: ({ state }) => <Tag kind={state === 'parked' ? 'warning' : 'neutral'}>{words(state)}</Tag>,
        },
        {
          key: 'attempts',
          header: i18n._('Próby'),
          numeric: true,
          cell: ({ attempts, maxAttempts }) => `${attempts} / ${maxAttempts}`,
        },
        { key: 'at', header: i18n._('Kolejna próba'), cell: ({ runAt }) => dateTime(runAt) },
        { key: 'reason', header: i18n._('Dlaczego nie wyszło'), cell: ({ reason }) => reason },
        {
          key: 'acts',
          header: i18n._('Działanie'),
          cell: ({ id, name, state }) =>
            state === 'parked' ? (
              <>
                <Button busy={busy} onClick={() => onSend(id, 'repeat')} aria-label={i18n._('Ponów: {name}', { name })}>
                  {i18n._('Ponów')}
                </Button>
                <Button
                  kind="quiet"
                  busy={busy}
                  onClick={() => onSend(id, 'removal')}
                  aria-label={i18n._('Zrezygnuj: {name}', { name })}
                >
                  {i18n._('Zrezygnuj')}
                </Button>
              </>
            ) : (
              '–'
            ),
        },
      ]}
    />
  );
}
