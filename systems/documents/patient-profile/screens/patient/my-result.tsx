/** One result for the patient: value in words, number line, what it means, what now, earlier values. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Inset } from '#libs/ui/notice/notice.tsx';
import { NumberLine } from '#libs/ui/number-line/number-line.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { Table } from '#libs/ui/table/table.tsx';
import type { EventDetail, KeyResult } from '../../model.ts';
import { decimalsOf, useWording } from '../wording/use-wording.ts';
import { Recorded } from '../wording/recorded.tsx';
import { useMeaning } from './meanings.ts';
import { AfterComment, ShowWhenChoice } from './show-when.tsx';
import { isWorrying, thresholdOf } from './thresholds.ts';
import { AboutEntry, MyFacts } from './my-facts.tsx';
import { PrintButton, PrintedIdentity, Trail } from './trail.tsx';
import { Trend } from './trend.tsx';
import { useGoal } from './use-goal.ts';
import { useMyEvent } from './use-mine.ts';
import { useProblemOf } from './use-problem.ts';
import './patient.css';

export default function MyResult({ params, search }: ScreenProps) {
  const { i18n } = useLingui();
  const query = useMyEvent('Observation', params.id ?? '');
  const problem = useProblemOf(search.problem);
  const title = query.data?.what ?? i18n._('Wynik badania');
  return (
    <Page title={title} actions={query.data && <PrintButton />}>
      <Trail here={title} problem={problem} encounter={query.data?.encounter} />
      <Loaded query={query} lines={8}>
        {(event) => (
          <MyFacts level="event" of={`Observation/${event.link.id}`} problem={problem?.id}>
            {event.result && <Body event={event} result={event.result} />}
          </MyFacts>
        )}
      </Loaded>
    </Page>
  );
}

function Body({ event, result }: { event: EventDetail; result: KeyResult }) {
  const { i18n } = useLingui();
  const words = useWording();
  return (
    <>
      <PrintedIdentity patient={event.patient} />
      <AfterComment code={result.code} commented={event.text !== undefined}>
        <Value result={result} />
        {result.series.length > 1 && (
          <Card title={i18n._('Jak się zmieniało')}>
            <Trend result={result} />
          </Card>
        )}
        <Meaning event={event} result={result} />
        {result.series.length > 1 && <Earlier result={result} />}
      </AfterComment>
      <p className="ez-secondary pp-origin">
        {i18n._('Skąd ten wynik: {source}.', { source: words.source(event.source) })}
      </p>
      <AboutEntry link={event.link} what={event.what} />
      <ShowWhenChoice code={result.code} />
    </>
  );
}

/** The value first, on its number line; in words when it is no number. */
function Value({ result }: { result: KeyResult }) {
  const { i18n } = useLingui();
  const words = useWording();
  const { value, range, flag, date, code } = result;
  const goal = useGoal(code, value.unit);
  if (value.number === undefined || value.second !== undefined) {
    return (
      <p className="pp-huge">
        {value.number === undefined ? <Recorded>{words.value(result)}</Recorded> : words.value(result)}{' '}
        <span className="ez-secondary">{words.date(date?.slice(0, 10)) ?? i18n._('bez daty')}</span>
      </p>
    );
  }
  return (
    <>
      <NumberLine
        value={value.number}
        unit={value.unit}
        low={range?.low}
        high={range?.high}
        date={date?.slice(0, 10)}
        verdict={flag}
        digits={decimalsOf(result)}
        goal={goal}
        worry={thresholdOf(code, value.unit)}
      />
      {!value.unit && <p>{i18n._('Laboratorium nie podało jednostki. Nie porównuj tej liczby z innymi wynikami.')}</p>}
      {!date && <p>{i18n._('Nie wiemy, kiedy zrobiono to badanie.')}</p>}
    </>
  );
}

/** What the test shows, in general words; what the doctor wrote; and one thing to do. Never a diagnosis. */
function Meaning({ event, result }: { event: EventDetail; result: KeyResult }) {
  const { i18n } = useLingui();
  const { date } = useWording();
  const meaning = useMeaning(result.code);
  const off = result.flag === 'high' || result.flag === 'low';
  const threshold = thresholdOf(result.code, result.value.unit);
  return (
    <>
      {event.text && (
        <Card title={i18n._('Co napisał lekarz lub laboratorium')}>
          <p>
            <Recorded>{event.text}</Recorded>
          </p>
        </Card>
      )}
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
        {result.flag === 'unknown' && (
          <p>{i18n._('Nie wiemy, czy to dobrze, czy źle: brakuje normy. Zapytaj lekarza, co ten wynik znaczy.')}</p>
        )}
        <Inset>
          <p className="ez-secondary">
            {i18n._('To ogólny opis badania, nie porada lekarska. Wersja demonstracyjna, nie do użytku klinicznego.')}
            {threshold && (
              <>
                {' '}
                {i18n._('Próg niepokoju: {source}, sprawdzony {day}.', {
                  source: threshold.source,
                  day: date(threshold.checked) ?? '',
                })}
              </>
            )}
          </p>
        </Inset>
      </Card>
      <Card title={i18n._('Co teraz')}>
        <p>{useNextStep(result)}</p>
        <p>{i18n._('W nagłym zagrożeniu życia dzwoń pod 112.')}</p>
      </Card>
    </>
  );
}

/** One action. A value beyond the mark asks for a call now: the mark never judges alone, the laboratory's flag does too. */
function useNextStep({ flag, value, code }: KeyResult): string {
  const { i18n } = useLingui();
  const off = flag === 'high' || flag === 'low';
  if (flag === 'unknown') return i18n._('Pokaż ten wynik lekarzowi, który zlecił badanie.');
  if (!off) return i18n._('Nie musisz nic robić. Pokaż wynik lekarzowi na najbliższej wizycie.');
  if (isWorrying(value.number, thresholdOf(code, value.unit)))
    return i18n._('Zadzwoń dziś do swojej przychodni i powiedz o tym wyniku.');
  return i18n._('Omów ten wynik na najbliższej wizycie. Jeśli czujesz się gorzej, zadzwoń do przychodni wcześniej.');
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
