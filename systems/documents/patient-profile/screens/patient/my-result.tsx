/** One result for the patient: value in words, number line, what it means, what now, earlier values. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Inset } from '#libs/ui/notice/notice.tsx';
import { NumberLine } from '#libs/ui/number-line/number-line.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { Table } from '#libs/ui/table/table.tsx';
import type { EventDetail, KeyResult } from '../../model.ts';
import { decimalsOf, useWording } from '../wording/use-wording.ts';
import { useMeaning } from './meanings.ts';
import { Trend } from './trend.tsx';
import { useMyEvent } from './use-mine.ts';
import './patient.css';

export default function MyResult({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const query = useMyEvent('Observation', params.id ?? '');
  return (
    <Page title={query.data?.what ?? i18n._('Wynik badania')}>
      <p className="ez-no-print">
        <Link href={href('patient-portal/results') ?? ''}>{i18n._('Wróć do listy wyników')}</Link>
      </p>
      <Loaded query={query} lines={8}>
        {(event) => (event.result ? <Body event={event} result={event.result} /> : <></>)}
      </Loaded>
    </Page>
  );
}

function Body({ event, result }: { event: EventDetail; result: KeyResult }) {
  const { i18n } = useLingui();
  const words = useWording();
  return (
    <>
      <Value result={result} />
      <Meaning result={result} />
      {result.series.length > 1 && (
        <Card title={i18n._('Jak się zmieniało')}>
          <Trend result={result} />
          <Earlier result={result} />
        </Card>
      )}
      <p className="ez-secondary pp-origin">
        {i18n._('Skąd ten wynik: {source}.', { source: words.source(event.source) })}
      </p>
    </>
  );
}

/** The value first, on its number line; in words when it is no number. */
function Value({ result }: { result: KeyResult }) {
  const words = useWording();
  const { value, range, flag, date } = result;
  if (value.number === undefined || value.second !== undefined) {
    return (
      <p className="pp-huge">
        {words.value(result)} <span className="ez-secondary">{words.date(date?.slice(0, 10))}</span>
      </p>
    );
  }
  return (
    <NumberLine
      value={value.number}
      unit={value.unit}
      low={range?.low}
      high={range?.high}
      date={date?.slice(0, 10)}
      verdict={flag}
    />
  );
}

/** What the test shows, in general words; and what to do. Never a diagnosis. */
function Meaning({ result }: { result: KeyResult }) {
  const { i18n } = useLingui();
  const meaning = useMeaning(result.code);
  const off = result.flag === 'high' || result.flag === 'low';
  return (
    <>
      <Card title={i18n._('Co to znaczy')}>
        <p>
          {meaning ?? i18n._('Nie mamy jeszcze prostego opisu tego badania. Zapytaj o nie lekarza, który je zlecił.')}
        </p>
        {off && (
          <p>
            {i18n._(
              'Jeden wynik poza normą nie oznacza choroby. Liczą się też Twoje objawy, leki i wcześniejsze wyniki.',
            )}
          </p>
        )}
        <Inset>
          <p className="ez-secondary">
            {i18n._('To ogólny opis badania, nie porada lekarska. Wersja demonstracyjna, nie do użytku klinicznego.')}
          </p>
        </Inset>
      </Card>
      <Card title={i18n._('Co teraz')}>
        <p>
          {off
            ? i18n._(
                'Omów ten wynik na najbliższej wizycie. Jeśli czujesz się gorzej niż zwykle, zadzwoń do swojej przychodni wcześniej.',
              )
            : i18n._('Nie musisz nic robić. Pokaż wynik lekarzowi na najbliższej wizycie.')}
        </p>
        <p>{i18n._('W nagłym zagrożeniu życia dzwoń pod 112.')}</p>
      </Card>
    </>
  );
}

function Earlier({ result }: { result: KeyResult }) {
  const { i18n } = useLingui();
  const { date, number } = useWording();
  const digits = decimalsOf(result);
  return (
    <details className="pp-note">
      <summary>{i18n._('Pokaż liczby w tabeli')}</summary>
      <Table
        caption={i18n._('Wcześniejsze wyniki')}
        captionHidden
        rows={[...result.series].reverse()}
        rowKey={(point) => point.date}
        columns={[
          { key: 'date', header: i18n._('Data'), rowHeader: true, cell: (point) => date(point.date.slice(0, 10)) },
          {
            key: 'value',
            header: result.value.unit ? i18n._('Wynik ({unit})', { unit: result.value.unit }) : i18n._('Wynik'),
            numeric: true,
            cell: (point) => number(point.value, digits),
          },
        ]}
      />
    </details>
  );
}
