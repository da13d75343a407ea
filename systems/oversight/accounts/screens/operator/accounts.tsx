/** Accounts of staff: found by the beginning of a login or surname, narrowed by state and role. */
import { useLingui } from '@lingui/react';
import { useRef } from 'react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Filters } from '#libs/ui/filters/filters.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import { ButtonLink, Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useKept } from '#libs/ui/portal/use-kept.ts';
import { useQueryChange } from '#libs/ui/portal/use-query-change.ts';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { CursorPaging, Table } from '#libs/ui/table/table.tsx';
import { staffRoles } from '../../roles.ts';
import { AccountStateTag } from './account-state.tsx';
import type { AccountShown } from './model.ts';
import { useOperatorWords } from './use-operator-words.ts';

const onePage = 50;

export default function Accounts({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const words = useOperatorWords();
  const change = useQueryChange(search);
  // Names and logins of people do not stand in addresses.
  const [text, setText] = useKept('accounts/query');
  const [after, setAfter] = useKept('accounts/after');
  const first = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => first.current?.focus() });
  const query = useGet<{ accounts: readonly AccountShown[] }>(
    `/api/accounts/staff?${new URLSearchParams({
      ...(text && { query: text }),
      ...(search.stan && { state: search.stan }),
      ...(search.rola && { role: search.rola }),
      ...(after && { after }),
    })}`,
    { fresh: true },
  );
  const any = { value: '', label: i18n._('wszystkie') };
  return (
    <Page
      title={i18n._('Konta pracowników')}
      width="wide"
      actions={
        <ButtonLink href={href('operations-portal/new-request') ?? ''}>{i18n._('Złóż wniosek o konto')}</ButtonLink>
      }
    >
      <Filters
        first={first}
        filters={[
          { name: 'szukaj', label: i18n._('Początek loginu albo nazwiska'), length: 24 },
          {
            name: 'stan',
            label: i18n._('Stan'),
            options: [any, ...['active', 'blocked', 'closed'].map((value) => ({ value, label: words.state(value) }))],
          },
          {
            name: 'rola',
            label: i18n._('Rola'),
            options: [any, ...staffRoles.map((value) => ({ value, label: words.role(value) }))],
          },
        ]}
        values={{ ...search, szukaj: text }}
        onApply={({ szukaj, ...rest }) => {
          setText(szukaj ?? '');
          setAfter('');
          change(rest);
        }}
      />
      <Loaded query={query} lines={10}>
        {({ accounts }) =>
          accounts.length === 0 ? (
            <EmptyState kind="no-match" />
          ) : (
            <>
              <AccountsTable accounts={accounts} />
              <CursorPaging
                count={accounts.length}
                onFirst={after ? () => setAfter('') : undefined}
                onNext={accounts.length === onePage ? () => setAfter(accounts.at(-1)?.login ?? '') : undefined}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function AccountsTable({ accounts }: { accounts: readonly AccountShown[] }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { shortDate } = useFormat();
  const words = useOperatorWords();
  return (
    <Table
      cards
      caption={i18n._('Konta')}
      captionHidden
      rows={accounts}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          header: i18n._('Osoba'),
          rowHeader: true,
          cell: ({ id, name, post }) => (
            <>
              <Link href={href('operations-portal/account', { id }) ?? ''}>{name}</Link>
              {post && <span className="ez-secondary"> {post}</span>}
            </>
          ),
        },
        { key: 'login', header: i18n._('Login'), cell: ({ login }) => <code>{login}</code> },
        { key: 'state', header: i18n._('Stan'), cell: ({ state }) => <AccountStateTag state={state} /> },
        {
          key: 'roles',
          header: i18n._('Role'),
          cell: ({ positions }) =>
            positions.length === 0
              ? i18n._('brak uprawnień')
              : positions
                  .map(({ role, facilityName }) => [words.role(role), facilityName].filter(Boolean).join(', '))
                  .join('; '),
        },
        {
          key: 'last',
          header: i18n._('Ostatnie logowanie'),
          cell: ({ lastSignedIn }) => shortDate(lastSignedIn?.slice(0, 10)) ?? i18n._('nigdy'),
        },
      ]}
    />
  );
}
