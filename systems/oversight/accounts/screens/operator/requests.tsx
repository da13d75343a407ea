/** The queue of requests about accounts: what waits for a decision, what waits for the first sign-in, what was decided. */
import { useLingui } from '@lingui/react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import { ButtonLink, Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { changedAddress, useQueryChange } from '#libs/ui/portal/use-query-change.ts';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet, useRefresh } from '#libs/ui/session/use-api.tsx';
import { Split } from '#libs/ui/split/split.tsx';
import { TabLinks } from '#libs/ui/tabs/tab-links.tsx';
import { CursorPaging, Table } from '#libs/ui/table/table.tsx';
import type { RequestShown } from './model.ts';
import { RequestDetail } from './request-detail.tsx';
import { subjectOf } from './subject.ts';
import { useOperatorWords } from './use-operator-words.ts';
import './operator.css';

const onePage = 50;
const states = ['open', 'admission', 'decided'] as const;

export default function Requests({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const change = useQueryChange(search);
  const state = states.find((one) => one === search.stan) ?? 'open';
  const { przed: before, wniosek: chosen } = search;
  const query = useGet<{ requests: readonly RequestShown[] }>(
    `/api/accounts/requests?${new URLSearchParams({ state, ...(before && { after: before }) })}`,
    { fresh: true },
  );
  const refresh = useRefresh('/api/accounts/');
  const labels = { open: i18n._('Do decyzji'), admission: i18n._('Do wdrożenia'), decided: i18n._('Rozpatrzone') };
  const here = (changes: Readonly<Record<string, string | undefined>>) =>
    changedAddress(location.pathname, search, changes);
  return (
    <Page
      title={i18n._('Wnioski')}
      lead={i18n._('Każde uprawnienie nadają dwie osoby: jedna składa wniosek, druga decyduje.')}
      width="wide"
      actions={<ButtonLink href={href('operations-portal/new-request') ?? ''}>{i18n._('Złóż wniosek')}</ButtonLink>}
    >
      <TabLinks
        label={i18n._('Stan wniosków')}
        tabs={states.map((one) => ({
          href: here({ stan: one, wniosek: undefined, przed: undefined }),
          label: labels[one],
          current: one === state,
        }))}
      />
      <Loaded query={query} lines={8}>
        {({ requests }) => (
          <Split
            back={here({ wniosek: undefined })}
            hint={i18n._('Wybierz wniosek z listy. Klawisze: j następny, k poprzedni.')}
            list={
              requests.length === 0 ? (
                <EmptyState kind="never">{i18n._('Żaden wniosek tu nie czeka.')}</EmptyState>
              ) : (
                <>
                  <Queue
                    requests={requests}
                    chosen={chosen}
                    address={here}
                    onChoose={(id) => change({ wniosek: id })}
                  />
                  <CursorPaging
                    count={requests.length}
                    onFirst={before ? () => change({ przed: undefined, wniosek: undefined }) : undefined}
                    onNext={
                      requests.length === onePage
                        ? () => change({ przed: requests.at(-1)?.requestedAt, wniosek: undefined })
                        : undefined
                    }
                  />
                </>
              )
            }
            item={itemOf(requests, chosen, refresh)}
          />
        )}
      </Loaded>
    </Page>
  );
}

function itemOf(requests: readonly RequestShown[], chosen: string | undefined, onDone: () => Promise<unknown>) {
  const request = requests.find(({ id }) => id === chosen);
  return request && <RequestDetail key={request.id} request={request} onDone={onDone} />;
}

interface QueueProps {
  requests: readonly RequestShown[];
  chosen: string | undefined;
  address: (changes: Readonly<Record<string, string | undefined>>) => string;
  onChoose: (id: string) => void;
}

function Queue({ requests, chosen, address, onChoose }: QueueProps) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  const words = useOperatorWords();
  const step = (by: number) => () => {
    const at = requests.findIndex(({ id }) => id === chosen);
    const next = requests[at < 0 ? 0 : Math.min(Math.max(at + by, 0), requests.length - 1)];
    if (next) onChoose(next.id);
  };
  useKeys({ j: step(1), k: step(-1) });
  return (
    <Table
      cards
      caption={i18n._('Kolejka wniosków')}
      captionHidden
      rows={requests}
      rowKey={({ id }) => id}
      {...(chosen ? { current: chosen } : {})}
      columns={[
        {
          key: 'who',
          header: i18n._('Kogo dotyczy'),
          rowHeader: true,
          cell: (request) => <Link href={address({ wniosek: request.id })}>{subjectOf(request)}</Link>,
        },
        { key: 'kind', header: i18n._('Wniosek'), cell: ({ kind }) => words.request(kind) },
        { key: 'role', header: i18n._('Rola'), cell: ({ role }) => words.role(role) || '–' },
        {
          key: 'asked',
          header: i18n._('Złożył'),
          cell: ({ requestedByName, requestedAt }) =>
            `${requestedByName ?? i18n._('polecenie na serwerze')}, ${shortDate(requestedAt.slice(0, 10))}`,
        },
      ]}
    />
  );
}
