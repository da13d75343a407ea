/** One alert: what was noticed, what was done; taking it, closing it with a verdict, taking a response back. */
import { useLingui } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi, useGet, useRefresh } from '#libs/ui/session/use-api.tsx';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import { Breadcrumb } from '#libs/ui/tabs/tab-links.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { TextArea } from '#libs/ui/text-area/text-area.tsx';
import type { AlertShown } from './model.ts';
import { SeverityTag } from './severity-tag.tsx';
import { useAlertWords } from './use-alert-words.ts';

export default function AlertScreen({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const words = useAlertWords();
  const query = useGet<AlertShown>(`/api/detection/alerts/${encodeURIComponent(params.id ?? '')}`, { fresh: true });
  const title = query.data ? words.rule(query.data.rule) : i18n._('Alert');
  return (
    <Page title={title} width="wide">
      <Breadcrumb
        label={i18n._('Gdzie jesteś')}
        trail={[{ href: href('operations-portal/alerts'), label: i18n._('Alerty') }, { label: title }]}
      />
      <Loaded query={query} lines={10}>
        {(alert) => (
          <>
            <Noticed alert={alert} />
            <Answered alert={alert} />
            <Judge alert={alert} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Noticed({ alert }: { alert: AlertShown }) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const { href } = usePortal();
  const words = useAlertWords();
  const trail = {
    ...(alert.subjectKind === 'source' ? { adres: alert.subject } : {}),
    ...(alert.subjectKind === 'account' || alert.subjectKind === 'client' ? { osoba: alert.subject } : {}),
  };
  return (
    <Card title={i18n._('Co zauważono')} aside={<SeverityTag severity={alert.severity} />}>
      <SummaryList
        rows={[
          { key: 'at', label: i18n._('Kiedy'), value: dateTime(alert.at ?? undefined) },
          {
            key: 'subject',
            label: i18n._('O kim'),
            value: `${alert.subjectName || alert.subject}, ${words.subject(alert.subjectKind)}`,
          },
          ...(alert.source ? [{ key: 'source', label: i18n._('Skąd'), value: <code>{alert.source}</code> }] : []),
          { key: 'queue', label: i18n._('Kolejka'), value: words.queue(alert.queue) },
          { key: 'state', label: i18n._('Stan'), value: words.state(alert.state) },
          ...Object.entries(alert.facts).map(([name, value]) => ({
            key: `fact-${name}`,
            label: words.fact(name),
            value: String(value),
          })),
          {
            key: 'event',
            label: i18n._('W dzienniku'),
            value: (
              <>
                <Link href={href('operations-portal/audit-event', { sequence: alert.sequence }) ?? ''}>
                  {i18n._('wpis, który to wywołał')}
                </Link>
                {Object.keys(trail).length > 0 && (
                  <>
                    {', '}
                    <Link href={href('operations-portal/audit', trail) ?? ''}>{i18n._('wszystkie wpisy')}</Link>
                  </>
                )}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

/** What the platform did because of it, and taking that back. */
function Answered({ alert }: { alert: AlertShown }) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const api = useApi();
  const words = useAlertWords();
  const refresh = useRefresh('/api/detection/');
  const { busy, problem, act } = useAct();
  const holds = alert.done.some(({ left, until, reverted }) => !left && !reverted && until !== undefined);
  const revert = () =>
    act(async () => {
      await api.send('POST', `/api/detection/alerts/${alert.id}/revert`);
      await refresh();
    });
  return (
    <Card title={i18n._('Co zrobiła platforma')}>
      {alert.emergency && <p>{i18n._('Osoba miała dyżur ratunkowy, więc nic jej nie zatrzymało.')}</p>}
      {alert.done.length === 0 ? (
        <p>{i18n._('Tylko ten alert.')}</p>
      ) : (
        <ul>
          {alert.done.map(({ act: what, at, until, left, reverted }) => (
            <li key={`${what}-${at}`}>
              {words.act(what)}, {dateTime(at)}
              {until && `, ${i18n._('do {when}', { when: dateTime(until) })}`}
              {left && `, ${words.act(left)}`}
              {reverted && (
                <>
                  {' '}
                  <Tag kind="neutral">{i18n._('cofnięte {when}', { when: dateTime(reverted) })}</Tag>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {problem && <Notice kind="warning">{words.problem(problem)}</Notice>}
      {holds && (
        <Button busy={busy} onClick={revert}>
          {i18n._('Cofnij to od razu')}
        </Button>
      )}
    </Card>
  );
}

/** Taking it, giving it back, and the verdict. */
function Judge({ alert }: { alert: AlertShown }) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const api = useApi();
  const words = useAlertWords();
  const refresh = useRefresh('/api/detection/');
  const { busy, problem, act } = useAct();
  const [verdict, setVerdict] = useState<string>();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const send = (path: string, body?: object) =>
    act(async () => {
      await api.send('POST', `/api/detection/alerts/${alert.id}/${path}`, body);
      await refresh();
    });
  if (alert.closedAt) {
    return (
      <Card title={i18n._('Ocena')} aside={<Tag kind="success">{words.state(alert.state)}</Tag>}>
        <p>{alert.reason}</p>
        <p className="ez-secondary">{dateTime(alert.closedAt)}</p>
      </Card>
    );
  }
  const message = problem && <Notice kind="warning">{words.problem(problem)}</Notice>;
  if (alert.state === 'new') {
    return (
      <Card title={i18n._('Nikt go nie prowadzi')}>
        {message}
        <Button kind="primary" busy={busy} onClick={() => send('take')}>
          {i18n._('Biorę')}
        </Button>
      </Card>
    );
  }
  const isLong = reason.trim().length >= 10;
  const close = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (verdict !== undefined && isLong) void send('close', { verdict, reason });
  };
  return (
    <Card title={i18n._('Ocena')}>
      <form noValidate onSubmit={close}>
        {message}
        <Radios
          id="ocena"
          label={i18n._('Co to było')}
          value={verdict}
          onChange={setVerdict}
          error={asked && verdict === undefined ? i18n._('Wybierz ocenę.') : undefined}
          options={[
            { value: 'explained', label: i18n._('wyjaśnione: był dobry powód') },
            { value: 'false', label: i18n._('fałszywy alarm: reguła się pomyliła') },
            { value: 'confirmed', label: i18n._('potwierdzone: to nadużycie') },
          ]}
        />
        <TextArea
          id="uzasadnienie"
          label={i18n._('Uzasadnienie')}
          hint={i18n._('Co najmniej 10 znaków. Bez danych pacjentów.')}
          value={reason}
          onChange={setReason}
          maxLength={1000}
          error={asked && !isLong ? i18n._('Napisz swoje ustalenia: co najmniej 10 znaków.') : undefined}
        />
        <Button kind="primary" type="submit" busy={busy}>
          {i18n._('Zamknij alert')}
        </Button>{' '}
        <Button kind="quiet" busy={busy} onClick={() => send('give-back')}>
          {i18n._('Oddaj do kolejki')}
        </Button>
      </form>
    </Card>
  );
}
