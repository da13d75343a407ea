/** What was measured for an illness: the last value in words, the goal, and how it went. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import type { Measure, ProblemDetail } from '../../problem-model.ts';
import { measureKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { decimalsOf, useWording } from '../wording/use-wording.ts';
import { EventName } from './gap-words.tsx';
import { FlagTag } from './result-words.tsx';
import { Waiting } from './show-when.tsx';
import { Trend } from './trend.tsx';

export function Measured({ problem: { measures, link } }: { problem: ProblemDetail }) {
  const { i18n } = useLingui();
  return (
    <Card title={i18n._('Co mierzono')}>
      {measures.length === 0 && <p>{i18n._('Nie wiemy, jakie badania należą do tej choroby. Zapytaj lekarza.')}</p>}
      <ul className="pp-plain">
        {measures.map((measure) => (
          <li key={measure.code}>
            <OneMeasure measure={measure} problem={link.id} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function OneMeasure({
  measure: { code, what, last, goal, otherUnit },
  problem,
}: {
  measure: Measure;
  problem: string;
}) {
  const { i18n } = useLingui();
  const words = useWording();
  const aim = last && goalWords(goal, (value) => words.number(value, decimalsOf(last)));
  if (!last) {
    return (
      <>
        <Recorded>{what}</Recorded>
        <br />
        <span className="ez-secondary">{i18n._('brak wyniku')}</span> <Why fact={measureKey(code)} name={what} />
      </>
    );
  }
  return (
    <>
      <EventName link={last.link} problem={problem}>
        <Recorded>{what}</Recorded>
      </EventName>{' '}
      <Why fact={measureKey(code)} name={what} about={[last.link]} />
      <br />
      <Waiting code={last.code}>
        <strong>{words.value(last)}</strong> <FlagTag result={last} />{' '}
        <span className="ez-secondary">
          {[last.trend && words.trend(last.trend), words.date(last.date?.slice(0, 10)) ?? i18n._('bez daty')]
            .filter(Boolean)
            .join(', ')}
        </span>
        {aim && (
          <>
            <br />
            {i18n._('Twój cel: {aim}', { aim })}
          </>
        )}
        {last.series.length > 1 && (
          <details className="pp-note">
            <summary>{i18n._('Jak się zmieniało')}</summary>
            <Trend result={last} />
          </details>
        )}
      </Waiting>
      {otherUnit > 0 && (
        <p className="ez-secondary">
          {i18n._(
            '{count, plural, one {# wynik jest} few {# wyniki są} other {# wyników jest}} w innej jednostce, więc nie ma ich na rysunku.',
            { count: otherUnit },
          )}
        </p>
      )}
    </>
  );
}

const goalWords = (goal: Measure['goal'], number: (value: number) => string): string | undefined =>
  goal?.low !== undefined && goal.high !== undefined
    ? `${number(goal.low)}–${number(goal.high)}`
    : goal?.high !== undefined
      ? `≤ ${number(goal.high)}`
      : goal?.low !== undefined
        ? `≥ ${number(goal.low)}`
        : undefined;
