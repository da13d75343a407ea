/** The queue of alerts, the newest first, and the rules behind it with how often each was right. */
import { useLingui } from '@lingui/react';
import { type Ref, useRef } from 'react';
import { Details } from '#libs/ui/details/details.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Filters } from '#libs/ui/filters/filters.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useQueryChange } from '#libs/ui/portal/use-query-change.ts';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { CursorPaging, Table } from '#libs/ui/table/table.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { alertStates } from '../../states.ts';
import { type AlertPage, type AlertShown, type DetectionShown, longBehind } from './model.ts';
import { SeverityTag } from './severity-tag.tsx';
import { useAlertWords } from './use-alert-words.ts';

/** The word in the address, and what the server calls it. */
const asked = { stan: 'state', kolejka: 'queue', regula: 'rule', dalej: 'after' } as const;

export default function Alerts({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const change = useQueryChange(search);
  const first = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => first.current?.focus() });
  const given = { stan: 'open', ...search };
  const query = new URLSearchParams(
    Object.entries(asked).flatMap(([word, name]) => {
      const value = (given as ScreenProps['search'])[word];
      return value && value !== 'all' ? [[name, value]] : [];
    }),
  );
  const found = useGet<AlertPage>(`/api/detection/alerts?${query}`, { fresh: true });
  const detection = useGet<DetectionShown>('/api/detection/rules', { fresh: true });
  const behind = detection.data?.behindSeconds ?? 0;
  return (
    <Page
      title={i18n._('Alerty')}
      lead={i18n._('Co w dzienniku wygląda na nadużycie. Weź alert, sprawdź i zamknij go z uzasadnieniem.')}
      width="wide"
    >
      {behind > longBehind && (
        <Notice kind="warning" live>
          <p>{i18n._('Wykrywanie jest {behind} s za dziennikiem. Zobacz „Platforma”.', { behind })}</p>
        </Notice>
      )}
      <AlertFilters
        values={given}
        first={first}
        rules={detection.data?.rules.map(({ name }) => name) ?? []}
        onApply={(values) => change({ ...values, dalej: undefined })}
      />
      <Loaded query={found} lines={12}>
        {({ alerts, next }) =>
          alerts.length === 0 ? (
            <EmptyState kind="no-match" />
          ) : (
            <>
              <AlertsTable alerts={alerts} />
              <CursorPaging
                count={alerts.length}
                onFirst={search.dalej ? () => change({ dalej: undefined }) : undefined}
                onNext={next ? () => change({ dalej: next }) : undefined}
              />
            </>
          )
        }
      </Loaded>
      {detection.data && <RulesTable rules={detection.data.rules} />}
    </Page>
  );
}

interface AlertFiltersProps {
  values: ScreenProps['search'];
  first: Ref<HTMLInputElement>;
  rules: readonly string[];
  onApply: (values: Readonly<Record<string, string | undefined>>) => void;
}

function AlertFilters({ values, first, rules, onApply }: AlertFiltersProps) {
  const { i18n } = useLingui();
  const words = useAlertWords();
  const any = { value: '', label: i18n._('wszystkie') };
  return (
    <Filters
      first={first}
      filters={[
        {
          name: 'stan',
          label: i18n._('Stan'),
          options: [
            { value: 'open', label: i18n._('otwarte') },
            { value: 'all', label: i18n._('wszystkie') },
            ...alertStates.map((value) => ({ value, label: words.state(value) })),
          ],
        },
        {
          name: 'kolejka',
          label: i18n._('Kolejka'),
          options: [any, ...['security', 'privacy'].map((value) => ({ value, label: words.queue(value) }))],
        },
        {
          name: 'regula',
          label: i18n._('Reguła'),
          options: [any, ...rules.map((value) => ({ value, label: words.rule(value) }))],
        },
      ]}
      values={values}
      onApply={onApply}
    />
  );
}

function AlertsTable({ alerts }: { alerts: readonly AlertShown[] }) {
  const { i18n } = useLingui();
  const { shortDateTime } = useFormat();
  const { href } = usePortal();
  const words = useAlertWords();
  return (
    <Table
      cards
      caption={i18n._('Alerty, najnowsze na górze')}
      captionHidden
      rows={alerts}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'rule',
          header: i18n._('Co zauważono'),
          rowHeader: true,
          cell: ({ id, rule }) => <Link href={href('operations-portal/alert', { id }) ?? ''}>{words.rule(rule)}</Link>,
        },
        { key: 'at', header: i18n._('Kiedy'), cell: ({ at }) => shortDateTime(at ?? undefined) },
        {
          key: 'subject',
          header: i18n._('O kim'),
          cell: ({ subject, subjectName, subjectKind }) => (
            <span>
              {subjectName || subject} <span className="ez-secondary">{words.subject(subjectKind)}</span>
            </span>
          ),
        },
        { key: 'severity', header: i18n._('Waga'), cell: ({ severity }) => <SeverityTag severity={severity} /> },
        { key: 'queue', header: i18n._('Kolejka'), cell: ({ queue }) => words.queue(queue) },
        { key: 'state', header: i18n._('Stan'), cell: ({ state }) => words.state(state) },
        {
          key: 'done',
          header: i18n._('Zrobione'),
          cell: ({ done }) =>
            done
              .filter(({ left }) => left === undefined)
              .map(({ act }) => words.act(act))
              .join(', ') || '–',
        },
      ]}
    />
  );
}

function RulesTable({ rules }: { rules: DetectionShown['rules'] }) {
  const { i18n } = useLingui();
  const { number } = useFormat();
  const words = useAlertWords();
  return (
    <Details summary={i18n._('Reguły i jak często mają rację (30 dni)')}>
      <Table
        cards
        caption={i18n._('Reguły wykrywania')}
        captionHidden
        rows={rules}
        rowKey={({ name }) => name}
        columns={[
          { key: 'name', header: i18n._('Reguła'), rowHeader: true, cell: ({ name }) => words.rule(name) },
          { key: 'acts', header: i18n._('Co robi'), cell: ({ acts }) => acts.map(words.act).join(', ') },
          {
            key: 'status',
            header: i18n._('Sprawdzona'),
            cell: ({ status }) =>
              status === 'validated' ? (
                <Tag kind="success">{i18n._('tak')}</Tag>
              ) : (
                <Tag kind="warning">{i18n._('nie: tylko dane syntetyczne')}</Tag>
              ),
          },
          ...alertStates.map((state) => ({
            key: state,
            header: words.state(state),
            numeric: true,
            cell: ({ last30Days }: DetectionShown['rules'][number]) => number(last30Days[state] ?? 0),
          })),
        ]}
      />
    </Details>
  );
}
