/** The roles of people: how many hold each, and how a session in it begins and ends. */
import { useLingui } from '@lingui/react';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { Table } from '#libs/ui/table/table.tsx';
import type { RoleShown } from './model.ts';
import { RightsTabs } from './rights-tabs.tsx';
import { useOperatorWords } from './use-operator-words.ts';

export default function Roles() {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const words = useOperatorWords();
  const query = useGet<{ roles: readonly RoleShown[] }>('/api/accounts/roles');
  const sees: Readonly<Record<string, string>> = {
    patient: i18n._('własna dokumentacja i dokumentacja osób, za które działa'),
    physician: i18n._('pacjenci swojej placówki, kod od pacjenta, ratunek'),
    pharmacist: i18n._('recepty, które pacjent pokazał w aptece'),
    operator: i18n._('konta, klienci, dziennik bez treści; żadnej dokumentacji'),
  };
  return (
    <Page
      title={i18n._('Role')}
      lead={i18n._('Jedna osoba ma jedno konto i może mieć kilka ról. Działa zawsze tylko w jednej.')}
      width="wide"
    >
      <RightsTabs current={2} />
      <Loaded query={query} lines={4}>
        {({ roles }) => (
          <Table
            cards
            caption={i18n._('Role')}
            captionHidden
            rows={roles}
            rowKey={({ role }) => role}
            columns={[
              {
                key: 'role',
                header: i18n._('Rola'),
                rowHeader: true,
                cell: ({ role }) => {
                  const list = role !== 'patient' && href('operations-portal/accounts', { rola: role });
                  return list ? <Link href={list}>{words.role(role)}</Link> : words.role(role);
                },
              },
              { key: 'sees', header: i18n._('Co widzi'), cell: ({ role }) => sees[role] },
              { key: 'holders', header: i18n._('Osoby'), numeric: true, cell: ({ holders }) => holders },
              { key: 'temporary', header: i18n._('Czasowo'), numeric: true, cell: ({ temporary }) => temporary },
              { key: 'blocked', header: i18n._('Zablokowane'), numeric: true, cell: ({ blocked }) => blocked },
              {
                key: 'session',
                header: i18n._('Sesja'),
                cell: ({ idleMinutes, absoluteHours, deviceBoundPasskey }) =>
                  [
                    i18n._('blokada po {idleMinutes} min', { idleMinutes }),
                    i18n._('najwyżej {absoluteHours} h', { absoluteHours }),
                    ...(deviceBoundPasskey ? [i18n._('tylko klucz sprzętowy')] : []),
                  ].join(', '),
              },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}
