/** Rights with an end of their own, of contractors first of all: what ends soon stands on top. */
import { useLingui } from '@lingui/react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { Table } from '#libs/ui/table/table.tsx';
import { useSorted } from '#libs/ui/table/use-sorted.ts';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { TemporaryRightShown } from './model.ts';
import { RightsTabs } from './rights-tabs.tsx';
import { useOperatorWords } from './use-operator-words.ts';

const day = 24 * 60 * 60_000;
const soon = 14;
const by = {
  name: ({ name }: TemporaryRightShown) => name,
  role: ({ role }: TemporaryRightShown) => role,
  facility: ({ facilityName }: TemporaryRightShown) => facilityName,
  ends: ({ endsAt }: TemporaryRightShown) => endsAt,
};

export default function TemporaryRights({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const query = useGet<{ rights: readonly TemporaryRightShown[] }>('/api/accounts/temporary-rights');
  return (
    <Page
      title={i18n._('Uprawnienia czasowe')}
      lead={i18n._('Kończą się same o północy ostatniego dnia. Przedłużenie to nowy wniosek.')}
      width="wide"
    >
      <RightsTabs current={1} />
      <Loaded query={query} lines={8}>
        {({ rights }) =>
          rights.length === 0 ? (
            <EmptyState kind="never">{i18n._('Nikt nie ma teraz uprawnień z terminem.')}</EmptyState>
          ) : (
            <Rights rights={rights} search={search} />
          )
        }
      </Loaded>
    </Page>
  );
}

function Rights({ rights, search }: { rights: readonly TemporaryRightShown[]; search: ScreenProps['search'] }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const { href, now } = usePortal();
  const words = useOperatorWords();
  const { sorted, sort, onSort } = useSorted(rights, by, search, { column: 'ends', direction: 'ascending' });
  return (
    <Table
      cards
      caption={i18n._('Uprawnienia czasowe')}
      captionHidden
      rows={sorted}
      rowKey={({ account, position }) => `${account}/${position}`}
      sort={sort}
      onSort={onSort}
      missing="–"
      columns={[
        {
          key: 'name',
          header: i18n._('Osoba'),
          rowHeader: true,
          sortable: true,
          cell: ({ account, name }) => (
            <Link href={href('operations-portal/account', { id: account }) ?? ''}>{name}</Link>
          ),
        },
        { key: 'role', header: i18n._('Rola'), sortable: true, cell: ({ role }) => words.role(role) },
        { key: 'facility', header: i18n._('Placówka'), sortable: true, cell: ({ facilityName }) => facilityName },
        { key: 'scope', header: i18n._('Zakres'), cell: ({ scope }) => scope },
        {
          key: 'ends',
          header: i18n._('Ostatni dzień'),
          sortable: true,
          cell: ({ endsAt }) => {
            const days = Math.ceil((Date.parse(endsAt) - now().getTime()) / day);
            return (
              <>
                {date(new Date(Date.parse(endsAt) - 1).toISOString().slice(0, 10))}{' '}
                {days <= soon && (
                  <Tag kind="warning">
                    {i18n._('{days, plural, one {został # dzień} few {zostały # dni} other {zostało # dni}}', { days })}
                  </Tag>
                )}
              </>
            );
          },
        },
      ]}
    />
  );
}
