/** The quarterly review: rights that nobody has looked at for a quarter, each kept or ended by somebody else. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useApi, useGet, useRefresh } from '#libs/ui/session/use-api.tsx';
import { Table } from '#libs/ui/table/table.tsx';
import { useSorted } from '#libs/ui/table/use-sorted.ts';
import type { RightToReview } from './model.ts';
import { RightsTabs } from './rights-tabs.tsx';
import { useDecisive } from './use-decisive.tsx';
import { useOperatorWords } from './use-operator-words.ts';
import './operator.css';

const by = {
  name: ({ name }: RightToReview) => name,
  role: ({ role }: RightToReview) => role,
  facility: ({ facilityName }: RightToReview) => facilityName,
  reviewed: ({ reviewed, granted }: RightToReview) => reviewed ?? granted ?? '',
};

export default function RightsReview({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const query = useGet<{ rights: readonly RightToReview[] }>('/api/accounts/reviews', { fresh: true });
  return (
    <Page
      title={i18n._('Przegląd uprawnień')}
      lead={i18n._('Co kwartał sprawdzamy, czy każdy potrzebuje tego, co ma. Nieprzejrzane wygasną po 30 dniach.')}
      width="wide"
    >
      <RightsTabs current={0} />
      <Loaded query={query} lines={8}>
        {({ rights }) => <Review rights={rights} search={search} />}
      </Loaded>
    </Page>
  );
}

function Review({ rights, search }: { rights: readonly RightToReview[]; search: ScreenProps['search'] }) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  const { href } = usePortal();
  const api = useApi();
  const words = useOperatorWords();
  const refresh = useRefresh('/api/accounts/');
  const { busy, run, message } = useDecisive();
  const [done, setDone] = useState('');
  const { sorted, sort, onSort } = useSorted(rights, by, search, { column: 'reviewed', direction: 'ascending' });
  const decide = ({ account, position, name }: RightToReview, decision: 'keep' | 'end') => {
    setDone('');
    void run(async () => {
      await api.send('POST', '/api/accounts/reviews', { account, position, decision });
      setDone(decision === 'keep' ? i18n._('Zachowane: {name}.', { name }) : i18n._('Odebrane: {name}.', { name }));
      await refresh();
    });
  };
  return (
    <>
      {message}
      {done && (
        <Notice kind="success" live>
          <p>{done}</p>
        </Notice>
      )}
      {rights.length === 0 ? (
        <EmptyState kind="never">{i18n._('Wszystkie uprawnienia są przejrzane.')}</EmptyState>
      ) : (
        <Table
          cards
          caption={i18n._('Do przejrzenia')}
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
              cell: ({ account, name, login }) => (
                <>
                  <Link href={href('operations-portal/account', { id: account }) ?? ''}>{name}</Link>{' '}
                  <span className="ez-secondary">{login}</span>
                </>
              ),
            },
            { key: 'role', header: i18n._('Rola'), sortable: true, cell: ({ role }) => words.role(role) },
            {
              key: 'facility',
              header: i18n._('Placówka'),
              sortable: true,
              cell: ({ facilityName, scope }) => [facilityName, scope].filter(Boolean).join(', ') || undefined,
            },
            {
              key: 'reviewed',
              header: i18n._('Przejrzane ostatnio'),
              sortable: true,
              cell: ({ reviewed }) => shortDate(reviewed?.slice(0, 10)) ?? i18n._('nigdy'),
            },
            {
              key: 'acts',
              header: i18n._('Decyzja'),
              cell: (right) => (
                <span className="saz-row-acts">
                  <Button
                    busy={busy}
                    onClick={() => decide(right, 'keep')}
                    aria-label={i18n._('Zachowaj: {name}', { name: right.name })}
                  >
                    {i18n._('Zachowaj')}
                  </Button>
                  <Button
                    kind="quiet"
                    busy={busy}
                    onClick={() => decide(right, 'end')}
                    aria-label={i18n._('Odbierz: {name}', { name: right.name })}
                  >
                    {i18n._('Odbierz')}
                  </Button>
                </span>
              ),
            },
          ]}
        />
      )}
    </>
  );
}
