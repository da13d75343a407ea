/** The table twin of the chart: each day with its values, each value opens; and the treatment with its days. */
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Table } from '#libs/ui/table/table.tsx';
import type { Measure, MeasurePoint, Treatment } from '../../problem-model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { decimalsOf, useWording } from '../wording/use-wording.ts';
import { EventAnchor } from './event-anchor.tsx';
import { useEntryState } from './use-return.ts';

const firstRows = 50;

interface Day {
  day: string;
  points: Map<string, MeasurePoint[]>;
}

export function MeasureTable({
  measures,
  view: [from, to],
  patient,
}: {
  measures: readonly Measure[];
  view: readonly [number, number];
  patient: string;
}) {
  const { i18n } = useLingui();
  const words = useWording();
  const [shown, show] = useEntryState('measures', 'first');
  const days = useMemo(() => daysOf(measures, from, to), [measures, from, to]);
  const rows = shown === 'all' ? days : days.slice(0, firstRows);
  return (
    <>
      <Table
        caption={i18n._('Pomiary, od najnowszych')}
        rows={rows}
        rowKey={({ day }) => day}
        missing="–"
        columns={[
          { key: 'day', header: i18n._('Data'), rowHeader: true, cell: ({ day }) => words.shortDate(day) },
          ...measures.map((measure) => ({
            key: measure.code,
            header: [measure.what, measure.last?.value.unit && `(${measure.last.value.unit})`]
              .filter(Boolean)
              .join(' '),
            numeric: true,
            cell: ({ points }: Day) => {
              const values = points.get(measure.code);
              return (
                values && (
                  <Values values={values} digits={measure.last ? decimalsOf(measure.last) : 0} patient={patient} />
                )
              );
            },
          })),
        ]}
      />
      {days.length > rows.length && (
        <p className="ez-no-print">
          <Button onClick={() => show('all')}>{i18n._('Pokaż wszystkie ({count})', { count: days.length })}</Button>
        </p>
      )}
    </>
  );
}

function Values({ values, digits, patient }: { values: readonly MeasurePoint[]; digits: number; patient: string }) {
  const { number } = useWording();
  return values.map(({ link, value, second }, place) => (
    <span key={link.id}>
      {place > 0 && ', '}
      <EventAnchor link={link} patient={patient}>
        {[value, second].flatMap((one) => (one === undefined ? [] : number(one, digits))).join('/')}
      </EventAnchor>
    </span>
  ));
}

/** Days on which something was measured, newest first. */
function daysOf(measures: readonly Measure[], from: number, to: number): Day[] {
  const days = new Map<string, Day>();
  for (const { code, points } of measures) {
    for (const point of points) {
      const at = Date.parse(point.date);
      if (at < from || at > to) continue;
      const day = point.date.slice(0, 10);
      const row = days.get(day) ?? { day, points: new Map() };
      row.points.set(code, [...(row.points.get(code) ?? []), point]);
      days.set(day, row);
    }
  }
  return [...days.values()].sort((a, b) => b.day.localeCompare(a.day));
}

export function TreatmentTable({ treatments, patient }: { treatments: readonly Treatment[]; patient: string }) {
  const { i18n } = useLingui();
  const words = useWording();
  return (
    <Table
      caption={i18n._('Leczenie')}
      rows={treatments}
      rowKey={({ code, what }) => code ?? what}
      columns={[
        {
          key: 'what',
          header: i18n._('Lek'),
          rowHeader: true,
          cell: ({ link, what }) => (
            <>
              <EventAnchor link={link} patient={patient}>
                <Recorded>{what}</Recorded>
              </EventAnchor>{' '}
              <Why fact={linkKey(link)} name={what} />
            </>
          ),
        },
        {
          key: 'dose',
          header: i18n._('Dawka'),
          cell: ({ dose }) => {
            const said = words.dose(dose);
            return said && <Recorded>{said}</Recorded>;
          },
        },
        {
          key: 'when',
          header: i18n._('Kiedy'),
          cell: ({ spans }) =>
            spans
              .map(({ from, to }) => `${words.shortDate(from)} – ${to ? words.shortDate(to) : i18n._('trwa')}`)
              .join(', '),
        },
        { key: 'count', header: i18n._('Recepty'), numeric: true, cell: ({ prescriptions }) => prescriptions },
        {
          key: 'because',
          header: i18n._('Dlaczego tutaj'),
          cell: ({ because }) => (because === 'prescription' ? i18n._('tak mówi recepta') : i18n._('z tabeli leków')),
        },
      ]}
    />
  );
}
