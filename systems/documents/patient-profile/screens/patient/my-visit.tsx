/** One visit or stay for the patient: where, who, why, what was agreed, results and documents of it. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import type { EventDetail, EventLine } from '../../model.ts';
import { useFirstEntry } from '../wording/first-entry.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { FlagTag } from './result-words.tsx';
import { useMyEvent } from './use-mine.ts';
import './patient.css';

export default function MyVisit({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const query = useMyEvent('Encounter', params.id ?? '');
  return (
    <Page title={query.data?.what ?? i18n._('Wizyta')}>
      <p className="ez-no-print">
        <Link href={href('patient-portal/visits') ?? ''}>{i18n._('Wróć do listy wizyt')}</Link>
      </p>
      <Loaded query={query} lines={8}>
        {(event) => <Body event={event} />}
      </Loaded>
    </Page>
  );
}

function Body({ event }: { event: EventDetail }) {
  const { i18n } = useLingui();
  const words = useWording();
  const when = [event.starts, event.ends].flatMap((date) => words.dateTime(date) ?? []).join(' – ');
  const why = event.why.join(', ');
  const firstEntry = useFirstEntry('Encounter', event.link.id);
  return (
    <>
      <Card title={i18n._('Najważniejsze')}>
        <SummaryList
          rows={[
            { key: 'kind', label: i18n._('Rodzaj'), value: words.kind('Encounter', event.lane) },
            { key: 'when', label: i18n._('Kiedy'), value: when || undefined },
            { key: 'where', label: i18n._('Gdzie'), value: event.where },
            { key: 'who', label: i18n._('Kto przyjął'), value: event.who.join(', ') || undefined },
            { key: 'why', label: i18n._('Powód'), value: why ? <Recorded>{why}</Recorded> : undefined },
            ...firstEntry,
          ]}
        />
      </Card>
      <Lines title={i18n._('Co ustalono')} lines={event.decided} />
      <Lines title={i18n._('Co zrobiono')} lines={event.done} />
      <Lines title={i18n._('Co dalej')} lines={event.followUps} />
      <Results event={event} />
      <Documents lines={event.documents} />
    </>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly EventLine[] }) {
  const { kind } = useWording();
  if (lines.length === 0) return null;
  return (
    <Card title={title}>
      <ul className="pp-plain">
        {lines.map(({ link, what, detail }) => (
          <li key={`${link.type}${link.id}`}>
            <span className="ez-secondary">{kind(link.type)}: </span>
            <Recorded>{what}</Recorded>
            {detail && (
              <>
                {' – '}
                <Recorded>{detail}</Recorded>
              </>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Results({ event: { results } }: { event: EventDetail }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { value } = useWording();
  if (results.length === 0) return null;
  return (
    <Card title={i18n._('Wyniki')}>
      <ul className="pp-rows">
        {results.map((result) => (
          <li key={result.link.id}>
            <span className="pp-row-what">
              <Link href={href('patient-portal/result', { id: result.link.id }) ?? ''}>
                <Recorded>{result.what}</Recorded>
              </Link>
            </span>
            <strong>{value(result)}</strong>
            <FlagTag result={result} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Documents({ lines }: { lines: readonly EventLine[] }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  if (lines.length === 0) return null;
  return (
    <Card title={i18n._('Dokumenty')}>
      <ul className="pp-plain">
        {lines.map(({ link, what }) => (
          <li key={link.id}>
            {link.type === 'DocumentReference' ? (
              <Link href={href('patient-portal/document', { id: link.id }) ?? ''}>
                <Recorded>{what}</Recorded>
              </Link>
            ) : (
              <Recorded>{what}</Recorded>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
