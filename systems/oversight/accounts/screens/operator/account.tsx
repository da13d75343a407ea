/** One person of staff: what they may do, how they sign in, where they are signed in, what was asked about them. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet, useRefresh } from '#libs/ui/session/use-api.tsx';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import { Breadcrumb } from '#libs/ui/tabs/tab-links.tsx';
import { Table } from '#libs/ui/table/table.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { deviceOf } from '../security/device.ts';
import { AccountActs } from './account-acts.tsx';
import { AccountStateTag } from './account-state.tsx';
import type { PersonShown, RightShown } from './model.ts';
import { useOperatorWords } from './use-operator-words.ts';
import './operator.css';

export default function Account({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const query = useGet<PersonShown>(`/api/accounts/staff/${encodeURIComponent(params.id ?? '')}`, { fresh: true });
  const refresh = useRefresh('/api/accounts/');
  const name = query.data?.name;
  return (
    <Page title={name ?? i18n._('Konto pracownika')} width="wide">
      <Breadcrumb
        label={i18n._('Gdzie jesteś')}
        trail={[
          { href: href('operations-portal/accounts'), label: i18n._('Konta pracowników') },
          { label: name ?? i18n._('Konto pracownika') },
        ]}
      />
      <Loaded query={query} lines={12}>
        {(person) => (
          <>
            <AccountActs person={person} onDone={refresh} />
            <div className="saz-columns">
              <Identity person={person} />
              <Factors person={person} />
            </div>
            <Rights rights={person.rights} />
            <Sessions person={person} />
            <History person={person} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Identity({ person }: { person: PersonShown }) {
  const { i18n } = useLingui();
  const { dateTime, date } = useFormat();
  const { href } = usePortal();
  const words = useOperatorWords();
  const trail = href('operations-portal/audit', { osoba: person.id });
  return (
    <Card title={i18n._('Konto')} aside={<AccountStateTag state={person.state} />}>
      <SummaryList
        rows={[
          { key: 'login', label: i18n._('Login'), value: <code>{person.login}</code> },
          { key: 'post', label: i18n._('Stanowisko'), value: person.post ?? undefined },
          ...(person.blockedBecause
            ? [
                {
                  key: 'because',
                  label: i18n._('Dlaczego nie działa'),
                  value: `${words.because(person.blockedBecause)}, ${dateTime(person.blockedAt ?? undefined)}`,
                },
              ]
            : []),
          { key: 'created', label: i18n._('Założone'), value: date(person.createdAt.slice(0, 10)) },
          {
            key: 'last',
            label: i18n._('Ostatnie logowanie'),
            value: dateTime(person.lastSignedInAt ?? undefined) ?? i18n._('nigdy'),
          },
        ]}
      />
      {trail && (
        <p>
          <Link href={trail}>{i18n._('Co robiła ta osoba: wpisy w dzienniku')}</Link>
        </p>
      )}
    </Card>
  );
}

function Factors({ person }: { person: PersonShown }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const set = person.passwordSetAt && date(person.passwordSetAt.slice(0, 10));
  return (
    <Card title={i18n._('Sposoby logowania')}>
      <SummaryList
        rows={[
          {
            key: 'password',
            label: i18n._('Hasło'),
            value: person.password ? (set ? i18n._('ustawione {set}', { set }) : i18n._('ustawione')) : i18n._('brak'),
          },
          {
            key: 'totp',
            label: i18n._('Aplikacja z kodami'),
            value: person.authenticator ? i18n._('jest') : i18n._('brak'),
          },
          { key: 'codes', label: i18n._('Kody zapasowe'), value: String(person.recoveryCodes) },
          {
            key: 'keys',
            label: i18n._('Klucze dostępu'),
            value:
              person.passkeys.length === 0
                ? i18n._('brak')
                : person.passkeys.map(({ id, name, deviceBound, lastUsedAt }) => (
                    <div key={id}>
                      {name}, {deviceBound ? i18n._('tylko w tym urządzeniu') : i18n._('kopiowany do chmury')},{' '}
                      {lastUsedAt
                        ? i18n._('użyty {when}', { when: date(lastUsedAt.slice(0, 10)) })
                        : i18n._('jeszcze nieużyty')}
                    </div>
                  )),
          },
        ]}
      />
    </Card>
  );
}

function Rights({ rights }: { rights: readonly RightShown[] }) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  const words = useOperatorWords();
  const day = (instant: string | null) => shortDate(instant?.slice(0, 10));
  return (
    <>
      <h2>{i18n._('Uprawnienia')}</h2>
      <Table
        cards
        caption={i18n._('Uprawnienia teraz i dawniej')}
        captionHidden
        rows={rights}
        rowKey={({ number }) => String(number)}
        missing="–"
        columns={[
          { key: 'role', header: i18n._('Rola'), rowHeader: true, cell: ({ role }) => words.role(role) },
          { key: 'facility', header: i18n._('Placówka'), cell: ({ facilityName }) => facilityName },
          { key: 'scope', header: i18n._('Zakres'), cell: ({ scope }) => scope },
          { key: 'granted', header: i18n._('Od'), cell: ({ grantedAt }) => day(grantedAt) },
          {
            key: 'ends',
            header: i18n._('Do'),
            cell: ({ endsAt, endedAt }) =>
              endedAt ? (
                <Tag kind="neutral">{i18n._('skończone {day}', { day: day(endedAt) })}</Tag>
              ) : (
                (day(endsAt) ?? i18n._('bez terminu'))
              ),
          },
          {
            key: 'reviewed',
            header: i18n._('Przejrzane'),
            cell: ({ reviewedAt }) => day(reviewedAt) ?? i18n._('jeszcze nie'),
          },
        ]}
      />
    </>
  );
}

function Sessions({ person }: { person: PersonShown }) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const words = useOperatorWords();
  return (
    <>
      <h2>{i18n._('Otwarte sesje')}</h2>
      {person.sessions.length === 0 ? (
        <EmptyState kind="never">{i18n._('Ta osoba nie jest teraz nigdzie zalogowana.')}</EmptyState>
      ) : (
        <Table
          cards
          caption={i18n._('Otwarte sesje')}
          captionHidden
          rows={person.sessions}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'device',
              header: i18n._('Urządzenie'),
              rowHeader: true,
              cell: ({ device }) => {
                const { browser, system } = deviceOf(device);
                return browser ? `${browser}, ${system}` : i18n._('nieznane');
              },
            },
            { key: 'source', header: i18n._('Adres'), cell: ({ source }) => <code>{source}</code> },
            { key: 'factors', header: i18n._('Czym'), cell: ({ factors }) => factors.map(words.factor).join(', ') },
            { key: 'started', header: i18n._('Od'), cell: ({ startedAt }) => dateTime(startedAt) },
            { key: 'used', header: i18n._('Ostatnio'), cell: ({ lastUsedAt }) => dateTime(lastUsedAt) },
          ]}
        />
      )}
    </>
  );
}

function History({ person }: { person: PersonShown }) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  const words = useOperatorWords();
  if (person.requests.length === 0) return null;
  return (
    <>
      <h2>{i18n._('Wnioski i decyzje')}</h2>
      <Table
        cards
        caption={i18n._('Wnioski o tym koncie')}
        captionHidden
        rows={person.requests}
        rowKey={({ id }) => id}
        missing="–"
        columns={[
          { key: 'kind', header: i18n._('Wniosek'), rowHeader: true, cell: ({ kind }) => words.request(kind) },
          { key: 'reason', header: i18n._('Powód'), cell: ({ reason }) => reason },
          {
            key: 'asked',
            header: i18n._('Złożył'),
            cell: ({ requestedByName, requestedAt }) =>
              `${requestedByName ?? i18n._('polecenie na serwerze')}, ${shortDate(requestedAt.slice(0, 10))}`,
          },
          {
            key: 'decided',
            header: i18n._('Decyzja'),
            cell: ({ approved, decidedByName, decidedAt }) =>
              decidedAt
                ? `${approved ? i18n._('zgoda') : i18n._('odmowa')}, ${decidedByName}, ${shortDate(decidedAt.slice(0, 10))}`
                : i18n._('czeka'),
          },
        ]}
      />
    </>
  );
}
