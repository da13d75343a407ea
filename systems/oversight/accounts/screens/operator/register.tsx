/** The register of persons authorised to process personal data: read, printed, exported with the platform's signature. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Filters } from '#libs/ui/filters/filters.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Icon } from '#libs/ui/icon/icon.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useKept } from '#libs/ui/portal/use-kept.ts';
import { useQueryChange } from '#libs/ui/portal/use-query-change.ts';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { CursorPaging, Table } from '#libs/ui/table/table.tsx';
import type { RegisterEntryShown } from './model.ts';

const onePage = 500;

export default function Register({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const { now } = usePortal();
  const { dateTime } = useFormat();
  const change = useQueryChange(search);
  const [identifier, setIdentifier] = useKept('register/identifier');
  const after = search.po;
  const query = useGet<{ entries: readonly RegisterEntryShown[] }>(
    `/api/accounts/register?${new URLSearchParams({ ...(identifier && { identifier }), ...(after && { after }) })}`,
    { fresh: true },
  );
  return (
    <Page
      title={i18n._('Rejestr osób upoważnionych')}
      lead={i18n._(
        'Do przetwarzania danych osobowych (art. 29 i 32 RODO). Wpisów się nie zmienia: zmiana to nowy wpis.',
      )}
      width="wide"
      actions={
        <>
          <Button onClick={() => print()}>
            <Icon name="print" /> {i18n._('Drukuj')}
          </Button>
          <ButtonLink href="/api/accounts/register/export?format=csv" download>
            {i18n._('Pobierz CSV')}
          </ButtonLink>
          <ButtonLink href="/api/accounts/register/export?format=json" download="rejestr-osob-upowaznionych.json">
            {i18n._('Pobierz z podpisem (JSON)')}
          </ButtonLink>
        </>
      }
    >
      <Filters
        filters={[{ name: 'identyfikator', label: i18n._('Identyfikator osoby'), length: 24 }]}
        values={{ identyfikator: identifier }}
        onApply={({ identyfikator }) => {
          setIdentifier((identyfikator ?? '').toLowerCase());
          change({ po: undefined });
        }}
      />
      <p className="ez-secondary">{i18n._('Stan na {when}.', { when: dateTime(now().toISOString()) })}</p>
      <Loaded query={query} lines={10}>
        {({ entries }) =>
          entries.length === 0 ? (
            identifier ? (
              <EmptyState kind="no-match" />
            ) : (
              <EmptyState kind="never">
                {i18n._('Rejestr jest pusty: nikomu nie nadano jeszcze uprawnień na wniosek.')}
              </EmptyState>
            )
          ) : (
            <>
              <Entries entries={entries} />
              <CursorPaging
                count={entries.length}
                onFirst={after ? () => change({ po: undefined }) : undefined}
                onNext={entries.length === onePage ? () => change({ po: String(entries.at(-1)?.number) }) : undefined}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Entries({ entries }: { entries: readonly RegisterEntryShown[] }) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  return (
    <Table
      caption={i18n._('Rejestr osób upoważnionych')}
      captionHidden
      rows={entries}
      rowKey={({ number }) => String(number)}
      missing="–"
      columns={[
        { key: 'number', header: i18n._('Lp.'), numeric: true, cell: ({ number }) => number },
        {
          key: 'name',
          header: i18n._('Imię i nazwisko'),
          rowHeader: true,
          cell: ({ givenName, familyName }) => `${givenName} ${familyName}`.trim(),
        },
        { key: 'post', header: i18n._('Stanowisko'), cell: ({ post }) => post },
        { key: 'granted', header: i18n._('Data nadania'), cell: ({ grantedOn }) => shortDate(grantedOn) },
        { key: 'ended', header: i18n._('Data ustania'), cell: ({ endedOn }) => shortDate(endedOn ?? undefined) },
        { key: 'scope', header: i18n._('Zakres'), cell: ({ scope }) => scope },
        { key: 'identifier', header: i18n._('Identyfikator'), cell: ({ identifier }) => <code>{identifier}</code> },
      ]}
    />
  );
}
