/** The register of clients: providers' systems and apps, by id. */
import { useLingui } from '@lingui/react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { ButtonLink, Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useQueryChange } from '#libs/ui/portal/use-query-change.ts';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { CursorPaging, Table } from '#libs/ui/table/table.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { ClientShown } from './model.ts';

const onePage = 100;

export default function Clients({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const change = useQueryChange(search);
  const after = search.po;
  const query = useGet<{ clients: readonly ClientShown[] }>(
    `/api/accounts/clients?${new URLSearchParams(after ? { after } : {})}`,
  );
  return (
    <Page
      title={i18n._('Klienci')}
      lead={i18n._('Systemy świadczeniodawców i aplikacje, które łączą się z platformą.')}
      width="wide"
      actions={<ButtonLink href={href('operations-portal/new-client') ?? ''}>{i18n._('Dodaj klienta')}</ButtonLink>}
    >
      <Loaded query={query} lines={8}>
        {({ clients }) =>
          clients.length === 0 ? (
            <EmptyState kind="never">{i18n._('Nie ma jeszcze żadnego klienta.')}</EmptyState>
          ) : (
            <>
              <ClientsTable clients={clients} />
              <CursorPaging
                count={clients.length}
                onFirst={after ? () => change({ po: undefined }) : undefined}
                onNext={clients.length === onePage ? () => change({ po: clients.at(-1)?.id }) : undefined}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function ClientsTable({ clients }: { clients: readonly ClientShown[] }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  return (
    <Table
      cards
      caption={i18n._('Klienci')}
      captionHidden
      rows={clients}
      rowKey={({ id }) => id}
      missing="–"
      columns={[
        {
          key: 'name',
          header: i18n._('Nazwa'),
          rowHeader: true,
          cell: ({ id, name }) => <Link href={href('operations-portal/client', { id }) ?? ''}>{name}</Link>,
        },
        { key: 'id', header: i18n._('Identyfikator'), cell: ({ id }) => <code>{id}</code> },
        {
          key: 'kind',
          header: i18n._('Rodzaj'),
          cell: ({ kind }) => (kind === 'system' ? i18n._('system') : i18n._('aplikacja')),
        },
        { key: 'provider', header: i18n._('Świadczeniodawca'), cell: ({ providerName }) => providerName },
        {
          key: 'software',
          header: i18n._('Oprogramowanie'),
          cell: ({ vendor, product, version }) => [vendor, product, version].filter(Boolean).join(' ') || undefined,
        },
        { key: 'state', header: i18n._('Stan'), cell: ({ disabledAt }) => <ClientStateTag stopped={!!disabledAt} /> },
      ]}
    />
  );
}

export function ClientStateTag({ stopped }: { stopped: boolean }) {
  const { i18n } = useLingui();
  return stopped ? <Tag kind="warning">{i18n._('zatrzymany')}</Tag> : <Tag kind="success">{i18n._('działa')}</Tag>;
}
