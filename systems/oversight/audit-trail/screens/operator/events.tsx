/** The trail for operators: searched by patient, person and time; how much was touched, never what. */
import { useLingui } from '@lingui/react';
import { type Ref, useRef } from 'react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Filters } from '#libs/ui/filters/filters.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { changedAddress, useQueryChange } from '#libs/ui/portal/use-query-change.ts';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { CursorPaging, Table } from '#libs/ui/table/table.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { Chain } from './chain.tsx';
import { ByPatient } from './by-patient.tsx';
import type { EventShown } from './model.ts';
import { useEventWords } from './use-event-words.ts';

/** The word in the address, and what the server calls it. */
const asked = {
  ...{ pacjent: 'patient', osoba: 'actor', od: 'from', do: 'to', rola: 'role', rodzaj: 'kind' },
  ...{ dzialanie: 'action', wynik: 'outcome', adres: 'source', slad: 'trace', dalej: 'cursor' },
} as const;

export default function Events({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const change = useQueryChange(search);
  const first = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => first.current?.focus() });
  const query = new URLSearchParams(
    Object.entries(asked).flatMap(([word, name]) => (search[word] ? [[name, search[word]]] : [])),
  );
  const found = useGet<{ events: readonly EventShown[]; next?: string }>(`/api/audit-trail/events?${query}`, {
    fresh: true,
  });
  return (
    <Page
      title={i18n._('Dziennik')}
      lead={i18n._(
        'Kto, kiedy, skąd i z jakim skutkiem. Nie widać tu, czyje to dane. Twoje szukanie też zostawia wpis.',
      )}
      width="wide"
    >
      <Chain />
      <ByPatient patient={search.pacjent} onFound={(pacjent) => change({ pacjent, dalej: undefined })} />
      <TrailFilters search={search} first={first} onApply={(values) => change({ ...values, dalej: undefined })} />
      <Loaded query={found} lines={12}>
        {({ events, next }) =>
          events.length === 0 ? (
            <EmptyState kind="no-match" />
          ) : (
            <>
              <EventsTable events={events} search={search} />
              <CursorPaging
                count={events.length}
                onFirst={search.dalej ? () => change({ dalej: undefined }) : undefined}
                onNext={next ? () => change({ dalej: next }) : undefined}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

interface TrailFiltersProps {
  search: ScreenProps['search'];
  first: Ref<HTMLInputElement>;
  onApply: (values: Readonly<Record<string, string | undefined>>) => void;
}

function TrailFilters({ search, first, onApply }: TrailFiltersProps) {
  const { i18n } = useLingui();
  const words = useEventWords();
  const any = { value: '', label: i18n._('wszystkie') };
  const options = (codes: readonly string[], word: (code: string) => string) => [
    any,
    ...codes.map((value) => ({ value, label: word(value) })),
  ];
  return (
    <Filters
      first={first}
      filters={[
        { name: 'osoba', label: i18n._('Id konta lub klienta'), length: 20 },
        { name: 'od', label: i18n._('Od dnia'), type: 'date', length: 11 },
        { name: 'do', label: i18n._('Do dnia'), type: 'date', length: 11 },
        {
          name: 'rola',
          label: i18n._('Rola'),
          options: options(
            ['patient', 'proxy', 'physician', 'pharmacist', 'operator', 'machine', 'platform'],
            words.role,
          ),
        },
        { name: 'wynik', label: i18n._('Wynik'), options: options(['0', '4', '8'], words.outcome) },
        { name: 'dzialanie', label: i18n._('Działanie'), options: options(['C', 'R', 'U', 'D', 'E'], words.action) },
        { name: 'rodzaj', label: i18n._('Operacja'), length: 18 },
        { name: 'adres', label: i18n._('Adres sieciowy'), length: 14 },
      ]}
      values={search}
      onApply={onApply}
    />
  );
}

function EventsTable({ events, search }: { events: readonly EventShown[]; search: ScreenProps['search'] }) {
  const { i18n } = useLingui();
  const { shortDateTime } = useFormat();
  const { href } = usePortal();
  const words = useEventWords();
  const only = (osoba: string) => changedAddress(location.pathname, search, { osoba, dalej: undefined });
  return (
    <Table
      caption={i18n._('Wpisy, najnowsze na górze')}
      captionHidden
      rows={events}
      rowKey={({ sequence }) => sequence}
      columns={[
        {
          key: 'at',
          header: i18n._('Kiedy'),
          rowHeader: true,
          cell: ({ at, sequence }) => (
            <Link href={href('operations-portal/audit-event', { sequence }) ?? ''}>{shortDateTime(at)}</Link>
          ),
        },
        {
          key: 'who',
          header: i18n._('Kto'),
          cell: ({ actor, actorName, role }) => (
            <>
              <Link href={only(actor)} title={i18n._('Tylko ta osoba')}>
                {actorName}
              </Link>{' '}
              <span className="ez-secondary">{words.role(role)}</span>
            </>
          ),
        },
        { key: 'kind', header: i18n._('Operacja'), cell: ({ kind }) => <code>{kind}</code> },
        { key: 'action', header: i18n._('Działanie'), cell: ({ action }) => words.action(action) },
        {
          key: 'outcome',
          header: i18n._('Wynik'),
          cell: ({ outcome, reason }) =>
            outcome === 0 ? (
              words.outcome('0')
            ) : (
              <>
                <Tag kind={outcome === 4 ? 'warning' : 'critical'}>{words.outcome(String(outcome))}</Tag>{' '}
                <code>{reason}</code>
              </>
            ),
        },
        { key: 'patients', header: i18n._('Pacjenci'), numeric: true, cell: ({ patients }) => patients },
        { key: 'resources', header: i18n._('Zasoby'), numeric: true, cell: ({ resources }) => resources },
        { key: 'source', header: i18n._('Skąd'), cell: ({ source }) => <code>{source}</code> },
      ]}
    />
  );
}
