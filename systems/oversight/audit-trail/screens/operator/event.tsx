/** One event of the trail by itself. */
import { useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import { Breadcrumb } from '#libs/ui/tabs/tab-links.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { EventInFull } from './model.ts';
import { useEventWords } from './use-event-words.ts';

export default function AuditEvent({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const query = useGet<EventInFull>(`/api/audit-trail/events/${encodeURIComponent(params.sequence ?? '')}`);
  const title = i18n._('Wpis {sequence}', { sequence: params.sequence });
  return (
    <Page title={title} width="wide">
      <Breadcrumb
        label={i18n._('Gdzie jesteś')}
        trail={[{ href: href('operations-portal/audit'), label: i18n._('Dziennik') }, { label: title }]}
      />
      <Loaded query={query} lines={10}>
        {(event) => <EventCard event={event} />}
      </Loaded>
    </Page>
  );
}

function EventCard({ event }: { event: EventInFull }) {
  const { i18n } = useLingui();
  const { dateTime } = useFormat();
  const { href } = usePortal();
  const words = useEventWords();
  const row = (key: string, label: string, value: ReactNode) => ({ key, label, value });
  const others = (word: string, value: string, says: string) => (
    <Link href={href('operations-portal/audit', { [word]: value }) ?? ''}>{says}</Link>
  );
  return (
    <Card
      title={`${words.action(event.action)}: ${event.kind}`}
      aside={
        event.outcome === 0 ? (
          <Tag kind="success">{words.outcome('0')}</Tag>
        ) : (
          <Tag kind={event.outcome === 4 ? 'warning' : 'critical'}>{words.outcome(String(event.outcome))}</Tag>
        )
      }
    >
      <SummaryList
        rows={[
          row('at', i18n._('Kiedy'), dateTime(event.at)),
          row(
            'who',
            i18n._('Kto'),
            <>
              {event.actorName}, {words.role(event.role)}.{' '}
              {others('osoba', event.actor, i18n._('Wszystkie wpisy tej osoby'))}
            </>,
          ),
          row('actor', i18n._('Id konta lub klienta'), <code>{event.actor}</code>),
          row('purpose', i18n._('Po co'), words.purpose(event.purpose)),
          row('facility', i18n._('Placówka'), event.facility ? <code>{event.facility}</code> : i18n._('nie dotyczy')),
          ...(event.reason ? [row('reason', i18n._('Powód odmowy'), <code>{event.reason}</code>)] : []),
          row('rule', i18n._('Według reguły'), event.rule ? <code>{event.rule}</code> : i18n._('nie dotyczy')),
          row('patients', i18n._('Pacjenci'), String(event.patients)),
          row(
            'resources',
            i18n._('Zasoby'),
            [String(event.resources), event.types.join(', ')].filter(Boolean).join(': '),
          ),
          row('source', i18n._('Skąd'), others('adres', event.source, event.source)),
          row(
            'trace',
            i18n._('Ślad żądania'),
            <>
              <code>{event.trace}</code> {others('slad', event.trace, i18n._('Wpisy tego żądania'))}
            </>,
          ),
          row(
            'sealed',
            i18n._('Pieczęć'),
            event.sealed ? (
              <Tag kind="success">{i18n._('zapieczętowany: zmiana wyjdzie na jaw')}</Tag>
            ) : (
              <Tag kind="info">{i18n._('czeka na pieczęć (zwykle sekundę)')}</Tag>
            ),
          ),
        ]}
      />
    </Card>
  );
}
